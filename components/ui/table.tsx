import type { ReactNode } from "react";

export type TableProps = {
  /** What the rows are; read aloud before the table. */
  label: string;
  /** `<thead>` and `<tbody>`, with `scope` on every header. */
  children: ReactNode;
};

/**
 * A native table in the house style. It scrolls inside itself, never the page: not by what is only read aloud, either.
 * What scrolls is a named group and no landmark: the card around it is one, often of the same name.
 */
export function Table({ label, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is entered
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      data-rows=""
      className="relative overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table
        className={
          "w-full border-collapse text-left [&_td]:h-row [&_td]:whitespace-nowrap [&_td]:px-4 [&_td]:py-1.5 " +
          "[&_th]:h-8 [&_th]:whitespace-nowrap [&_th]:px-4 [&_thead_th]:font-medium [&_thead_th]:text-13 [&_thead_th]:text-subtle " +
          "[&_tbody_th]:h-row [&_tbody_th]:py-1.5 [&_tbody_th]:font-medium [&_tr]:border-line [&_tr]:border-b [&_tbody_tr:last-child]:border-0"
        }
      >
        {children}
      </table>
    </div>
  );
}
