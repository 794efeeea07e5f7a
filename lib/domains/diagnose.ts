import type { LookUp, Said } from "./look-up";
import type { Diagnosis } from "./problem";
import type { DomainRecord } from "./records";
import { countLookups, includes, isSpf, mergeSpf, SPF_LOOKUPS_MAX } from "./spf";

/** What became of a record. `unknown`: nobody could tell; `propagating`: some resolvers see it and others do not yet. */
export type RecordStatus = "found" | "propagating" | "missing" | "wrong" | "unknown";

export type Finding = { key: string; status: RecordStatus; found: readonly string[]; diagnosis: Diagnosis | null };

/** Where a record belongs: the domain, the zone it is entered in, and the domain that somebody registered. */
export type Whereabouts = { name: string; zone: string; registrable: string };

const SHOWN = 5;

/**
 * Looks for a record and, where it is not as it should be, finds out why. It counts as found when every resolver that
 * answers has it, and only by its exact value: nobody else's text that happens to hold ours counts.
 */
export async function diagnose(lookUp: LookUp, record: DomainRecord, where: Whereabouts): Promise<Finding> {
  const answers = (await lookUp(record.type, record.name)).filter(isKnown);
  const found = [...new Set(answers.flatMap(({ values }) => relevant(record, values)))].slice(0, SHOWN);
  const finding = (status: RecordStatus, diagnosis: Diagnosis | null): Finding => ({
    key: record.key,
    status,
    found,
    diagnosis,
  });
  if (answers.length === 0) return finding("unknown", { problem: "unreachable" });
  const judged = answers.map(({ values }) => judge(record, values));
  const seen = judged.filter((each) => each === "right").length;
  if (seen === answers.length) return wholeSpf(lookUp, record, answers, finding);
  if (seen > 0) return finding("propagating", { problem: "propagating", seen, asked: answers.length });
  const wrong = judged.find((each) => each !== "right" && each.problem !== "missing");
  if (wrong !== undefined && wrong !== "right") return finding("wrong", wrong);
  const elsewhere = await lookElsewhere(lookUp, record, where);
  if (elsewhere === "inherited") return finding("found", null);
  if (elsewhere === null) return finding("missing", { problem: "missing" });
  return { ...finding("wrong", elsewhere.diagnosis), found: elsewhere.found };
}

function isKnown(said: Said): said is Exclude<Said, "unknown"> {
  return said !== "unknown";
}

/** The values at a name that have to do with the record: a domain's other TXT records are its own business. */
function relevant({ purpose }: DomainRecord, values: readonly string[]): readonly string[] {
  if (purpose === "spf") return values.filter(isSpf);
  if (purpose === "dmarc") return values.filter(isDmarc);
  return values;
}

function isDmarc(value: string): boolean {
  return /^"?v=DMARC1\b/i.test(value.trim());
}

type Judged = "right" | Diagnosis;

function judge(record: DomainRecord, values: readonly string[]): Judged {
  const mine = relevant(record, values);
  if (mine.length === 0) return { problem: "missing" };
  if (record.purpose === "spf") return judgeSpf(record, mine);
  if (record.purpose === "dmarc") return judgeDmarc(mine);
  if (mine.some((value) => isSame(record, value))) return "right";
  return nearMiss(record, mine);
}

function judgeSpf({ value }: DomainRecord, records: readonly string[]): Judged {
  const host = /include:(\S+)/.exec(value)?.[1] ?? "";
  if (records.length > 1) return { problem: "two_records", instead: mergeSpf(records, host) };
  if (/^v=spf1$/i.test((records[0] ?? "").trim())) return { problem: "missing_quotes", found: "v=spf1" };
  if (records.some((each) => includes(each, host))) return "right";
  return { problem: "not_included", instead: mergeSpf(records, host) };
}

function judgeDmarc(records: readonly string[]): Judged {
  const [first = ""] = records;
  if (records.length > 1) return { problem: "two_records", instead: first };
  if (first.startsWith('"')) return { problem: "extra_quotes" };
  // The policy is no option (RFC 7489, 6.3): without one the record was cut.
  return tagsOf(first).has("p") ? "right" : { problem: "missing_quotes", found: first };
}

/** Exactly the value; of a DKIM record its key, as some hosts add tags and blanks of their own (RFC 6376, 3.6.1). */
function isSame({ purpose, type, value, priority }: DomainRecord, found: string): boolean {
  if (type === "CNAME") return found === value.toLowerCase();
  if (type === "MX") return found === `${priority ?? 10} ${value.toLowerCase()}`;
  if (purpose !== "dkim") return found === value;
  const tags = tagsOf(found);
  return tags.get("p") === tagsOf(value).get("p") && (tags.get("k") ?? "rsa") === "rsa";
}

function tagsOf(value: string): Map<string, string> {
  const pairs = value.split(";").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).replace(/\s/g, "")] as const;
  });
  return new Map(pairs.filter(([name]) => name !== ""));
}

function nearMiss({ type, value }: DomainRecord, found: readonly string[]): Diagnosis {
  for (const each of found) {
    if (type === "CNAME" && each.startsWith(`${value.toLowerCase()}.`)) return { problem: "missing_dot", found: each };
    const bare = each.replace(/[\\"“”]/g, "");
    if (type === "TXT" && bare !== each && bare === value) return { problem: "extra_quotes" };
    const isCut = each.length >= 6 && each.length < value.length && value.startsWith(each);
    if (type === "TXT" && isCut && /^[;\s]/.test(value.slice(each.length)))
      return { problem: "missing_quotes", found: each };
  }
  return { problem: "wrong_value" };
}

/** An SPF record that is too long to follow is as good as none. */
async function wholeSpf(
  lookUp: LookUp,
  record: DomainRecord,
  answers: readonly { values: readonly string[] }[],
  finding: (status: RecordStatus, diagnosis: Diagnosis | null) => Finding,
): Promise<Finding> {
  const spf = record.purpose === "spf" ? answers[0]?.values.find(isSpf) : undefined;
  if (spf === undefined || (await countLookups(lookUp, spf)) <= SPF_LOOKUPS_MAX) return finding("found", null);
  return finding("wrong", { problem: "too_many_lookups", found: String(SPF_LOOKUPS_MAX) });
}

type Elsewhere = { diagnosis: Diagnosis; found: readonly string[] };

/** Where people put a record by mistake, and what may stand in its way. */
async function lookElsewhere(
  lookUp: LookUp,
  record: DomainRecord,
  { name, zone, registrable }: Whereabouts,
): Promise<Elsewhere | "inherited" | null> {
  // The policy of the registered domain holds for the names below it (RFC 7489, 6.6.3).
  if (record.purpose === "dmarc" && name !== registrable) {
    const above = await valuesAt(lookUp, { ...record, name: `_dmarc.${registrable}` });
    if (judge(record, above) === "right") return "inherited";
  }
  for (const doubled of new Set([`${record.name}.${zone}`, `${record.name}.${name}`])) {
    const values = await valuesAt(lookUp, { ...record, name: doubled });
    if (judge(record, values) === "right")
      return { diagnosis: { problem: "doubled_zone", at: doubled }, found: values };
  }
  const label = record.name.slice(0, -name.length);
  for (const at of new Set([`${label}${zone}`, name, zone])) {
    if (at === record.name || record.purpose === "spf") continue;
    const values = (await valuesAt(lookUp, { ...record, name: at })).filter((value) => isSame(record, value));
    if (values.length > 0) return { diagnosis: { problem: "wrong_name", at }, found: values };
  }
  if (record.type !== "CNAME") return null;
  const addresses = [...(await valuesOf(lookUp, "A", record.name)), ...(await valuesOf(lookUp, "AAAA", record.name))];
  return addresses.length === 0 ? null : { diagnosis: { problem: "proxied" }, found: addresses.slice(0, SHOWN) };
}

function valuesAt(lookUp: LookUp, { type, name }: DomainRecord): Promise<readonly string[]> {
  return valuesOf(lookUp, type, name);
}

async function valuesOf(lookUp: LookUp, type: Parameters<LookUp>[0], name: string): Promise<readonly string[]> {
  const said = await lookUp(type, name);
  return [...new Set(said.flatMap((each) => (each === "unknown" ? [] : each.values)))];
}
