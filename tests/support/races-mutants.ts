import type { Mutation } from "./races-bundle";
import { checkFiveGuesses, checkOneSession, checkResends, checkSiblings, checkWaits } from "./races-guesses";
import { checkOnce } from "./races-once";
import { checkCooldown, checkQuota, checkTenAMailbox, checkTenOverAllLanes, checkThreeSends } from "./races-sends";
import { checkOneLineage } from "./races-sessions";
import { checkSpend } from "./races-spend";
import type { Check } from "./races-violation";

/**
 * A guarded statement with its guard broken, and the promise that a check then finds broken. A mutant that fails in any
 * other way (by an error, say) does not count as found.
 */
export type Mutant = {
  name: string;
  mutations: readonly Mutation[];
  check: Check;
  promise: string;
  /** What stands behind the statement in the database, taken away so that the statement stands alone. */
  without?: string;
};

const CHARGE = "db/queries/charge-guess.ts";
const CONSUME = "db/queries/consume-challenge.ts";
const REQUEST = "db/queries/request-challenge.ts";
const TARGETS = "db/queries/request-targets.ts";
const MAILBOXES = "db/queries/mailbox-guards.ts";
const QUOTAS = "db/queries/quota-slots.ts";
const SPEND = "db/queries/sms-guards.ts";
const SESSIONS = "db/queries/sessions.ts";
const ONCE = "db/queries/idempotency.ts";

const one = (file: string, ...replace: [string, string][]): Mutation[] => [{ file, replace }];

const NO_ATTEMPTS_GUARD: [string, string] = [
  "const OPEN_NOW = `c.consumed_at IS NULL AND c.attempts < c.attempts_max AND ",
  "const OPEN_NOW = `c.consumed_at IS NULL AND ",
];
const READ_AND_COMPARE: [string, string] = [
  "const [row] = await db.run<ChargeRow>(BY_ID, [",
  `const [seen] = await db.run({ name: "seen", text: "SELECT attempts < attempts_max AS open FROM challenges WHERE environment_id = $1 AND id = $2" },
    [environmentId, input.challengeId]);
  if (seen && !seen.open) return { wait_seconds: 0, scenario: null, over: "spent", judge: null };
  const [row] = await db.run(BY_ID, [`,
];
const NO_GUARD_LOCK: [string, string] = ["FOR NO KEY UPDATE OF g", ""];
const NO_SESSION_LOCK: [string, string] = ["FOR NO KEY UPDATE OF s", ""];
const NO_GENERATION_GUARD: [string, string] = [
  "AND s.generation = $7 AND s.revoked_at IS NULL",
  "AND s.revoked_at IS NULL",
];

/** The attempts are read, compared and written, one process at a time: right in one process, wrong in three. */
export const LOCK_OF_ONE_PROCESS: Mutant = {
  name: "charge: read, compare, write under a lock of one process",
  mutations: one(CHARGE, NO_ATTEMPTS_GUARD, READ_AND_COMPARE, [
    "export async function chargeByChallenge(",
    `let turn = Promise.resolve();
export function chargeByChallenge(...args) {
  const mine = turn.then(() => charge(...args));
  turn = mine.catch(() => undefined);
  return mine;
}
async function charge(`,
  ]),
  check: checkFiveGuesses,
  promise: "guesses judged",
};

export const MUTANTS: readonly Mutant[] = [
  {
    name: "charge: read, compare, write",
    mutations: one(CHARGE, NO_ATTEMPTS_GUARD, READ_AND_COMPARE),
    check: checkFiveGuesses,
    promise: "guesses judged",
  },
  LOCK_OF_ONE_PROCESS,
  {
    name: "charge: attempts as they were before the lock",
    mutations: one(CHARGE, [
      "const OPEN_NOW = `c.consumed_at IS NULL AND c.attempts < c.attempts_max",
      "const OPEN_NOW = `c.consumed_at IS NULL AND p.attempts < p.attempts_max",
    ]),
    check: checkFiveGuesses,
    promise: "guesses judged",
  },
  {
    name: "charge: no lock of the guard",
    mutations: one(CHARGE, NO_GUARD_LOCK),
    check: checkWaits,
    promise: "guesses judged until the wait",
  },
  {
    name: "charge: failures read and written back",
    mutations: one(CHARGE, NO_GUARD_LOCK, ["SET failures = g.failures + 1,", "SET failures = h.failures + 1,"]),
    check: checkFiveGuesses,
    promise: "failures counted",
  },
  {
    name: "charge: no look at the wait",
    mutations: one(CHARGE, [`g.wait_until <= \${CLOCK} AND \${OPEN_NOW}`, `\${OPEN_NOW}`]),
    check: checkWaits,
    promise: "guesses judged until the wait",
  },
  {
    name: "charge: no look at the round",
    mutations: one(CHARGE, [
      "\n    AND c.round = CASE WHEN g.lane = '' THEN g.round ELSE (SELECT w.round FROM whole w) END",
      "",
    ]),
    check: checkSiblings,
    promise: "failures left after a success",
  },
  {
    name: "consume: no guard by the round",
    mutations: one(CONSUME, ["AND g.round = t.round AND NOT t.decoy", "AND NOT t.decoy"]),
    check: checkOneSession,
    promise: "sessions of one code",
  },
  {
    name: "consume: guarded by what was read before the lock",
    mutations: one(CONSUME, ["AND g.round = t.round AND NOT t.decoy", "AND t.consumed_at IS NULL AND NOT t.decoy"]),
    check: checkOneSession,
    promise: "sessions of one code",
  },
  {
    name: "consume: siblings stay open",
    mutations: one(CONSUME, ["AND g.round = t.round AND NOT t.decoy", "AND t.consumed_at IS NULL AND NOT t.decoy"]),
    check: checkSiblings,
    promise: "sessions of two siblings",
  },
  {
    name: "consume: the session does not ask whether this caller won",
    mutations: one(CONSUME, ["FROM won, target t, holder h, (SELECT", "FROM target won, target t, holder h, (SELECT"]),
    check: checkOneSession,
    promise: "sessions of one code",
  },
  {
    name: "refresh: no guard by the generation",
    mutations: one(SESSIONS, NO_GENERATION_GUARD, [
      "WHEN t.generation = $7::int THEN 'rotate'",
      "WHEN $7::int >= 0 THEN 'rotate'",
    ]),
    check: checkOneLineage,
    promise: "refreshes by a token that is not the newest",
  },
  {
    name: "refresh: generation as it was before the lock",
    mutations: one(SESSIONS, NO_SESSION_LOCK, NO_GENERATION_GUARD, [
      "SET generation = $7 + 1",
      "SET generation = s.generation + 1",
    ]),
    check: checkOneLineage,
    promise: "generation of the session",
  },
  {
    name: "refresh: a family ends as often as it is told to",
    mutations: one(SESSIONS, NO_SESSION_LOCK, ["s.id = j.id AND s.revoked_at IS NULL", "s.id = j.id"]),
    check: checkOneLineage,
    promise: "reuses told of",
  },
  {
    name: "request: no guard by the window",
    mutations: one(REQUEST, [`\n                   AND coalesce(g.sends[$4::int] <= t.at - \${WINDOW}, true)`, ""]),
    check: checkThreeSends,
    promise: "codes sent within the hour",
  },
  {
    name: "request: the window as it was before the lock",
    mutations: one(REQUEST, [
      `coalesce(g.sends[$4::int] <= t.at - \${WINDOW}, true)`,
      `coalesce((SELECT s.sends[$4::int] FROM identifier_guards s WHERE s.environment_id = $2
        AND s.identifier_key = excluded.identifier_key AND s.purpose = excluded.purpose AND s.lane = excluded.lane) <= t.at - \${WINDOW}, true)`,
    ]),
    check: checkThreeSends,
    promise: "codes sent within the hour",
  },
  {
    name: "request: no guard by the pause",
    mutations: one(REQUEST, [
      `(coalesce(g.sends[1] <= t.at - \${COOLDOWN}, true) OR g.succeeded_at >= g.sends[1])`,
      "true",
    ]),
    check: checkCooldown,
    promise: "codes sent within the pause",
  },
  {
    name: "request: the sum over all lanes as it was before the lock",
    mutations: one(REQUEST, [
      `excluded.last_message_id AND coalesce(g.sends_all[$5::int] <= t.at - \${WINDOW}, true) AS ok`,
      "excluded.last_message_id AS ok",
    ]),
    check: checkTenOverAllLanes,
    promise: "codes sent over all lanes",
  },
  {
    name: "request: the mailbox as it was before the lock",
    mutations: one(MAILBOXES, [
      `excluded.last_message_id AND coalesce(m.sends[\${limit}] <= t.at - \${WINDOW}, true) AS ok`,
      "excluded.last_message_id AS ok",
    ]),
    check: checkTenAMailbox,
    promise: "codes sent to one mailbox",
  },
  {
    name: "request: a quota slot that is not asked whether it is full",
    mutations: one(
      QUOTAS,
      [`WHERE \${OF(span, "q")} AND q.used < q.cap AND q.slot`, `WHERE \${OF(span, "q")} AND q.slot`],
      ["LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED", "LIMIT 1"],
      ['LIMIT 1 FOR NO KEY UPDATE"', 'LIMIT 1"'],
    ),
    check: checkQuota,
    promise: "codes answered with that many left of the quota",
    without: "ALTER TABLE customer_quota_slots DROP CONSTRAINT customer_quota_slots_cap",
  },
  {
    name: "request: what the day has cost as it was before the lock",
    mutations: one(SPEND, [`\n    WHERE s.micros + \${COST} <= \${CAP}\n  RETURNING`, "\n  RETURNING"]),
    check: checkSpend,
    promise: "what the day has cost",
  },
  {
    name: "request: a quota slot that does not ask whether the day had room",
    mutations: one(QUOTAS, [`IS NOT NULL) AND \${besides}`, "IS NOT NULL)"]),
    check: checkSpend,
    promise: "codes of the quota taken",
  },
  {
    name: "once: whoever comes last begins anew",
    mutations: one(
      ONCE,
      ["CASE WHEN d.over THEN excluded.result_id ELSE k.result_id END", "excluded.result_id"],
      ["CASE WHEN d.over OR d.left THEN excluded.holder_id ELSE k.holder_id END", "excluded.holder_id"],
    ),
    check: checkOnce,
    promise: "messages sent under one Idempotency-Key",
  },
  {
    name: "once: whoever comes is let in while another runs",
    mutations: one(ONCE, [
      "CASE WHEN d.over OR d.left THEN excluded.holder_id ELSE k.holder_id END",
      "excluded.holder_id",
    ]),
    check: checkOnce,
    promise: "failures under one Idempotency-Key",
  },
  {
    name: "resend: the guesses begin anew",
    mutations: one(TARGETS, ["UPDATE challenges c SET ends_at = ", "UPDATE challenges c SET attempts = 0, ends_at = "]),
    check: checkResends,
    // Which of the two is seen first depends on where the resends fall among the guesses.
    promise: "guesses over all resends",
  },
];
