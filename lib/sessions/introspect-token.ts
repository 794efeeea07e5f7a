import type { Deps, Scope } from "@/lib/ports";
import { verifiedValue } from "@/lib/users/user-data";
import { readActiveToken } from "./authenticate-access-token";
import type { ActiveToken } from "./contract";

/**
 * What an access token is worth this moment (RFC 7662). Null, and nothing more, for one that is over, revoked, of
 * another environment, or not ours. Role and addresses come from the database, not from the token.
 */
export async function introspectToken(deps: Deps, scope: Scope, token: string): Promise<ActiveToken | null> {
  const active = await readActiveToken(deps, token);
  if (!active || active.environment.id !== scope.environment.id) return null;
  const { claims, me } = active;
  const email = verifiedValue(me.user, "email");
  const phone = verifiedValue(me.user, "phone");
  return {
    iss: claims.iss,
    sub: claims.sub,
    aud: claims.aud,
    clientId: claims.client_id,
    exp: claims.exp,
    iat: claims.iat,
    jti: claims.jti,
    sid: claims.sid,
    authTime: claims.auth_time,
    amr: claims.amr,
    role: me.user.role,
    email: email === null ? null : { value: email, verified: true },
    phone: phone === null ? null : { value: phone, verified: true },
    tenants: [],
  };
}
