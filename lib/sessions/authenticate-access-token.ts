import { fail } from "@/lib/core/errors";
import { environmentOf } from "@/lib/environments";
import type { Client, Deps, Scope } from "@/lib/ports";
import { type AccessClaims, audienceOf, readAccessToken } from "@/lib/tokens";
import type { MeData } from "@/lib/users/contract";
import { meData } from "./present-session";

/**
 * Who brings an access token: signature first, from memory; then session, user and customer in one query, so that
 * whatever was revoked is refused at once. 401 `invalid_token` for anything else.
 */
export async function authenticateAccessToken(deps: Deps, token: string, client: Client): Promise<Scope> {
  const active = await readActiveToken(deps, token);
  if (!active) return fail("invalid_token");
  const { environment, claims, me } = active;
  const actor = { type: "user" as const, userId: claims.sub, sessionId: claims.sid, keyId: null, me };
  return { environment, actor, client };
}

/** The token with what the database says of its session now, or null when it is worth nothing. */
export async function readActiveToken(
  deps: Deps,
  token: string,
): Promise<{ environment: Scope["environment"]; claims: AccessClaims; me: MeData } | null> {
  const read = await readAccessToken(deps, token);
  const environment = read && (await environmentOf(deps, read.environmentId));
  if (!read || !environment || read.claims.aud !== audienceOf(environment)) return null;
  const me = await readActiveSession(deps, environment, read.claims.sid);
  if (me?.user.id !== read.claims.sub) return null;
  return { environment, claims: read.claims, me };
}

/** A session and its user as the database has them this moment; null when the session is over. */
export async function readActiveSession(
  { sessions }: Pick<Deps, "sessions">,
  environment: Scope["environment"],
  sessionId: string,
): Promise<MeData | null> {
  const row = await sessions.read(environment.id, sessionId);
  return row ? meData(row) : null;
}
