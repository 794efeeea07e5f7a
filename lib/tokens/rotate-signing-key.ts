import { listOldSigningKeys } from "@/db/queries/signing-keys";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope, SigningAlgorithm, SigningKey } from "@/lib/ports";
import { replaceSigningKey, signingKeysOf } from "./signing-keys";

/** A key that nobody replaced for so long is replaced by itself. */
const OLDEST_DAYS = 90;
const BATCH = 100;

/** A signing key as it is shown. `upcoming` is in the JWKS already and does not sign yet. */
export type ShownSigningKey = {
  kid: string;
  algorithm: SigningAlgorithm;
  state: "upcoming" | "current" | "retired";
  createdAt: Date;
  signsFrom: Date;
  retiredAt: Date | null;
};

/** The environment's signing keys, newest first: those whose tokens may still be alive. */
export async function listSigningKeys(deps: Deps, { environment }: Scope): Promise<ShownSigningKey[]> {
  const keys = await signingKeysOf(deps, environment.id);
  const now = deps.clock.now();
  return keys.map((key) => shown(key, now));
}

function shown(key: SigningKey, now: Date): ShownSigningKey {
  const { kid, algorithm, createdAt, signsFrom, retiredAt } = key;
  const retired = retiredAt !== null && retiredAt <= now;
  return {
    kid,
    algorithm,
    createdAt,
    signsFrom,
    retiredAt,
    state: retired ? "retired" : signsFrom > now ? "upcoming" : "current",
  };
}

/**
 * A new signing key for one algorithm, the environment's unless said, in the place of those before it. It is shown in the
 * JWKS first and signs when everybody can have seen it; `atOnce` is for a key that must not sign once more. The secret of
 * HS256 is in the answer, this once. `forbidden` for a member who may only look.
 */
export async function rotateSigningKey(
  deps: Deps,
  scope: Scope,
  input: { algorithm: SigningAlgorithm | undefined; atOnce: boolean },
  resultId: string | null = null,
): Promise<{ key: ShownSigningKey; secret: Buffer | null }> {
  refuseViewers(scope);
  const { environment } = scope;
  const algorithm = input.algorithm ?? environment.settings.tokens.algorithm;
  const made = await deps.db.transaction(async (tx) => {
    const replaced = await replaceSigningKey(deps, tx, environment.id, { algorithm, atOnce: input.atOnce, resultId });
    const data = { kid: replaced.kid, algorithm, signs_from: replaced.signsFrom.toISOString() };
    await recordEvents(deps, tx, scope, [{ type: "signing_key.rotated", data, target: `signing_key:${replaced.kid}` }]);
    return replaced;
  });
  deps.caches.signingKeys.forget(environment.id);
  const now = deps.clock.now();
  const dates = { createdAt: now, signsFrom: made.signsFrom, retiredAt: null };
  const state = made.signsFrom > now ? "upcoming" : "current";
  return { key: { kid: made.kid, algorithm, state, ...dates }, secret: algorithm === "HS256" ? made.secret : null };
}

/** The key that a request made before, without a secret; null where it made none. */
export async function readRotation(deps: Deps, scope: Scope, resultId: string): Promise<ShownSigningKey | null> {
  const keys = await signingKeysOf(deps, scope.environment.id);
  const key = keys.find((each) => each.resultId === resultId);
  return key ? shown(key, deps.clock.now()) : null;
}

/** The job that replaces signing keys that are older than 90 days. Answers how many it replaced. */
export async function rotateOldSigningKeys(deps: Deps): Promise<number> {
  const old = await listOldSigningKeys(deps.db, { days: OLDEST_DAYS, limit: BATCH });
  for (const { environment_id: environmentId, algorithm } of old) {
    if (algorithm !== "ES256" && algorithm !== "EdDSA" && algorithm !== "RS256") continue;
    await deps.db.transaction((tx) =>
      replaceSigningKey(deps, tx, environmentId, { algorithm, atOnce: false, resultId: null }),
    );
    deps.caches.signingKeys.forget(environmentId);
  }
  return old.length;
}
