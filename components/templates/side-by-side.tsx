import { type LinePair, pairedChanges } from "./near-changes";
import { type Change, PART_TITLES } from "./template-view";

export type SideBySideProps = {
  changes: readonly Change[];
  /** Whose text is on the left, and on the right. */
  before: string;
  after: string;
};

/** Two texts beside each other where they differ, with what is in one alone marked by a sign and in words. */
export function SideBySide({ changes, before, after }: SideBySideProps) {
  if (changes.length === 0) return <p className="text-muted">They are the same.</p>;
  return (
    <div className="grid gap-4">
      {changes.map(({ part, lines, tooLarge }) =>
        tooLarge ? (
          <p key={part} className="text-muted">
            {PART_TITLES[part]}: too much differs to be shown line by line.
          </p>
        ) : (
          <table
            key={part}
            className="w-full table-fixed border-separate border-spacing-x-1 border-spacing-y-px text-left"
          >
            <caption className="pb-1 text-left font-medium text-13">{PART_TITLES[part]}</caption>
            <thead className="text-13 text-muted">
              <tr>
                <th scope="col" className="truncate px-2 font-medium">
                  {before}
                </th>
                <th scope="col" className="truncate px-2 font-medium">
                  {after}
                </th>
              </tr>
            </thead>
            <tbody className="font-code text-12">
              {pairedChanges(lines).map((pair) => (
                <tr key={pair.at}>
                  <Line pair={pair} text={pair.before} sign="−" className="bg-danger-soft" />
                  <Line pair={pair} text={pair.after} sign="+" className="bg-brand-soft" />
                </tr>
              ))}
            </tbody>
          </table>
        ),
      )}
    </div>
  );
}

function Line({
  pair,
  text,
  sign,
  className,
}: {
  pair: LinePair;
  text: string | null;
  sign: string;
  className: string;
}) {
  if (text === null) return <td className="bg-sunken" />;
  return (
    <td className={`rounded-1 px-2 py-0.5 align-top ${pair.same ? "text-muted" : className}`}>
      <span className="grid grid-cols-[1rem_1fr]">
        <span aria-hidden="true">{pair.same ? "" : sign}</span>
        <span className="min-w-0 whitespace-pre-wrap break-words">
          {pair.same ? null : <span className="sr-only">Here alone: </span>}
          {text}
        </span>
      </span>
    </td>
  );
}
