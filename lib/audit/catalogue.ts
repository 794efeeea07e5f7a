import { EVENTS } from "@/lib/outbox/events";

const SUMMARIES = new Map<string, string>(Object.entries(EVENTS).map(([type, { summary }]) => [type, summary]));

/** What an entry of that type tells, as a sentence; the type itself where it is none of the catalogue's. */
export function summaryOf(type: string): string {
  return SUMMARIES.get(type) ?? type;
}

/** What comes before the dot of the types that there are, in the order of the alphabet. */
export function auditAreas(): string[] {
  return [...new Set([...SUMMARIES.keys()].map((type) => type.slice(0, type.indexOf("."))))].sort();
}
