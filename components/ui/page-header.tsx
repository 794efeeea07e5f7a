import type { ReactNode } from "react";

export type PageHeaderProps = {
  title: string;
  /** One sentence under the title. */
  description?: ReactNode;
  /** What can be done on this page, primary action last. */
  children?: ReactNode;
};

/** The page's one level-1 heading. */
export function PageHeader({ title, description, children }: PageHeaderProps) {
  return (
    <div className="mb-4.5 flex flex-wrap items-center gap-x-3 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="break-words text-22">{title}</h1>
        {description ? <p className="mt-0.5 max-w-[68ch] text-muted">{description}</p> : null}
      </div>
      {children ? <div className="flex flex-wrap items-center gap-2">{children}</div> : null}
    </div>
  );
}
