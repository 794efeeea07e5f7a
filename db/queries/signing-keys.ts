import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import type { Orm } from "../client";
import { signingKeys } from "../schema";

export type SigningKeyRow = typeof signingKeys.$inferSelect;

/** Keeps a new signing key. */
export async function insertSigningKey(
  orm: Orm,
  environmentId: string,
  key: { kid: string; algorithm: string; publicJwk: object; privateKeyEncrypted: Uint8Array },
): Promise<void> {
  await orm.insert(signingKeys).values({ environmentId, ...key });
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
