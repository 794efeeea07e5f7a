import { parse } from "tldts";
import type { DomainRow } from "@/db/queries/domains";
import type { Deps } from "@/lib/ports";
import { diagnose, type Finding } from "./diagnose";
import { type Findings, providerStateOf } from "./findings";
import { startLookUps } from "./look-up";
import type { Proof } from "./next-state";
import { type DomainRecord, recordsOf } from "./records";
import { findZone } from "./zone";

/** All look-ups of one check together. */
const WAIT_MS = 20_000;

/** What a look at a domain's DNS found. `tokens`: every value at the name that proves ownership, at whatever resolver. */
export type Looked = { findings: Omit<Findings, "able">; tokens: readonly string[]; proof: Proof };

/** The records that the domain of that row has to have now. */
export function recordsOfRow(deps: Pick<Deps, "env">, row: DomainRow): DomainRecord[] {
  return recordsOf({ ...row, providerRecords: providerStateOf(row)?.records ?? [] }, deps.env);
}

/** The domain that somebody registered, of a name that was let in. */
export function registrableOf(name: string): string {
  return parse(name, { allowPrivateDomains: true }).domain ?? name;
}

/** Looks for every record of a domain, and why one is not as it should be. */
export async function lookAtDomain(deps: Pick<Deps, "env" | "clock">, row: DomainRow): Promise<Looked> {
  const { lookUp, end } = startLookUps(deps.env.dnsServers);
  const timer = setTimeout(end, WAIT_MS);
  try {
    const records = recordsOfRow(deps, row);
    const registrable = registrableOf(row.name);
    const proving = await lookUp("TXT", `_ninepin.${row.name}`);
    const isSilent = proving.every((said) => said === "unknown");
    // Where nobody answers at all there is no use in asking about the rest.
    if (isSilent) end();
    const zone = await findZone(lookUp, row.name, registrable);
    const where = { name: row.name, zone: zone.name, registrable };
    const found = await Promise.all(records.map((record) => diagnose(lookUp, record, where)));
    return {
      findings: { at: deps.clock.now().toISOString(), zone: zone.name, dnsHost: zone.host, records: found },
      tokens: proving.flatMap((said) => (said === "unknown" ? [] : said.values)),
      proof: proofOf(found, providerStateOf(row)?.verified ?? false),
    };
  } finally {
    clearTimeout(timer);
    end();
  }
}

/** Owned, and signed for: by our key, or by a provider that has the domain verified. */
function proofOf(found: readonly Finding[], isSigned: boolean): Proof {
  const ownership = statusOfRecord(found, "ownership");
  const dkim = isSigned ? "found" : statusOfRecord(found, "dkim");
  if (ownership === "found" && dkim === "found") return "proven";
  const isSeen = (status: string) => status === "found" || status === "propagating";
  if (isSeen(ownership) && isSeen(dkim)) return "partly";
  const isKnownGone = [ownership, dkim].some((status) => status === "missing" || status === "wrong");
  return isKnownGone ? "absent" : "unknown";
}

/** What became of one record; `unknown` for one that was not looked for. */
export function statusOfRecord(found: readonly Finding[], key: string): Finding["status"] {
  return found.find((each) => each.key === key)?.status ?? "unknown";
}
