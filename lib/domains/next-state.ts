import type { DomainRow } from "@/db/queries/domains";
import { addSeconds } from "@/lib/core/clock";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long the records of a new domain are looked for, how long a verified one goes on without its own, in seconds. */
export const SEARCH_SECONDS = 72 * HOUR;
export const GRACE_SECONDS = 72 * HOUR;
/** A name that nobody can look up for so long has lost its records: whoever lets a domain go must not keep it by that. */
const UNKNOWN_SECONDS = 72 * HOUR;
const FIRST_SECONDS = 10;
/** A failed domain is looked at again when somebody asks. */
const NEVER_SECONDS = 3_650 * DAY;

/** What a check says of a domain's records, all together. `partly`: some resolvers see them. */
export type Proof = "proven" | "partly" | "absent" | "unknown";

/** How a domain stands. */
export type DomainStatus = "not_started" | "checking" | "verified" | "attention" | "failed";

type Standing = Pick<DomainRow, "createdAt" | "checkedAt" | "verifiedAt" | "lostAt" | "failedAt">;

/** A domain's state in one word; the facts are the row's. */
export function statusOf({ checkedAt, verifiedAt, lostAt, failedAt }: Standing): DomainStatus {
  if (verifiedAt !== null) return lostAt === null ? "verified" : "attention";
  if (failedAt !== null) return "failed";
  return checkedAt === null ? "not_started" : "checking";
}

export type Step = {
  changes: Pick<Standing, "checkedAt" | "verifiedAt" | "lostAt" | "failedAt"> & { nextCheckAt: Date };
  event: "verified" | "lost" | "found_again" | "failed" | null;
};

/**
 * What a check makes of a domain. It is verified at once when every resolver that answers sees its records. One that
 * was verified and loses them, or that nobody can look up for three days, goes on for a grace of three days and then
 * has to be proven anew. One that is never found is given up after three days. `spread` (0 to 1) keeps the daily checks
 * apart.
 */
export function nextState(domain: Standing, proof: Proof, now: Date, spread: number): Step {
  const standing = {
    checkedAt: proof === "unknown" ? domain.checkedAt : now,
    verifiedAt: domain.verifiedAt,
    lostAt: domain.lostAt,
    failedAt: domain.failedAt,
  };
  const step = (changes: Partial<Standing>, inSeconds: number, event: Step["event"] = null): Step => ({
    changes: { ...standing, ...changes, nextCheckAt: addSeconds(now, inSeconds) },
    event,
  });
  const daily = DAY - Math.floor(spread * HOUR);
  if (proof === "proven") {
    const event = domain.verifiedAt === null ? "verified" : domain.lostAt === null ? null : "found_again";
    return step({ verifiedAt: domain.verifiedAt ?? now, lostAt: null, failedAt: null }, daily, event);
  }
  if (domain.verifiedAt === null) {
    if (domain.failedAt !== null) return step({}, NEVER_SECONDS);
    const age = secondsBetween(domain.createdAt, now);
    if (age >= SEARCH_SECONDS) return step({ failedAt: now }, NEVER_SECONDS, "failed");
    return step({}, Math.min(HOUR, Math.max(FIRST_SECONDS, Math.floor(age / 4))));
  }
  const isGone = domain.lostAt !== null && secondsBetween(domain.lostAt, now) >= GRACE_SECONDS;
  if (isGone && proof !== "partly")
    return step({ verifiedAt: null, lostAt: null, failedAt: now }, NEVER_SECONDS, "failed");
  if (proof === "partly") return step({ lostAt: null }, HOUR, domain.lostAt === null ? null : "found_again");
  const heard = domain.checkedAt ?? domain.verifiedAt;
  const isLost = proof === "absent" || secondsBetween(heard, now) >= UNKNOWN_SECONDS;
  if (domain.lostAt !== null || !isLost) return step({}, HOUR);
  return step({ lostAt: now }, HOUR, "lost");
}

function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}
