import type { Clock } from "./clock";
import type { Random } from "./random";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const SEQUENCE_MOST = 0xfff;

let last = { ms: 0, sequence: 0 };

/**
 * A UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds, 12 that count up within one (6.2, method 1), then 62 random bits.
 * Those of a process sort in the order in which they were made, so that a list by id does too. Lower-case text.
 */
export function uuidv7(clock: Clock, random: Random): string {
  const bytes = random.bytes(16);
  const ms = clock.now().getTime();
  // The first of a millisecond begins anywhere in the lower half: it tells nothing, and there is room for 2,048 more.
  const sequence = ms === last.ms ? Math.min(last.sequence + 1, SEQUENCE_MOST) : bytes.readUInt16BE(6) & 0x7ff;
  last = { ms, sequence };
  bytes.writeUIntBE(ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidFromBytes(bytes);
}

/** A UUIDv8 (RFC 9562, 5.8) of a hash, at least 16 bytes long: the same each time for the same. Lower-case text. */
export function uuidOfHash(hash: Uint8Array): string {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidFromBytes(bytes);
}

/** Whether the text is a UUID in the canonical lower-case form that we hand out. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The 16 bytes of a canonical UUID. */
export function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

/** The canonical text of 16 bytes. */
export function uuidFromBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
