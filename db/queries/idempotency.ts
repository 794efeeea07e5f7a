import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

/** How long a key is remembered. */
const KEPT = "interval '24 hours'";

// One statement, so that of all who come with one key at once exactly one becomes its holder: the row that another is
// writing is waited for, and judged as it is then. What is older than a day counts for nothing, swept yet or not.
const CLAIM = statement(
  "claim_request",
  `INSERT INTO idempotency_keys AS k (environment_id, request_hash, body_hash, result_id, holder_id, created_at, locked_until)
SELECT $2::uuid, $3::bytea, $4::bytea, $5::uuid, $6::uuid, t.at, t.at + make_interval(secs => $7::float8) FROM (SELECT ${CLOCK} AS at) t
ON CONFLICT (environment_id, request_hash) DO UPDATE
SET (body_hash, result_id, holder_id, created_at, locked_until, completed_at) = (
  SELECT CASE WHEN d.over THEN excluded.body_hash ELSE k.body_hash END, CASE WHEN d.over THEN excluded.result_id ELSE k.result_id END,
    CASE WHEN d.over OR d.left THEN excluded.holder_id ELSE k.holder_id END, CASE WHEN d.over THEN d.at ELSE k.created_at END,
    CASE WHEN d.over OR d.left THEN d.at + make_interval(secs => $7::float8) ELSE k.locked_until END,
    CASE WHEN d.over THEN NULL ELSE k.completed_at END
  FROM (SELECT t.at, k.created_at <= t.at - ${KEPT} AS over,
          k.completed_at IS NULL AND k.locked_until <= t.at AND k.body_hash = excluded.body_hash AS left
        FROM (SELECT ${CLOCK} AS at OFFSET 0) t OFFSET 0) d)
RETURNING k.result_id, k.body_hash = $4::bytea AS same_body, k.holder_id = $6::uuid AS held, k.result_id = $5::uuid AS fresh,
  k.completed_at IS NOT NULL AS completed`,
);

const COMPLETE = statement(
  "complete_request",
  `UPDATE idempotency_keys SET completed_at = ${CLOCK} WHERE environment_id = $2 AND request_hash = $3 AND holder_id = $4::uuid`,
);

const RELEASE = statement(
  "release_request",
  `DELETE FROM idempotency_keys WHERE environment_id = $1 AND request_hash = $2 AND holder_id = $3::uuid AND completed_at IS NULL`,
);

const LEAVE = statement(
  "leave_request",
  `UPDATE idempotency_keys SET locked_until = ${CLOCK} WHERE environment_id = $2 AND request_hash = $3 AND holder_id = $4::uuid
  AND completed_at IS NULL`,
);

/** A request that must be done once: whose, which (a keyed hash), and what it says (another). */
export type RequestClaim = {
  environmentId: string;
  requestHash: Uint8Array;
  bodyHash: Uint8Array;
  /** The id of what is made, if this turns out to be the first time. */
  resultId: string;
  holderId: string;
  lockSeconds: number;
};

export type ClaimRow = {
  /** The id chosen by whoever came first. */
  result_id: string;
  same_body: boolean;
  /** Whether this request runs it now. */
  held: boolean;
  /** Whether it is the first to do so. */
  fresh: boolean;
  completed: boolean;
};

/** Takes a request, or says how it stands: one round trip. A request that was left behind is taken over. */
export async function claimRequest(db: Database, claim: RequestClaim): Promise<ClaimRow> {
  const { environmentId, requestHash, bodyHash, resultId, holderId, lockSeconds } = claim;
  const params = [db.clockOffsetSeconds(), environmentId, requestHash, bodyHash, resultId, holderId, lockSeconds];
  const [row] = await db.run<ClaimRow>(CLAIM, params);
  if (!row) throw new Error("A claim without a row");
  return row;
}

type Held = Pick<RequestClaim, "environmentId" | "requestHash" | "holderId">;

const paramsOf = (held: Held) => [held.environmentId, held.requestHash, held.holderId];

/** It is done: from now on it is answered from what it made. */
export async function completeRequest(db: Database, held: Held): Promise<void> {
  await db.run(COMPLETE, [db.clockOffsetSeconds(), ...paramsOf(held)]);
}

/** It did nothing: the next one begins afresh. */
export async function releaseRequest(db: Database, held: Held): Promise<void> {
  await db.run(RELEASE, paramsOf(held));
}

/** Nobody knows whether it did anything: the next one looks for its result first. */
export async function leaveRequest(db: Database, held: Held): Promise<void> {
  await db.run(LEAVE, [db.clockOffsetSeconds(), ...paramsOf(held)]);
}
