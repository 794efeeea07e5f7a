import { nearChanges } from "./near-changes";
import { type Change, PART_TITLES } from "./template-view";

/** What differs, line by line. A sign and a word say which, not colour alone. */
export function TemplateChanges({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p className="text-muted">Nothing differs from what is sent now.</p>;
  return (
    <div className="grid gap-3">
      {changes.map(({ part, lines, tooLarge }) => (
        <section key={part} aria-label={`Changes of ${PART_TITLES[part]}`}>
          <h3 className="pb-1 font-medium text-13">{PART_TITLES[part]}</h3>
          {tooLarge ? <p className="text-muted">Too much differs to be shown line by line.</p> : null}
          <ol className="grid gap-px font-code text-12">
            {nearChanges(lines).map(({ kind, text, at }) => (
              <li
                key={at}
                className={`grid grid-cols-[1.5rem_1fr] rounded-1 px-2 py-0.5 ${
                  kind === "added" ? "bg-brand-soft" : kind === "removed" ? "bg-danger-soft" : "text-muted"
                }`}
              >
                <span aria-hidden="true">{kind === "added" ? "+" : kind === "removed" ? "−" : ""}</span>
                <span className="min-w-0 whitespace-pre-wrap break-words">
                  {kind === "same" ? null : (
                    <span className="sr-only">{kind === "added" ? "Added: " : "Removed: "}</span>
                  )}
                  {text}
                </span>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
