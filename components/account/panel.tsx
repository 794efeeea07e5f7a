import type { ReactNode } from "react";

/** The one thing a page of the way in asks for. */
export function Panel({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <div className="w-full max-w-[30rem] rounded-3 border border-line bg-surface p-5 sm:p-8">
      <h1 className="text-22">{title}</h1>
      <div className="mt-1.5 mb-6 text-15 text-muted">{lead}</div>
      {children}
    </div>
  );
}
