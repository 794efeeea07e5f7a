import type { ReactNode } from "react";

/** One line of a list of facts (`dl`): its name, and what is so. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2">
      <dt className="w-28 shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-1 basis-56 items-center gap-2 break-words">{children}</dd>
    </div>
  );
}
