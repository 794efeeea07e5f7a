type Fields = Readonly<Record<string, unknown>>;

type Line = { mark: "removed" | "added"; field: string; value: string };

/** What was and what is, field by field. A sign and a word say which, not colour alone. */
export function Diff({ before, after }: { before: Fields | null; after: Fields | null }) {
  const lines = linesOf(before ?? {}, after ?? {});
  if (lines.length === 0) return <p className="text-muted">No field differs.</p>;
  return (
    <ul aria-label="What changed" className="grid gap-px font-code text-12">
      {lines.map(({ mark, field, value }) => (
        <li
          key={`${mark}.${field}`}
          className={`grid grid-cols-[1.5rem_1fr] rounded-1 px-2 py-1 ${mark === "added" ? "bg-brand-soft" : "bg-danger-soft"}`}
        >
          <span aria-hidden="true">{mark === "added" ? "+" : "−"}</span>
          <span className="min-w-0 whitespace-pre-wrap break-words">
            <span className="sr-only">{mark === "added" ? "After: " : "Before: "}</span>
            {field}: {value}
          </span>
        </li>
      ))}
    </ul>
  );
}

function linesOf(before: Fields, after: Fields): Line[] {
  const was = new Map(leaves(before));
  const is = new Map(leaves(after));
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names.flatMap((field) => {
    const [old, now] = [was.get(field), is.get(field)];
    if (old === now) return [];
    const removed: Line[] = old === undefined ? [] : [{ mark: "removed", field, value: old }];
    const added: Line[] = now === undefined ? [] : [{ mark: "added", field, value: now }];
    return [...removed, ...added];
  });
}

/** `{ codes: { attempts: 5 } }` as `codes.attempts` and `5`. Lists are one value. */
function leaves(fields: Fields, path = ""): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const field = path === "" ? name : `${path}.${name}`;
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
    const inner = isGroup ? leaves({ ...value }, field) : [];
    return isGroup && inner.length > 0 ? inner : [[field, JSON.stringify(value) ?? "null"]];
  });
}
