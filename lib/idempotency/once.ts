import {
  type ClaimRow,
  claimRequest,
  completeRequest,
  leaveRequest,
  type RequestClaim,
  releaseRequest,
} from "@/db/queries/idempotency";
import { type ErrorCode, fail, isNinepinError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import type { Deps } from "@/lib/ports";

/** After so long a request counts as cut off: longer than any is let to take. */
const LOCK_SECONDS = 60;
/** When to look again for the answer of one that is running. */
const RETRY_SECONDS = 1;

const DONE_BEFORE = "This was done under the same Idempotency-Key, and nothing is kept to answer with again";

/** After these nobody knows whether what was asked for has been done. */
const UNKNOWN_OUTCOME: ReadonlySet<ErrorCode> = new Set(["internal", "unavailable"]);

/** What a client wants done once: its key, by whom and where it was sent, and what it says. */
export type OnceAsked = {
  environmentId: string;
  /** Who asks, at which address, under which key: the same for a repetition. */
  request: string;
  /** Everything that the request says: other for another request. */
  said: string;
};

/**
 * How it is done, and how it is answered again from what it made; null where nothing of it is to be found. `completed`
 * says that the earlier run ended well; else it was cut off, nobody knows where.
 */
export type Work<Result> = {
  run(resultId: string): Promise<Result>;
  replay(resultId: string, completed: boolean): Promise<Result | null>;
};

/** A claim that this process holds. */
type Held = Pick<RequestClaim, "environmentId" | "requestHash" | "holderId">;

/**
 * Does once what is asked for, however often it is asked for at once or within 24 hours. The first one runs; others get
 * 409 `idempotency_in_progress` meanwhile, and the same result afterwards, made again from what is stored; 422
 * `idempotency_mismatch` for the same key with another request. One that failed is forgotten; one that was cut off is
 * taken over under the id that was chosen for its result, after a look for that result. What is kept are two keyed
 * hashes and the id (draft-ietf-httpapi-idempotency-key-header).
 */
export async function doOnce<Result>(
  deps: Pick<Deps, "db" | "keyring" | "clock" | "random" | "log">,
  asked: OnceAsked,
  work: Work<Result>,
): Promise<{ result: Result; replayed: boolean }> {
  const { keyring } = deps;
  const claim: RequestClaim = {
    environmentId: asked.environmentId,
    // Only ever looked up: the oldest root, so that a new one in front forgets nothing.
    requestHash: keyring.mac("idempotency", `request\n${asked.request}`, keyring.oldestId),
    bodyHash: keyring.mac("idempotency", `said\n${asked.said}`, keyring.oldestId),
    resultId: uuidv7(deps.clock, deps.random),
    holderId: uuidv7(deps.clock, deps.random),
    lockSeconds: LOCK_SECONDS,
  };
  const row = await claimRequest(deps.db, claim);
  if (!row.same_body) return fail("idempotency_mismatch");
  if (row.held) return runHeld(deps, claim, row, work);
  if (!row.completed) return fail("idempotency_in_progress", { retryAfterSeconds: RETRY_SECONDS });
  const result = await work.replay(row.result_id, true);
  // It is not done a second time, whatever there is left of it.
  if (result === null) return fail("conflict", { detail: DONE_BEFORE });
  return { result, replayed: true };
}

async function runHeld<Result>(
  deps: Pick<Deps, "db" | "log">,
  held: Held,
  row: ClaimRow,
  work: Work<Result>,
): Promise<{ result: Result; replayed: boolean }> {
  try {
    const found = row.fresh ? null : await work.replay(row.result_id, false);
    const result = found ?? (await work.run(row.result_id));
    await settle(deps, () => completeRequest(deps.db, held));
    return { result, replayed: found !== null };
  } catch (error) {
    const known = isNinepinError(error) && !UNKNOWN_OUTCOME.has(error.code);
    await settle(deps, () => (known ? releaseRequest(deps.db, held) : leaveRequest(deps.db, held)));
    throw error;
  }
}

/** What cannot be written down now is found when the claim has run out: the answer does not depend on it. */
async function settle({ log }: Pick<Deps, "log">, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    log.error({}, "the outcome of a request could not be kept for its repetition", cause);
  }
}
