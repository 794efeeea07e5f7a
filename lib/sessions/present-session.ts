import type { SessionUserRow } from "@/db/queries/sessions";
import type { Deps, Environment } from "@/lib/ports";
import { mintAccessToken, sealRefreshToken } from "@/lib/tokens";
import type { MeData, UserData } from "@/lib/users/contract";
import { userData, verifiedValue } from "@/lib/users/user-data";
import type { SignedIn } from "./contract";

/** A session with its user, as the domain has it. */
export function meData(row: SessionUserRow): MeData {
  return {
    user: userData(row.user_json, row.identifiers_json),
    session: { id: row.id, createdAt: row.created_at, amr: row.amr },
  };
}

export type TokenFacts = {
  user: UserData;
  session: { id: string; createdAt: Date; amr: readonly string[] };
  generation: number;
  salt: Buffer;
  deviceToken: string;
  isNewUser: boolean;
};

/** Tokens for a session: a fresh access token, and the refresh token of that generation, which is always the same one. */
export async function tokensFor(deps: Deps, environment: Environment, facts: TokenFacts): Promise<SignedIn> {
  const { user, session } = facts;
  const access = await mintAccessToken(deps, environment, {
    userId: user.id,
    sessionId: session.id,
    amr: session.amr,
    authTime: session.createdAt,
    role: user.role,
    email: verifiedValue(user, "email"),
    phone: verifiedValue(user, "phone"),
  });
  return {
    accessToken: access.token,
    expiresInSeconds: access.expiresInSeconds,
    expiresAt: access.expiresAt,
    refreshToken: sealRefreshToken(deps.keyring, {
      environmentId: environment.id,
      sessionId: session.id,
      generation: facts.generation,
      salt: facts.salt,
    }),
    sessionId: session.id,
    deviceToken: facts.deviceToken,
    isNewUser: facts.isNewUser,
    user,
  };
}
