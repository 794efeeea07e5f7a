import { type ReactNode, useId } from "react";

export type CardProps = {
  title?: ReactNode;
  actions?: ReactNode;
  /** `false` lets a table or a list run to the edges. */
  padded?: boolean;
  children: ReactNode;
};

/** A region of a page with a heading of its own (level 2) and, at its right, what can be done with it. */
export function Card({ title, actions, padded = true, children }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className="min-w-0 overflow-clip rounded-3 border border-line bg-surface"
    >
      {title || actions ? (
        <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-2.5">
          {title ? (
            <h2 id={id} className="text-15">
              {title}
            </h2>
          ) : null}
          {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
        </header>
      ) : null}
      <div className={padded ? "p-4" : undefined}>{children}</div>
    </section>
  );
}
