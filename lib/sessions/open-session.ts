import type { JudgedChallenge } from "@/db/queries/charge-guess";
import { consumeAndOpenSession, type SessionRow } from "@/db/queries/consume-challenge";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { sha256 } from "@/lib/core/secrets";
import { actorName, keyIdOf } from "@/lib/environments/acting";
import { contextOf } from "@/lib/outbox";
import type { Client, Deps, Scope } from "@/lib/ports";
import { DEVICE_BYTES, SALT_BYTES, sealDeviceToken } from "@/lib/tokens";
import { identifierKeyOf } from "@/lib/users/identifier";
import { userData } from "@/lib/users/user-data";
import type { SignedIn } from "./contract";
import { tokensFor } from "./present-session";
import { refuseUnmet } from "./refuse-unmet";

const UNIQUE_VIOLATION = "23505";

/**
 * Meets a challenge whose code was right and opens the session: one statement consumes, finds or makes the user, and
 * looks at key and customer afresh. `invalid_otp` when another guess met it first, or when the user is blocked.
 */
export async function openSession(
  deps: Deps,
  scope: Scope,
  client: Client,
  guess: { challenge: JudgedChallenge; judgementId: string },
): Promise<SignedIn> {
  const { environment } = scope;
  const { challenge } = guess;
  const sessionId = uuidv7(deps.clock, deps.random);
  const salt = deps.random.bytes(SALT_BYTES);
  // A known device keeps its lane; any other gets one of its own with this success.
  const deviceId = challenge.lane === "" ? deps.random.bytes(DEVICE_BYTES) : Buffer.from(challenge.lane, "hex");
  const amr = ["otp", challenge.scenario === "reviewer" ? "reviewer" : challenge.channel];
  const row = await consumeOnce(() =>
    consumeAndOpenSession(deps.db, environment.id, {
      challengeId: challenge.id,
      keyId: keyIdOf(scope),
      judgementId: guess.judgementId,
      eventContext: JSON.stringify(contextOf(scope)),
      channel: challenge.channel,
      // An identifier may be removed while its challenge is open: closed sign-ups stay closed then.
      mayCreateUser: environment.settings.sign_ups.mode === "open" || challenge.scenario === "reviewer",
      newUserId: uuidv7(deps.clock, deps.random),
      newIdentifierId: uuidv7(deps.clock, deps.random),
      createdBy: actorName(scope),
      sessionId,
      deviceId,
      saltHash: sha256(salt),
      restoreEpoch: deps.env.restoreEpoch,
      devMode: environment.kind === "live" && deps.env.devMode,
      amr,
      userAgent: client.userAgent?.slice(0, 512) ?? null,
      ip: client.ip,
      idleSeconds: environment.settings.sessions.idle_seconds,
      absoluteSeconds: environment.settings.sessions.absolute_seconds,
      maxPerUser: environment.settings.sessions.max_per_user,
    }),
  );
  if (!row?.won || !row.user_json || !row.created_at) return refuseUnmet(deps, scope, row?.alive ?? true);
  const identifier = { type: challenge.identifier_type, value: challenge.identifier_value };
  const identifierKey = identifierKeyOf(deps.keyring, environment.id, identifier);
  return tokensFor(deps, environment, {
    user: userData(row.user_json, row.identifiers_json ?? []),
    session: { id: sessionId, createdAt: row.created_at, amr },
    generation: 0,
    salt,
    deviceToken: sealDeviceToken(deps.keyring, { environmentId: environment.id, identifierKey, deviceId }),
    isNewUser: row.is_new_user,
  });
}

/**
 * Somebody may have taken the same identifier by another way in the same instant: the database refuses the second one
 * whole, nothing was consumed, and the next look finds the owner.
 */
async function consumeOnce(consume: () => Promise<SessionRow | null>): Promise<SessionRow | null> {
  try {
    return await consume();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)) throw error;
    return consume().catch((cause: unknown) => fail("verification_failed", { cause }));
  }
}
