import { readSessionUser, revokeSessionRows } from "@/db/queries/sessions";
import { fail } from "@/lib/core/errors";
import { contextFrom, contextOf } from "@/lib/outbox";
import type { Client, Deps, Scope } from "@/lib/ports";
import { openRefreshToken } from "@/lib/tokens";
import type { LogoutInput } from "./contract";

/**
 * Signs out: the session of the access token, or with `all` every one of the user's; without an access token the session
 * that the refresh token names. A refresh token that is not ours, or not good any more, ends nothing and says nothing
 * (RFC 7009, 2.2). 401 `missing_authorization` when nobody said who they are.
 */
export async function endSession(deps: Deps, scope: Scope | null, client: Client, input: LogoutInput): Promise<void> {
  if (scope?.actor.type === "user") {
    const { userId, sessionId } = scope.actor;
    await revokeSessionRows(deps.db, scope.environment.id, {
      reason: "logout",
      userId,
      sessionId: input.all ? null : sessionId,
      saltHash: null,
      eventContext: JSON.stringify(contextOf(scope)),
    });
    return;
  }
  if (!input.refresh) return fail("missing_authorization");
  const claims = openRefreshToken(deps.keyring, input.refresh.refreshToken);
  if (!claims || claims.sessionId !== input.refresh.sessionId) return;
  if (scope && scope.environment.id !== claims.environmentId) return;
  const { environmentId, sessionId, saltHash } = claims;
  const eventContext = JSON.stringify(contextFrom(`session:${sessionId}`, client));
  const ended = await revokeSessionRows(deps.db, environmentId, {
    reason: "logout",
    userId: null,
    sessionId,
    saltHash,
    eventContext,
  });
  if (!input.all || ended.length === 0) return;
  const userId = await readSessionUser(deps.db, environmentId, sessionId);
  if (!userId) return;
  const everyOther = { reason: "logout", userId, sessionId: null, saltHash: null, eventContext };
  await revokeSessionRows(deps.db, environmentId, everyOther);
}
