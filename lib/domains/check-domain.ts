import type { Orm } from "@/db/client";
import {
  type DomainRow,
  lockDomainRow,
  lockVerifiedHolder,
  readDomainRow,
  updateDomainRow,
} from "@/db/queries/domains";
import { lockForTransaction } from "@/db/queries/lock";
import { insertNotice } from "@/db/queries/notices";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { environmentOf } from "@/lib/environments";
import { recordEvents, type Telling } from "@/lib/outbox";
import type { Deps } from "@/lib/ports";
import { environmentFor, forgetTenant } from "@/lib/tenants";
import { type Findings, findingsOf, type ProviderState, providerStateOf } from "./findings";
import { type Looked, lookAtDomain, recordsOfRow, statusOfRecord } from "./look-at-domain";
import { GRACE_SECONDS, nextState, type Step } from "./next-state";
import { ownershipValue } from "./records";
import { keepAtResend } from "./resend-domain";

/** What was lost to somebody else is looked at again when somebody asks. */
const NEVER_SECONDS = 3_650 * 86_400;

type CheckDeps = Pick<Deps, "env" | "db" | "clock" | "random" | "keyring" | "caches" | "log">;

/**
 * Looks at a domain's DNS now and writes down what follows: verified, lost, failed, or looked at again later. Safe to be
 * done by several at once. `not_found` for one that is not here (any more).
 */
export async function checkDomain(deps: CheckDeps, scope: Telling, id: string): Promise<DomainRow> {
  const environmentId = scope.environment.id;
  const row = (await readDomainRow(deps.db.orm, environmentId, id)) ?? fail("not_found");
  const first = await lookAtDomain(deps, row);
  const kept = await keepAtProvider(deps, row, first);
  // The records that the provider wants are looked for in the same check that brings them.
  const looked = kept === row ? first : await lookAtDomain(deps, kept);
  const settled = await deps.db.transaction((tx) => settle(deps, tx, scope, kept, looked));
  deps.caches.environments.forget(environmentId);
  forgetTenant(deps, settled);
  return settled;
}

/** Enters the name of a proven owner at the provider that is to carry its mail. The row as it is then. */
async function keepAtProvider(deps: CheckDeps, row: DomainRow, looked: Looked): Promise<DomainRow> {
  if (statusOfRecord(looked.findings.records, "ownership") !== "found") return row;
  const whole = await environmentOf(deps, row.environmentId);
  const environment = whole && (await environmentFor(deps, whole, row.tenantId));
  // A name that another environment holds is entered when it is this one's.
  if (environment === null || (row.verifiedAt === null && (await isHeld(deps, row, looked)))) return row;
  const kept = await keepAtResend(deps, environment, row);
  const isNews =
    kept?.providerDomainId !== row.providerDomainId ||
    JSON.stringify(kept.providerRecords) !== JSON.stringify(providerStateOf(row));
  if (kept === null || !isNews) return row;
  return deps.db.transaction(async (tx) => {
    const now = await lockDomainRow(tx, row.environmentId, row.id);
    // Another look at the same time may have made the entry that this one found.
    const state = { ...kept.providerRecords, made: kept.providerRecords.made || isMadeFor(now, kept) };
    return (await updateDomainRow(tx, row.environmentId, row.id, { ...kept, providerRecords: state })) ?? row;
  });
}

/** Whether that entry at the provider is the one that was made for the row. */
function isMadeFor(
  row: DomainRow | null,
  { providerDomainId, providerRecords }: { providerDomainId: string | null; providerRecords: ProviderState },
): boolean {
  const state = row && providerStateOf(row);
  if (!state?.made) return false;
  return row?.providerDomainId === providerDomainId && state.accountId === providerRecords.accountId;
}

async function isHeld(deps: CheckDeps, row: DomainRow, { tokens }: Looked): Promise<boolean> {
  const holder = await deps.db.transaction((tx) => lockVerifiedHolder(tx, row.name, row));
  return holder !== null && tokens.includes(ownershipValue(holder.token));
}

/** Writes it down, under the name's lock: of two environments that prove a name, one has it. */
async function settle(deps: CheckDeps, tx: Orm, scope: Telling, seen: DomainRow, looked: Looked): Promise<DomainRow> {
  await lockForTransaction(tx, `domain_names/${seen.name}`);
  const row = (await lockDomainRow(tx, seen.environmentId, seen.id)) ?? fail("not_found");
  const isTaken = looked.proof === "proven" && row.verifiedAt === null && !(await takeName(deps, tx, row, looked));
  const proof = isTaken ? "absent" : looked.proof;
  const step = nextState(row, proof, deps.clock.now(), deps.random.bytes(1).readUInt8() / 256);
  const findings = isTaken ? sayTaken(looked.findings) : looked.findings;
  const updated = await updateDomainRow(tx, row.environmentId, row.id, {
    ...step.changes,
    findings: { ...findings, able: ableOf(deps, row, { ...looked, proof }) } satisfies Findings,
  });
  await tell(deps, tx, scope, row, step);
  return updated ?? fail("not_found");
}

/**
 * Whether the name can be this row's. Whoever has it verified keeps it for as long as their own record is in DNS. When it
 * has gone, whoever proves the name now owns it: the one before has lost it at once, without any grace.
 */
async function takeName(deps: CheckDeps, tx: Orm, row: DomainRow, { tokens }: Looked): Promise<boolean> {
  const holder = await lockVerifiedHolder(tx, row.name, row);
  if (holder === null) return true;
  if (tokens.includes(ownershipValue(holder.token))) return false;
  const now = deps.clock.now();
  await passOn(tx, holder, row);
  await updateDomainRow(tx, holder.environmentId, holder.id, {
    verifiedAt: null,
    lostAt: null,
    failedAt: now,
    nextCheckAt: addSeconds(now, NEVER_SECONDS),
    // The account at the provider has it for the new owner from here on.
    providerDomainId: null,
    providerRecords: null,
  });
  const system = { environment: { id: holder.environmentId }, actor: { type: "system" }, client: null } as const;
  await tell(deps, tx, system, holder, { event: "failed" });
  deps.caches.environments.forget(holder.environmentId);
  forgetTenant(deps, holder);
  return true;
}

/** What we entered at the provider for the one before is ours there for the new owner as well. */
async function passOn(tx: Orm, holder: DomainRow, row: DomainRow): Promise<void> {
  const state = providerStateOf(row);
  if (state === null || !isMadeFor(holder, { ...row, providerRecords: state })) return;
  await updateDomainRow(tx, row.environmentId, row.id, { providerRecords: { ...state, made: true } });
}

function sayTaken(findings: Looked["findings"]): Looked["findings"] {
  const records = findings.records.map((each) =>
    each.key === "ownership" ? { ...each, status: "wrong" as const, diagnosis: { problem: "taken" as const } } : each,
  );
  return { ...findings, records };
}

/** Who may send as it: nobody who did not before, while what proves it cannot be seen. */
function ableOf(deps: CheckDeps, row: DomainRow, { findings, proof }: Looked): Findings["able"] {
  const known = findingsOf(row)?.able;
  if (proof !== "proven" && row.verifiedAt !== null && known) return known;
  const wanted = recordsOfRow(deps, row);
  const provider = providerStateOf(row);
  return {
    smtp: statusOfRecord(findings.records, "dkim") === "found",
    returnPath:
      wanted.some(({ key }) => key === "return_path") && statusOfRecord(findings.records, "return_path") === "found",
    resend: provider !== null && provider.accountId === null && provider.verified,
  };
}

const EVENTS = {
  verified: "domain.verified",
  lost: "domain.lost",
  found_again: "domain.found_again",
  failed: "domain.failed",
} as const;

/** Tells webhooks and the audit log, and the owners of what stops or is about to. */
async function tell(
  deps: CheckDeps,
  tx: Orm,
  scope: Telling,
  { id, environmentId, name, verifiedAt }: DomainRow,
  { event }: Pick<Step, "event">,
): Promise<void> {
  if (event === null) return;
  const data = { domain_id: id, domain: name };
  await recordEvents(deps, tx, scope, [{ type: EVENTS[event], data, target: `domain:${id}` }]);
  if (event !== "lost" && !(event === "failed" && verifiedAt !== null)) return;
  const at = deps.clock.now();
  await insertNotice(tx, {
    id: uuidv7(deps.clock, deps.random),
    environmentId,
    type: event === "lost" ? "domain.lost" : "domain.off",
    data: { ...data, until: addSeconds(at, GRACE_SECONDS).toISOString() },
    at,
  });
}
