/** When, to the millisecond and in UTC, so that it can be held against a log: "2026-11-27 14:22:05.120 UTC". */
export function Moment({ value }: { value: Date }) {
  const iso = value.toISOString();
  return (
    <time dateTime={iso} className="num whitespace-nowrap">
      {iso.replace("T", " ").replace("Z", " UTC")}
    </time>
  );
}
