import { deleteSuppression, readSuppression, type SuppressionRow } from "@/db/queries/suppressions";
import { readVerificationRow } from "@/db/queries/verification-pages";
import { fail } from "@/lib/core/errors";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { canonicalIdentifier, type Identifier, identifierKeyOf } from "@/lib/users/identifier";
import type { Suppression } from "./suppression-contract";

/**
 * Why nothing is sent to somebody; null where messages are let through. Only who knows the whole address can ask: what is
 * kept of it is a keyed hash. `invalid_email`, `invalid_phone` for what is none.
 */
export async function findSuppression(
  deps: Pick<Deps, "db" | "keyring">,
  { environment }: Scope,
  typed: Identifier,
): Promise<Suppression | null> {
  const key = identifierKeyOf(deps.keyring, environment.id, canonicalIdentifier(typed));
  const row = await readSuppression(deps.db, environment.id, key);
  return row && toSuppression(row);
}

/** Lets messages to somebody through again. `not_found` where nothing was in their way. */
export async function liftSuppression(deps: Deps, scope: Scope, typed: Identifier): Promise<void> {
  const key = identifierKeyOf(deps.keyring, scope.environment.id, canonicalIdentifier(typed));
  await lift(deps, scope, key, null);
}

/** The same for the recipient of a verification, who need not be known. */
export async function liftSuppressionOf(deps: Deps, scope: Scope, challengeId: string): Promise<void> {
  const row = (await readVerificationRow(deps.db, scope.environment.id, challengeId)) ?? fail("not_found");
  await lift(deps, scope, row.identifier_key, challengeId);
}

async function lift(deps: Deps, scope: Scope, key: Uint8Array, challengeId: string | null): Promise<void> {
  refuseViewers(scope);
  await deps.db.transaction(async (tx) => {
    if (!(await deleteSuppression(tx, scope.environment.id, key))) fail("not_found");
    const data = challengeId === null ? {} : { challenge_id: challengeId };
    await recordEvents(deps, tx, scope, [
      { type: "suppression.lifted", data, ...(challengeId && { target: `challenge:${challengeId}` }) },
    ]);
  });
}

function toSuppression({ reason, created_at, expires_at }: SuppressionRow): Suppression {
  return { reason, createdAt: created_at, expiresAt: expires_at };
}
