import { createHmac, createSecretKey, hash, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";

/** What a derived key is for. Each purpose has a key of its own, so that no MAC is ever valid for another use. */
export type KeyPurpose =
  | "code"
  | "refresh"
  | "device"
  | "identifier"
  | "encryption"
  | "cursor"
  | "audit"
  | "mailbox"
  | "operator"
  | "callback"
  | "idempotency"
  | "csrf"
  | "next_auth";

export type RootKey = { id: number; bytes: Buffer };

/** Every key of the installation, derived from the root secrets (HKDF-SHA-256, RFC 5869). */
export type Keyring = {
  /** The id of the root that signs now. */
  currentId: number;
  /** The oldest root still listed: what is only ever looked up, never verified, is keyed with it. */
  oldestId: number;
  /** The derived key of that root, or undefined when the root is not listed any more. */
  key(purpose: KeyPurpose, id?: number): KeyObject | undefined;
  /** HMAC-SHA-256 with the derived key of that root (the current one unless said). 32 bytes. */
  mac(purpose: KeyPurpose, data: Buffer | string, id?: number): Buffer;
};

/**
 * The keyring of these root secrets, the first of which signs. `restoreEpoch` is part of the keys for codes, refresh
 * tokens and devices: raising it after a restored backup ends whatever the backup could bring back to life.
 */
export function createKeyring(roots: readonly RootKey[], restoreEpoch: number): Keyring {
  const [first] = roots;
  if (!first) throw new Error("At least one root secret is needed");
  const derived = new Map<string, KeyObject>();

  function key(purpose: KeyPurpose, id = roots[0]?.id): KeyObject | undefined {
    const name = `${purpose}:${id}`;
    const known = derived.get(name);
    if (known) return known;
    const root = roots.find((candidate) => candidate.id === id);
    if (!root) return undefined;
    const epoch = purpose === "code" || purpose === "refresh" || purpose === "device" ? `/epoch-${restoreEpoch}` : "";
    // A KeyObject, made once: HMAC with raw bytes is several times slower.
    const made = createSecretKey(Buffer.from(hkdfSync("sha256", root.bytes, "", `ninepin/${purpose}${epoch}`, 32)));
    derived.set(name, made);
    return made;
  }

  return {
    currentId: first.id,
    oldestId: Math.min(...roots.map((root) => root.id)),
    key,
    mac(purpose, data, id) {
      const secret = key(purpose, id);
      if (!secret) throw new Error(`Root secret ${id} is not listed any more`);
      return createHmac("sha256", secret).update(data).digest();
    },
  };
}

/** SHA-256 of a secret with enough entropy of its own (ASVS 6.5.2): how keys and salts are kept. 32 bytes. */
export function sha256(data: Buffer | string): Buffer {
  return hash("sha256", data, "buffer");
}

/** Compares in constant time for equal lengths; different lengths are simply different (ASVS 11.2.4). */
export function sameBytes(a: Buffer | string, b: Buffer | string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
