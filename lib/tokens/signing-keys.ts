import { z } from "zod";
import type { Orm } from "@/db/client";
import { lockForTransaction } from "@/db/queries/lock";
import { insertSigningKey, listSigningKeys, retireSigningKeys, type SigningKeyRow } from "@/db/queries/signing-keys";
import { addSeconds } from "@/lib/core/clock";
import { decrypt, encrypt } from "@/lib/core/encryption";
import type { Deps, Environment, SigningAlgorithm, SigningKey } from "@/lib/ports";
import { SIGNING_ALGORITHMS } from "@/lib/settings";
import { generateKey, loadKey, type NewKey } from "./algorithms";

/** The longest an access token may live: so long a retired key is still served. */
const LONGEST_TOKEN_SECONDS = 86_400;

/**
 * How long a key is shown in the JWKS before it signs: what a reader may keep of it (`max-age` of its answer), and what a
 * process of ours may be behind. A token is then never signed with a key that somebody has not seen.
 */
const PUBLISHED_FIRST_SECONDS = 310;

const Algorithm = z.enum(SIGNING_ALGORITHMS);

type NewSigningKey = { algorithm?: SigningAlgorithm; afterSeconds?: number; resultId?: string | null };

type KeyDeps = Pick<Deps, "clock" | "keyring" | "random">;

/**
 * Makes an environment's signing key, bound to one algorithm, its private half encrypted for this row alone. It signs
 * `afterSeconds` from now, at once unless said.
 */
export async function createSigningKey(
  deps: KeyDeps,
  orm: Orm,
  environmentId: string,
  { algorithm = "ES256", afterSeconds = 0, resultId = null }: NewSigningKey = {},
): Promise<NewKey> {
  const made = await generateKey(algorithm, deps.random.bytes);
  const now = deps.clock.now();
  await insertSigningKey(orm, environmentId, {
    kid: made.kid,
    algorithm,
    publicJwk: made.publicJwk,
    privateKeyEncrypted: encrypt(deps.keyring, deps.random, made.secret, signingKeyPlace(environmentId, made.kid)),
    createdAt: now,
    signsFrom: addSeconds(now, afterSeconds),
    resultId,
  });
  return made;
}

/** The environment's keys, newest first, from memory where they were read a moment ago. Empty for an unknown one. */
export function signingKeysOf(
  deps: Pick<Deps, "caches" | "db" | "clock" | "keyring">,
  environmentId: string,
): readonly SigningKey[] | Promise<readonly SigningKey[]> {
  return deps.caches.signingKeys.get(environmentId, async () => {
    const since = addSeconds(deps.clock.now(), -LONGEST_TOKEN_SECONDS);
    return (await listSigningKeys(deps.db.orm, environmentId, since)).map((row) => loadRow(deps, row));
  });
}

function loadRow({ keyring }: Pick<Deps, "keyring">, row: SigningKeyRow): SigningKey {
  const { environmentId, kid, resultId, signsFrom, retiredAt, createdAt } = row;
  const algorithm = Algorithm.parse(row.algorithm);
  const secret = decrypt(keyring, row.privateKeyEncrypted, signingKeyPlace(environmentId, kid));
  const header = Buffer.from(JSON.stringify({ alg: algorithm, typ: "at+jwt", kid })).toString("base64url");
  const keys = loadKey(algorithm, { publicJwk: row.publicJwk, secret });
  return { kid, environmentId, resultId, algorithm, header, signsFrom, retiredAt, createdAt, ...keys };
}

/**
 * The key that signs now: of the environment's algorithm, the newest that has been shown for long enough. Where there is
 * none of that algorithm yet, one is made, and signs at once.
 */
export async function currentSigningKey(
  deps: KeyDeps & Pick<Deps, "caches" | "db">,
  environment: Pick<Environment, "id" | "settings">,
): Promise<SigningKey> {
  const { algorithm } = environment.settings.tokens;
  const found = pick(await signingKeysOf(deps, environment.id), algorithm, deps.clock.now());
  if (found) return found;
  await deps.db.transaction(async (tx) => {
    await lockForTransaction(tx, `signing-key/${environment.id}`);
    const rows = await listSigningKeys(tx, environment.id, deps.clock.now());
    if (!rows.some((row) => row.algorithm === algorithm))
      await createSigningKey(deps, tx, environment.id, { algorithm });
  });
  deps.caches.signingKeys.forget(environment.id);
  const made = pick(await signingKeysOf(deps, environment.id), algorithm, deps.clock.now());
  if (!made) throw new Error(`Environment ${environment.id} has no key for ${algorithm}`);
  return made;
}

function pick(keys: readonly SigningKey[], algorithm: SigningAlgorithm, now: Date): SigningKey | undefined {
  const usable = keys.filter((key) => key.algorithm === algorithm && (key.retiredAt === null || key.retiredAt > now));
  // The oldest stands in where none has been shown for long enough: better a key that few have seen than no sign-in.
  return usable.find((key) => key.signsFrom <= now) ?? usable.at(-1);
}

/**
 * A new key for that algorithm, whose elders retire when it begins to sign: after everybody can have seen it, or at once
 * where the old one must not sign once more. A retired key is served until its last token has ended.
 */
export async function replaceSigningKey(
  deps: KeyDeps & Pick<Deps, "caches">,
  tx: Orm,
  environmentId: string,
  { algorithm, atOnce, resultId }: { algorithm: SigningAlgorithm; atOnce: boolean; resultId: string | null },
): Promise<NewKey & { signsFrom: Date }> {
  await lockForTransaction(tx, `signing-key/${environmentId}`);
  const afterSeconds = atOnce ? 0 : PUBLISHED_FIRST_SECONDS;
  const signsFrom = addSeconds(deps.clock.now(), afterSeconds);
  await retireSigningKeys(tx, environmentId, algorithm, signsFrom);
  return { ...(await createSigningKey(deps, tx, environmentId, { algorithm, afterSeconds, resultId })), signsFrom };
}

/** The row that an encrypted private key belongs to: it opens in no other. */
export function signingKeyPlace(environmentId: string, kid: string): string {
  return `signing_keys/${environmentId}/${kid}`;
}
