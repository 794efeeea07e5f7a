import type { DomainRow } from "@/db/queries/domains";
import { addSeconds } from "@/lib/core/clock";
import type { Deps } from "@/lib/ports";
import type { Domain, ShownRecord } from "./contract";
import { type Findings, findingsOf } from "./findings";
import { recordsOfRow, registrableOf } from "./look-at-domain";
import { GRACE_SECONDS, SEARCH_SECONDS, statusOf } from "./next-state";
import { problemText } from "./problem";
import type { DomainRecord } from "./records";
import { relativeName } from "./zone";

/** How long resolvers may keep a record: short while it may still have to be mended. */
const TTL_SECONDS = 3_600;

/** A domain as it is shown, with every record and what the last check found of it. */
export function toDomain(deps: Pick<Deps, "env">, row: DomainRow): Domain {
  const found = findingsOf(row);
  const status = statusOf(row);
  const zone = found?.zone ?? registrableOf(row.name);
  return {
    id: row.id,
    name: row.name,
    status,
    sender: `login@${row.name}`,
    zone,
    dnsHost: found?.dnsHost ?? null,
    records: recordsOfRow(deps, row).map((record) => toShown(record, zone, found)),
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    checkedAt: found === null ? null : new Date(found.at),
    nextCheckAt: status === "failed" ? null : row.nextCheckAt,
    searchEndsAt: status === "not_started" || status === "checking" ? addSeconds(row.createdAt, SEARCH_SECONDS) : null,
    verifiedAt: row.verifiedAt,
    lostAt: row.lostAt,
    sendsUntil: row.lostAt === null ? null : addSeconds(row.lostAt, GRACE_SECONDS),
    failedAt: row.failedAt,
    tenantId: row.tenantId,
  };
}

function toShown(record: DomainRecord, zone: string, findings: Findings | null): ShownRecord {
  const { key, purpose, type, name, value, priority, required } = record;
  const finding = findings?.records.find((each) => each.key === key);
  const host = relativeName(name, zone);
  const diagnosis = finding?.diagnosis ?? null;
  return {
    key,
    purpose,
    type,
    name,
    host,
    value,
    priority,
    ttlSeconds: TTL_SECONDS,
    required,
    status: finding?.status ?? "not_checked",
    found: finding?.found ?? [],
    problem: diagnosis?.problem ?? null,
    detail: diagnosis && problemText(diagnosis, { name: host, value, zone }),
  };
}
