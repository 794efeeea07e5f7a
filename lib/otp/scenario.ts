import { fail } from "@/lib/core/errors";
import type { Identifier } from "@/lib/users/identifier";
import { tightestQuota } from "./quota";

/** What the recipients that test environments know do, in the order of their phone numbers (555-0100 and on). */
export const SCENARIOS = [
  "verified",
  "wrong",
  "expired",
  "locked",
  "limited",
  "bounced",
  "slow",
  "outage",
  "blocked",
  "quota",
] as const;

export type Scenario = (typeof SCENARIOS)[number];

/** What a challenge of a reviewer is marked with: its code is the reviewer's fixed one, and nothing is sent. */
export const REVIEWER = "reviewer";

const TEST_DOMAIN = "@ninepin.test";
const FICTIONAL_PHONE = /^\+1[2-9]\d{2}55501(\d)\d$/;

const LOCKED_SECONDS = 900;
export const SLOW_SECONDS = 20;
const LIMITED_SECONDS = 30;

/** Whether the identifier belongs to test environments: nothing sent there could ever arrive. */
export function isTestRecipient(identifier: Identifier): boolean {
  return identifier.type === "email" ? identifier.value.endsWith(TEST_DOMAIN) : FICTIONAL_PHONE.test(identifier.value);
}

/** The scenario of a test recipient; null for every other one. A `+label` does not change it. */
export function scenarioOf(identifier: Identifier): Scenario | null {
  if (identifier.type === "phone") {
    const digit = FICTIONAL_PHONE.exec(identifier.value)?.[1];
    return digit === undefined ? null : (SCENARIOS[Number(digit)] ?? null);
  }
  if (!identifier.value.endsWith(TEST_DOMAIN)) return null;
  const name = identifier.value.slice(0, -TEST_DOMAIN.length).split("+")[0];
  return SCENARIOS.find((scenario) => scenario === name) ?? null;
}

/** Ends a request for a code the way its scenario says, where that is decided before anything is written. */
export function playRequest(scenario: Scenario | null, now: Date): void {
  if (scenario === "limited") {
    const limit = {
      name: "otp.identifier",
      limit: 3,
      windowSeconds: 3600,
      remaining: 0,
      resetSeconds: LIMITED_SECONDS,
    };
    fail("rate_limited", { retryAfterSeconds: LIMITED_SECONDS, limit });
  }
  if (scenario === "quota") {
    const limit = tightestQuota({ quota: { daily: 1, monthly: null } }, { day: 1, month: null }, now);
    if (limit) fail("quota_exceeded", { retryAfterSeconds: limit.resetSeconds, limit });
  }
  if (scenario === "blocked") fail("recipient_suppressed");
  if (scenario === "outage") fail("delivery_failed");
}

/** Ends a verification the way its scenario says, where no guess is judged. */
export function playVerify(scenario: string | null): void {
  if (scenario === "locked") failLocked(LOCKED_SECONDS);
}

/** The waiting identifier: nothing is judged until then. */
export function failLocked(seconds: number): never {
  const retryAfterSeconds = Math.max(1, Math.ceil(seconds));
  const limit = {
    name: "otp.failures",
    limit: 10,
    windowSeconds: 3600,
    remaining: 0,
    resetSeconds: retryAfterSeconds,
  };
  return fail("locked", { retryAfterSeconds, limit });
}
