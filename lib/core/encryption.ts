import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Random } from "./random";
import type { Keyring } from "./secrets";

const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 4;

/**
 * AES-256-GCM with the key outside the database: key id (4 bytes), nonce, tag, ciphertext. `context` names the row it
 * belongs to and is authenticated, so that a value moved to another row does not open.
 */
export function encrypt(keyring: Keyring, random: Random, plaintext: Buffer | string, context: string): Buffer {
  const key = keyring.key("encryption");
  if (!key) throw new Error("No encryption key");
  const iv = random.bytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(keyring.currentId);
  return Buffer.concat([header, iv, cipher.getAuthTag(), body]);
}

/** Opens what `encrypt` made. Throws when the key is gone, the context differs or a byte was changed. */
export function decrypt(keyring: Keyring, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed);
  const key = keyring.key("encryption", bytes.readUInt32BE(0));
  if (!key) throw new Error("The key of this value is not listed any more");
  const iv = bytes.subarray(HEADER_BYTES, HEADER_BYTES + IV_BYTES);
  const tag = bytes.subarray(HEADER_BYTES + IV_BYTES, HEADER_BYTES + IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES + IV_BYTES + TAG_BYTES)), decipher.final()]);
}
