import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { signingKeys } from "../schema";
import { CLOCK, statement } from "./statement";

// HS256 is not rotated by a clock: its secret is in the customer's hands, who would be locked out.
const OLD = statement(
  "signing_keys_old",
  `SELECT k.environment_id, k.algorithm FROM signing_keys k
WHERE k.retired_at IS NULL AND k.algorithm <> 'HS256' GROUP BY k.environment_id, k.algorithm
HAVING max(k.created_at) < ${CLOCK} - make_interval(days => $2::int) LIMIT $3::int`,
);

export type SigningKeyRow = typeof signingKeys.$inferSelect;

/** Keeps a new signing key. */
export async function insertSigningKey(
  orm: Orm,
  environmentId: string,
  key: {
    kid: string;
    algorithm: string;
    publicJwk: object | null;
    privateKeyEncrypted: Uint8Array;
    createdAt: Date;
    signsFrom: Date;
    resultId: string | null;
  },
): Promise<void> {
  await orm.insert(signingKeys).values({ environmentId, ...key });
}

/** Retires the keys of an algorithm from then on. Those that were retired before stay so. */
export async function retireSigningKeys(orm: Orm, environmentId: string, algorithm: string, at: Date): Promise<void> {
  const ofAlgorithm = and(eq(signingKeys.environmentId, environmentId), eq(signingKeys.algorithm, algorithm));
  await orm
    .update(signingKeys)
    .set({ retiredAt: at })
    .where(and(ofAlgorithm, isNull(signingKeys.retiredAt)));
}

/** Environments whose newest key, of the algorithm that signs there, is older than that; at most `limit`. */
export async function listOldSigningKeys(
  db: Database,
  input: { days: number; limit: number },
): Promise<{ environment_id: string; algorithm: string }[]> {
  return db.run(OLD, [db.clockOffsetSeconds(), input.days, input.limit]);
}

/** The keys whose tokens may still be alive, newest first: those in use, and those retired after `retiredAfter`. */
export async function listSigningKeys(orm: Orm, environmentId: string, retiredAfter: Date): Promise<SigningKeyRow[]> {
  return orm
    .select()
    .from(signingKeys)
    .where(
      and(
        eq(signingKeys.environmentId, environmentId),
        or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, retiredAfter)),
      ),
    )
    .orderBy(desc(signingKeys.createdAt));
}
