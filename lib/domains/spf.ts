import type { LookUp } from "./look-up";

/** RFC 7208, 4.6.4. */
export const SPF_LOOKUPS_MAX = 10;

/** Whether a TXT value is an SPF record (RFC 7208, 4.5). */
export function isSpf(value: string): boolean {
  return /^v=spf1(?: |$)/i.test(value.trim());
}

/** Whether the record names that host's servers. */
export function includes(spf: string, host: string): boolean {
  return termsOf(spf).some((term) => term.toLowerCase() === `include:${host}`);
}

/** The records as one that names that host too: every mechanism once, then what is said of everybody else. */
export function mergeSpf(records: readonly string[], host: string): string {
  const terms = records.flatMap(termsOf);
  const isLast = (term: string) => /^[-~?+]?all$/i.test(term) || /^redirect=/i.test(term);
  const named = [...new Set([...terms.filter((term) => !isLast(term)), `include:${host}`])];
  const last = terms.find(isLast) ?? "~all";
  return ["v=spf1", ...named, last].join(" ");
}

/**
 * How many DNS look-ups a receiver makes for a record, as far as one beyond the limit. Macros and what cannot be looked
 * up now count as the one look-up that they are.
 */
export async function countLookups(lookUp: LookUp, spf: string): Promise<number> {
  let count = 0;
  const seen = new Set<string>();
  const waiting = [spf];
  for (let record = waiting.pop(); record !== undefined; record = waiting.pop()) {
    for (const term of termsOf(record)) {
      const [, mechanism = "", , target = ""] =
        /^[-~?+]?(include|a|mx|ptr|exists|redirect)([:=]([^/]+))?(?:\/|$)/i.exec(term) ?? [];
      if (mechanism === "") continue;
      count += 1;
      if (count > SPF_LOOKUPS_MAX) return count;
      const follows =
        /^(include|redirect)$/i.test(mechanism) && !target.includes("%") && !seen.has(target.toLowerCase());
      if (!follows || target === "") continue;
      seen.add(target.toLowerCase());
      const said = (await lookUp("TXT", target.toLowerCase())).find(
        (each) => each !== "unknown" && each.values.some(isSpf),
      );
      const next = said === undefined || said === "unknown" ? undefined : said.values.find(isSpf);
      if (next !== undefined) waiting.push(next);
    }
  }
  return count;
}

function termsOf(spf: string): string[] {
  return spf.trim().split(/\s+/).slice(1);
}
