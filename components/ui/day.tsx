/** A day in full, in UTC, so that it reads the same everywhere: "27 November 2026". */
export function Day({ value }: { value: Date }) {
  const day = value.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  return <time dateTime={value.toISOString()}>{day}</time>;
}
