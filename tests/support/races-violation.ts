import type { Answer, Call } from "./races-client";
import type { Lock, Rig, Tenant } from "./races-rig";

/** A promise that was broken, as opposed to a check that could not be made: only this one kills a mutant. */
export class Violation extends Error {
  override name = "Violation";
}

/** How long a check goes on: it stops at the first violation. */
export type Extent = { rounds: number; requests: number };

export type Check = (rig: Rig, extent: Extent) => Promise<void>;

/** A smaller burst, which all of it fits into the processes' connections: nothing of it waits before the gate. */
const GATED = 30;

/** One burst of a check: `index` tells it from the others. */
export type Volley = { index: number; requests: number; gated: boolean };

/** The rounds of a check, all requests at once; and after the first of every two, a smaller burst behind a gate. */
export function volleysOf({ rounds, requests }: Extent): Volley[] {
  const kinds = Array.from({ length: rounds }, (_, round) => (round % 2 === 0 ? [false, true] : [false])).flat();
  return kinds.map((gated, index) => ({ index, gated, requests: gated ? Math.min(GATED, requests) : requests }));
}

/** Sends a volley: at once, or behind a gate that the lock holds. */
export function fire(rig: Rig, { requests, gated }: Volley, lock: Lock, call: (at: number) => Call): Promise<Answer[]> {
  return gated ? rig.gatedBurst(lock, requests, call) : rig.burst(requests, call);
}

/** Says what was promised and what happened instead. */
export function expectThat(promise: string, expected: number, found: number): void {
  if (found !== expected) throw new Violation(`${promise}: ${expected}, not ${found}`);
}

export function expectAtMost(promise: string, limit: number, found: number): void {
  if (found > limit) throw new Violation(`${promise}: at most ${limit}, not ${found}`);
}

/** The answers by `status code`, or `status reason` where a reason is given. Anything not foreseen ends the check. */
export function tally(answers: readonly Answer[], foreseen: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(foreseen.map((name) => [name, 0]));
  for (const { status, body } of answers) {
    const name = [status, body.reason ?? body.code].filter((part) => part !== undefined).join(" ");
    if (!(name in counts)) throw new Error(`An answer nobody foresaw: ${name}`);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Asks for a code, as a known device where a token is given, and fails the check when there is none to be had. */
export async function openChallenge(
  rig: Rig,
  tenant: Tenant,
  email: string,
  at = 0,
  deviceToken: string | null = null,
): Promise<string> {
  const body = { email, ...(deviceToken === null ? {} : { device_token: deviceToken }) };
  const answer = await rig.send(at, { path: "/api/auth/request-otp", body, as: { key: tenant.key } });
  if (answer.body.challenge_id === undefined) throw new Error(`No code: ${answer.status} ${answer.body.code}`);
  return answer.body.challenge_id;
}

/** In a test environment every code begins like this. */
export const RIGHT_CODE = "123456789";
export const WRONG_CODE = "987654321";

export type Judged = { attempts: number; events: number; sessions: number };

/** What the database says of those challenges: guesses charged, judgements told of, sessions opened. */
export async function readJudged(rig: Rig, tenant: Tenant, challengeIds: readonly string[]): Promise<Judged> {
  const [row] = await rig.sql<Judged>(
    `SELECT (SELECT sum(attempts) FROM challenges WHERE environment_id = $1 AND id = ANY ($2::uuid[]))::int AS attempts,
      (SELECT count(*) FROM (SELECT type, data, environment_id FROM outbox UNION ALL SELECT type, data, environment_id FROM audit_log) e
        WHERE environment_id = $1 AND type IN ('otp.failed', 'otp.verified') AND data->>'challenge_id' = ANY ($2::text[]))::int AS events,
      (SELECT count(*) FROM sessions WHERE environment_id = $1 AND challenge_id = ANY ($2::uuid[]))::int AS sessions`,
    [tenant.environmentId, challengeIds],
  );
  if (!row) throw new Error("The database says nothing");
  return row;
}

export type Guard = { failures: number; round: number; waiting: boolean; sends: number };

/** Locks the guards of a challenge's identifier, in all lanes. */
export function lockOfGuards({ environmentId }: Tenant, challengeId: string): Lock {
  const text = `SELECT FROM identifier_guards g JOIN challenges c USING (environment_id, identifier_key, purpose)
    WHERE c.environment_id = $1 AND c.id = $2 FOR UPDATE OF g`;
  return { text, params: [environmentId, challengeId] };
}

/** The guard of the lane for anybody that counts for a challenge. */
export async function readGuard(rig: Rig, tenant: Tenant, challengeId: string): Promise<Guard> {
  const [row] = await rig.sql<Guard>(
    `SELECT g.failures, g.round, g.wait_until > clock_timestamp() AS waiting, cardinality(g.sends) AS sends
    FROM identifier_guards g JOIN challenges c USING (environment_id, identifier_key, purpose)
    WHERE c.environment_id = $1 AND c.id = $2 AND g.lane = ''`,
    [tenant.environmentId, challengeId],
  );
  if (!row) throw new Error("The challenge has no guard");
  return row;
}
