import { addIdentifierRow, removeIdentifierRow } from "@/db/queries/users";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { guessRight, meetChallenge, requestOtp } from "@/lib/otp";
import type { RequestedOtp } from "@/lib/otp/contract";
import { contextOf } from "@/lib/outbox";
import type { Client, Deps, Scope } from "@/lib/ports";
import { readActiveSession } from "@/lib/sessions";
import type { AddIdentifierInput, MeData, VerifyIdentifierInput } from "@/lib/users/contract";

/** Sends a code to an email or phone that the signed-in user wants to add. Errors as of `requestOtp`. */
export async function addIdentifier(
  deps: Deps,
  scope: Scope,
  client: Client,
  input: AddIdentifierInput,
): Promise<RequestedOtp> {
  const { userId } = userOf(scope);
  return requestOtp(
    deps,
    scope,
    client,
    {
      identifier: input.identifier,
      challengeId: null,
      channel: undefined,
      purpose: "identifier",
      locale: input.locale,
      deviceToken: undefined,
      context: undefined,
      metadata: undefined,
    },
    { userId },
  );
}

/**
 * Adds the identifier that the code proves, to the user who asked for it and no other. `invalid_otp` for another user's
 * challenge; `conflict` when somebody in this environment has the identifier already, which only its holder gets to know.
 */
export async function verifyIdentifier(deps: Deps, scope: Scope, input: VerifyIdentifierInput): Promise<MeData> {
  const { userId, sessionId } = userOf(scope);
  const guess = await guessRight(deps, scope, {
    challengeId: input.challengeId,
    identifier: null,
    otp: input.otp,
    purpose: "identifier",
    userId,
  });
  await meetChallenge(deps, scope, guess);
  const added = await addIdentifierRow(deps.db, scope.environment.id, {
    userId,
    id: uuidv7(deps.clock, deps.random),
    type: guess.challenge.identifier_type,
    value: guess.challenge.identifier_value,
    eventContext: JSON.stringify(contextOf(scope)),
  });
  if (!added) return fail("conflict", { detail: "This identifier belongs to a user already" });
  return (await readActiveSession(deps, scope.environment, sessionId)) ?? fail("invalid_token");
}

/** Removes one of the user's identifiers. `conflict` for the last one; `not_found` for what is not theirs. */
export async function removeIdentifier(deps: Deps, scope: Scope, id: string): Promise<void> {
  const { userId } = userOf(scope);
  const eventContext = JSON.stringify(contextOf(scope));
  const { found, removed } = await removeIdentifierRow(deps.db, scope.environment.id, { userId, id, eventContext });
  if (!found) fail("not_found");
  if (!removed) fail("conflict", { detail: "The last identifier cannot be removed" });
}

function userOf({ actor }: Scope): { userId: string; sessionId: string } {
  return actor.type === "user" ? actor : fail("invalid_token");
}
