import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { z } from "zod";
import type { Orm } from "@/db/client";
import { insertSigningKey, listSigningKeys } from "@/db/queries/signing-keys";
import { addSeconds } from "@/lib/core/clock";
import { decrypt, encrypt } from "@/lib/core/encryption";
import type { Deps, SigningKey } from "@/lib/ports";

/** The longest an access token may live: so long a retired key is still served. */
const LONGEST_TOKEN_SECONDS = 86_400;

const EcJwk = z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.string(), y: z.string() });
const StoredJwk = EcJwk.extend({ kid: z.string(), alg: z.literal("ES256"), use: z.literal("sig") });

/**
 * Makes an environment's signing key: P-256, bound to ES256, named by its thumbprint (RFC 7638), private half encrypted
 * for this row alone.
 */
export async function createSigningKey(
  deps: Pick<Deps, "keyring" | "random">,
  orm: Orm,
  environmentId: string,
): Promise<void> {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = EcJwk.parse(pair.publicKey.export({ format: "jwk" }));
  const kid = await calculateJwkThumbprint(jwk);
  const der = pair.privateKey.export({ format: "der", type: "pkcs8" });
  await insertSigningKey(orm, environmentId, {
    kid,
    algorithm: "ES256",
    publicJwk: { ...jwk, kid, alg: "ES256", use: "sig" },
    privateKeyEncrypted: encrypt(deps.keyring, deps.random, der, signingKeyPlace(environmentId, kid)),
  });
}

/** The environment's keys, newest first, from memory where they were read a moment ago. Empty for an unknown one. */
export function signingKeysOf(
  deps: Pick<Deps, "caches" | "db" | "clock" | "keyring">,
  environmentId: string,
): readonly SigningKey[] | Promise<readonly SigningKey[]> {
  return deps.caches.signingKeys.get(environmentId, async () => {
    const rows = await listSigningKeys(
      deps.db.orm,
      environmentId,
      addSeconds(deps.clock.now(), -LONGEST_TOKEN_SECONDS),
    );
    return rows.map((row) => ({
      kid: row.kid,
      environmentId,
      algorithm: "ES256",
      header: Buffer.from(JSON.stringify({ alg: "ES256", typ: "at+jwt", kid: row.kid })).toString("base64url"),
      publicJwk: StoredJwk.parse(row.publicJwk),
      privateKey: createPrivateKey({
        key: decrypt(deps.keyring, row.privateKeyEncrypted, signingKeyPlace(environmentId, row.kid)),
        format: "der",
        type: "pkcs8",
      }),
      publicKey: createPublicKey({ key: { ...EcJwk.parse(row.publicJwk) }, format: "jwk" }),
      retired: row.retiredAt !== null,
    }));
  });
}

/** The row that an encrypted private key belongs to: it opens in no other. */
export function signingKeyPlace(environmentId: string, kid: string): string {
  return `signing_keys/${environmentId}/${kid}`;
}
