import type { RecordView } from "./domain-view";

/** RFC 1035, 3.3: a character-string holds 255 octets at most. */
const STRING_MAX = 255;

/** Records as lines of a zone file (RFC 1035, 5.1), with whole names. */
export function zoneText(records: readonly RecordView[]): string {
  return records
    .map(({ name, type, value, priority, ttlSeconds }) => {
      const data = type === "TXT" ? quoted(value) : type === "MX" ? `${priority ?? 10} ${value}.` : `${value}.`;
      return `${name}. ${ttlSeconds} IN ${type} ${data}`;
    })
    .join("\n");
}

function quoted(value: string): string {
  const strings = value.match(new RegExp(`[^]{1,${STRING_MAX}}`, "g")) ?? [""];
  return strings.map((each) => `"${each.replace(/["\\]/g, "\\$&")}"`).join(" ");
}
