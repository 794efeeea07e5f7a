import { refreshSessionRow } from "@/db/queries/sessions";
import { fail } from "@/lib/core/errors";
import { environmentOf } from "@/lib/environments";
import { keyIdOf } from "@/lib/environments/acting";
import { contextFrom } from "@/lib/outbox";
import type { Client, Deps, Scope } from "@/lib/ports";
import { openRefreshToken, sealDeviceToken } from "@/lib/tokens";
import type { RefreshInput, SignedIn } from "./contract";
import { meData, tokensFor } from "./present-session";

/**
 * Rotates a refresh token. The MAC is checked first, without the database; then one guarded statement rotates the
 * current generation, repeats the same child for its immediate parent within the grace, and takes any other valid token
 * for theft, which ends the session (RFC 9700, 4.14; ASVS 10.4.5). Every failure is 401 `invalid_token`.
 */
export async function refreshSession(
  deps: Deps,
  scope: Scope | null,
  client: Client,
  input: RefreshInput,
): Promise<SignedIn> {
  const claims = openRefreshToken(deps.keyring, input.refreshToken);
  if (!claims || claims.sessionId !== input.sessionId) return fail("invalid_token");
  if (scope && scope.environment.id !== claims.environmentId) return fail("invalid_token");
  const environment = await environmentOf(deps, claims.environmentId);
  if (!environment) return fail("invalid_token");
  const { settings } = environment;
  const row = await refreshSessionRow(deps.db, environment.id, {
    sessionId: claims.sessionId,
    saltHash: claims.saltHash,
    generation: claims.generation,
    graceSeconds: settings.tokens.refresh_grace_seconds,
    idleSeconds: settings.sessions.idle_seconds,
    restoreEpoch: deps.env.restoreEpoch,
    devMode: deps.env.devMode,
    keyId: scope ? keyIdOf(scope) : null,
    eventContext: JSON.stringify(contextFrom(`session:${claims.sessionId}`, client)),
  });
  if (!row || row.verdict === "dead") return fail("invalid_token");
  if (row.verdict === "theft") {
    deps.log.warn({ environment_id: environment.id, session_id: row.id }, "a refresh token was used again");
    return fail("invalid_token", { recorded: true });
  }
  return tokensFor(deps, environment, {
    ...meData(row),
    generation: claims.generation + 1,
    salt: claims.salt,
    deviceToken: sealDeviceToken(deps.keyring, {
      environmentId: environment.id,
      identifierKey: Buffer.from(row.identifier_key),
      deviceId: Buffer.from(row.device_id),
    }),
    isNewUser: false,
  });
}
