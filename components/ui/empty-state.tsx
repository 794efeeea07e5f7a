import type { ReactNode } from "react";
import { Rack } from "./rack";

export type EmptyStateProps = {
  title: string;
  /** One primary action. */
  action?: ReactNode;
  /** One sentence, or a working example. */
  children?: ReactNode;
};

export function EmptyState({ title, action, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      <Rack size={28} filled={0} className="text-subtle" />
      <p className="font-medium text-15">{title}</p>
      {children ? <div className="w-full max-w-[60ch] text-muted">{children}</div> : null}
      {action}
    </div>
  );
}
