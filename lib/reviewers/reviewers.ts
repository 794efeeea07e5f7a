import { lockForTransaction } from "@/db/queries/lock";
import { deleteReviewerRow, listReviewerRows, upsertReviewerRow } from "@/db/queries/reviewers";
import { readOwnerOf } from "@/db/queries/user-records";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { maskIdentifier } from "@/lib/core/mask";
import { actorName } from "@/lib/environments/acting";
import { fixedCodeOf } from "@/lib/otp/reviewer";
import { type NewEvent, recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { type Contact, canonicalIdentifier } from "@/lib/users/identifier";

/** How long a reviewer's code may live, and how many an environment may list. */
const REVIEWER_DAYS_MAX = 30;
const REVIEWERS_MAX = 5;
const DAY_SECONDS = 86_400;
const NONCE_BYTES = 16;

/** A reviewer identifier as its owner sees it: with the code to hand on. */
export type ListedReviewer = { id: string; type: Contact["type"]; value: string; code: string; expiresAt: Date };

/** The reviewer identifiers of a live environment, with their codes: for owners and admins. */
export async function listReviewers(deps: Deps, scope: Scope): Promise<ListedReviewer[]> {
  requireKeeper(scope);
  const rows = await listReviewerRows(deps.db.orm, scope.environment.id);
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    value: row.value,
    code: fixedCodeOf(deps.keyring, scope.environment, { ...row, nonce: Buffer.from(row.nonce) }) ?? "",
    expiresAt: row.expiresAt,
  }));
}

/**
 * Lists an identifier whose code is fixed, for an app store's reviewer: generated here, at most 30 days, never of somebody
 * who is a user already (`conflict`). For owners and admins of a live environment; recorded. Live after five seconds.
 */
export async function addReviewer(
  deps: Deps,
  scope: Scope,
  input: { identifier: Contact; days: number },
): Promise<ListedReviewer> {
  requireKeeper(scope);
  const { environment } = scope;
  if (!Number.isInteger(input.days) || input.days < 1 || input.days > REVIEWER_DAYS_MAX) {
    fail("invalid_request", { fields: [{ path: "days", message: `1 to ${REVIEWER_DAYS_MAX} days` }] });
  }
  const identifier = canonicalIdentifier(input.identifier);
  const createdAt = deps.clock.now();
  const row = {
    environmentId: environment.id,
    id: uuidv7(deps.clock, deps.random),
    ...identifier,
    keyId: deps.keyring.currentId,
    nonce: deps.random.bytes(NONCE_BYTES),
    createdBy: actorName(scope),
    createdAt,
    expiresAt: addSeconds(createdAt, input.days * DAY_SECONDS),
  };
  await deps.db.transaction(async (tx) => {
    // Of those who list at once, one at a time is counted.
    await lockForTransaction(tx, `reviewers/${environment.id}`);
    const others = await listReviewerRows(tx, environment.id);
    const renews = others.find((other) => other.type === row.type && other.value === row.value);
    if (!renews && others.length >= REVIEWERS_MAX) fail("conflict", { detail: `At most ${REVIEWERS_MAX} reviewers` });
    if (!renews && (await readOwnerOf(tx, environment.id, identifier)) !== null) {
      fail("conflict", { detail: "This identifier belongs to a user already" });
    }
    await upsertReviewerRow(tx, row);
    const before = renews && termsOf(renews);
    await recordEvents(deps, tx, scope, [
      reviewerEvent(scope, "reviewer.added", row.id, { before, after: termsOf(row) }),
    ]);
  });
  deps.caches.environments.forget(environment.id);
  return {
    id: row.id,
    ...identifier,
    code: fixedCodeOf(deps.keyring, environment, row) ?? "",
    expiresAt: row.expiresAt,
  };
}

/** Ends a reviewer identifier. `not_found` for one that is not here. */
export async function removeReviewer(deps: Deps, scope: Scope, id: string): Promise<void> {
  requireKeeper(scope);
  await deps.db.transaction(async (tx) => {
    const listed = await listReviewerRows(tx, scope.environment.id);
    if (!(await deleteReviewerRow(tx, scope.environment.id, id))) fail("not_found");
    const removed = listed.find((row) => row.id === id);
    const before = removed && termsOf(removed);
    await recordEvents(deps, tx, scope, [reviewerEvent(scope, "reviewer.removed", id, { before })]);
  });
  deps.caches.environments.forget(scope.environment.id);
}

/** What the audit log tells of a reviewer: masked, and never the code. */
function termsOf(row: { type: Contact["type"]; value: string; expiresAt: Date }): object {
  return { identifier: maskIdentifier(row), expires_at: row.expiresAt.toISOString() };
}

function reviewerEvent(
  scope: Scope,
  type: string,
  reviewerId: string,
  change: { before?: object | undefined; after?: object },
): NewEvent {
  const data = { reviewer_id: reviewerId, by: actorName(scope) };
  return { type, data, before: change.before ?? null, after: change.after ?? null, target: `reviewer:${reviewerId}` };
}

function requireKeeper({ actor, environment }: Scope): void {
  if (environment.kind !== "live") fail("not_found");
  const keeper = actor.type === "member" && (actor.role === "owner" || actor.role === "admin");
  if (!keeper) fail("forbidden", { detail: "Owners and admins keep the reviewers" });
}
