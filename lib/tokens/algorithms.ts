import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { z } from "zod";
import { sha256 } from "@/lib/core/secrets";
import type { PublicJwk, SigningAlgorithm } from "@/lib/ports";
import { signEs256, verifyEs256 } from "./es256";

/** 32 bytes: as long as the hash (RFC 7518, 3.2). */
const HMAC_SECRET_BYTES = 32;
const RSA_BITS = 2048;

const Rest = { kid: z.string(), use: z.literal("sig") };
const Jwk = z.discriminatedUnion("alg", [
  z.object({
    ...Rest,
    alg: z.literal("ES256"),
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: z.string(),
    y: z.string(),
  }),
  z.object({ ...Rest, alg: z.literal("EdDSA"), kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() }),
  z.object({ ...Rest, alg: z.literal("RS256"), kty: z.literal("RSA"), n: z.string(), e: z.string() }),
]);

/** A key as it is kept: what everybody may see, and the half that is encrypted. */
export type NewKey = { kid: string; publicJwk: PublicJwk | null; secret: Buffer };

/**
 * A new key for one algorithm and no other. It is named by its thumbprint (RFC 7638); a shared secret by a hash that
 * tells nothing of it.
 */
export async function generateKey(algorithm: SigningAlgorithm, randomBytes: (size: number) => Buffer): Promise<NewKey> {
  if (algorithm === "HS256") {
    const secret = randomBytes(HMAC_SECRET_BYTES);
    return { kid: sha256(randomBytes(HMAC_SECRET_BYTES)).toString("base64url"), publicJwk: null, secret };
  }
  const pair = newPair(algorithm);
  const plain = pair.publicKey.export({ format: "jwk" });
  const kid = await calculateJwkThumbprint({ ...plain });
  const secret = pair.privateKey.export({ format: "der", type: "pkcs8" });
  return { kid, publicJwk: Jwk.parse({ ...plain, kid, alg: algorithm, use: "sig" }), secret };
}

function newPair(algorithm: Exclude<SigningAlgorithm, "HS256">): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  if (algorithm === "EdDSA") return generateKeyPairSync("ed25519");
  return generateKeyPairSync("rsa", { modulusLength: RSA_BITS });
}

/** What is kept of a key, ready to sign and to verify. */
export function loadKey(
  algorithm: SigningAlgorithm,
  stored: { publicJwk: unknown; secret: Buffer },
): { publicJwk: PublicJwk | null; privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm === "HS256") {
    const shared = createSecretKey(stored.secret);
    return { publicJwk: null, privateKey: shared, publicKey: shared };
  }
  const publicJwk = Jwk.parse(stored.publicJwk);
  const privateKey = createPrivateKey({ key: stored.secret, format: "der", type: "pkcs8" });
  return { publicJwk, privateKey, publicKey: createPublicKey({ key: { ...publicJwk }, format: "jwk" }) };
}

/** Signs as the algorithm has it (RFC 7518, 3; RFC 8037, 3.1). Answers the bytes of a JWT's third part. */
export function signWith(algorithm: SigningAlgorithm, key: KeyObject, data: string): Buffer {
  if (algorithm === "ES256") return signEs256(data, key);
  if (algorithm === "HS256") return createHmac("sha256", key).update(data).digest();
  return sign(algorithm === "EdDSA" ? null : "sha256", Buffer.from(data), key);
}

/** Whether these bytes are the key's signature, by that algorithm alone: never by one that the token names. */
export function verifyWith(algorithm: SigningAlgorithm, key: KeyObject, data: string, signature: Buffer): boolean {
  if (algorithm === "ES256") return verifyEs256(data, key, signature);
  if (algorithm === "HS256") {
    const expected = signWith(algorithm, key, data);
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
  return verify(algorithm === "EdDSA" ? null : "sha256", Buffer.from(data), key, signature);
}
