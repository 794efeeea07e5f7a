import type { ReactNode } from "react";

/** Across the top of every page that shows test data. Live has none; the word, not the colour, is the signal. */
export function EnvBand({ children = "Nothing is sent. Codes land in the Mailbox." }: { children?: ReactNode }) {
  return (
    <aside
      aria-label="Environment"
      className="flex min-h-7 flex-wrap items-center justify-center gap-x-2.5 bg-test px-4 py-1 text-13 text-on-test"
    >
      <strong className="font-semibold">Test data</strong>
      <span>{children}</span>
    </aside>
  );
}
