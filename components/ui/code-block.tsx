import { CopyButton } from "./copy-button";

export type CodeBlockProps = {
  /** What the code is, as in "cURL: ask for a code". Names the region for people who listen. */
  label: string;
  code: string;
  copy?: boolean;
  /** Instead of cutting long lines off at the edge. */
  wrap?: boolean;
};

/** Code to read and to paste. It can be scrolled, so it can have the focus. */
export function CodeBlock({ label, code, copy = true, wrap = false }: CodeBlockProps) {
  return (
    <figure className="min-w-0 overflow-clip rounded-3 border border-line bg-sunken">
      <figcaption className="flex min-h-9 items-center gap-3 border-line border-b py-1 pr-1.5 pl-3.5 text-13 text-muted">
        <span className="min-w-0 flex-1 truncate">{label}</span>
        {copy ? <CopyButton value={code} label={label} /> : null}
      </figcaption>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="overflow-x-auto focus-visible:-outline-offset-2"
      >
        <pre
          className={`w-max min-w-full px-3.5 py-3 font-code text-12 leading-5 ${wrap ? "w-full! whitespace-pre-wrap break-words" : ""}`}
        >
          <code>{code}</code>
        </pre>
      </section>
    </figure>
  );
}
