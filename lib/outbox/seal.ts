import type { AuditHead, SealedEvent, TakenEvent } from "@/db/queries/events";
import type { Random } from "@/lib/core/random";
import { type Keyring, sameBytes, sha256 } from "@/lib/core/secrets";

const NONCE_BYTES = 16;
const KEY_ID_BYTES = 2;

/**
 * What an entry promises to have said: SHA-256 over a nonce of its own and its content. The nonce goes with the content
 * when that is erased; the promise stays, tells nothing, and keeps the chain whole. 32 bytes.
 */
export function commitmentOf(nonce: Buffer, event: TakenEvent): Buffer {
  // Lengths come from JSON's quotes: no two contents give the same text.
  const content = JSON.stringify([event.id, event.environment_id, event.type, event.at, event.data, event.context]);
  return sha256(Buffer.concat([nonce, Buffer.from(content)]));
}

/**
 * The next link of an environment's chain: the id of the root secret, and a MAC over the link before, the number and the
 * commitment. Whoever can write to the database and lacks the secret can neither change an entry, nor take one out, nor
 * put one in, without breaking it. Undefined when that root is not listed any more. 34 bytes.
 */
export function linkOf(
  keyring: Keyring,
  entry: { environmentId: string; previous: Buffer; seq: number; commitment: Buffer },
  keyId = keyring.currentId,
): Buffer | undefined {
  if (!keyring.key("audit", keyId)) return undefined;
  const head = Buffer.alloc(KEY_ID_BYTES);
  head.writeUInt16BE(keyId);
  const text = `${entry.environmentId}\n${entry.seq}\n${entry.previous.toString("hex")}\n${entry.commitment.toString("hex")}`;
  return Buffer.concat([head, keyring.mac("audit", text, keyId)]);
}

/**
 * What proves where a chain ends: the id of the root secret, and a MAC over the environment, the last number and the last
 * link. Whoever can write to the database and lacks the secret cannot cut the end off and call an earlier entry the last.
 * What nothing inside the database shows is a chain that was set back whole, the record of its end included, to what it
 * was once: for that, somebody has to keep a number and its link elsewhere. Undefined when that root is not listed any
 * more. 34 bytes.
 */
function macOfEnd(
  keyring: Keyring,
  { environmentId, seq, link }: { environmentId: string; seq: number; link: Uint8Array },
  keyId = keyring.currentId,
): Buffer | undefined {
  if (!keyring.key("audit", keyId)) return undefined;
  const head = Buffer.alloc(KEY_ID_BYTES);
  head.writeUInt16BE(keyId);
  const text = `end\n${environmentId}\n${seq}\n${Buffer.from(link).toString("hex")}`;
  return Buffer.concat([head, keyring.mac("audit", text, keyId)]);
}

/** Whether a chain ends where its record says. That of one that has not begun needs no proof. */
export function isEnd(keyring: Keyring, { environment_id: environmentId, seq, link, mac }: AuditHead): boolean {
  if (seq === 0) return link.length === 0;
  if (mac === null) return false;
  const right = macOfEnd(keyring, { environmentId, seq, link }, keyIdOfLink(Buffer.from(mac)));
  return right !== undefined && sameBytes(right, Buffer.from(mac));
}

/** Which root secret made a link. */
export function keyIdOfLink(link: Buffer): number {
  return link.length < KEY_ID_BYTES ? -1 : link.readUInt16BE(0);
}

/**
 * Seals events behind the ends of their chains, in the order in which they are given. Answers the new ends too. One that
 * was not where its record said gets no new proof: what is sealed behind it does not hide that it was changed.
 */
export function sealEvents(
  deps: { keyring: Keyring; random: Random },
  events: readonly TakenEvent[],
  heads: readonly AuditHead[],
): { entries: SealedEvent[]; heads: AuditHead[] } {
  const changed = new Set(heads.filter((head) => !isEnd(deps.keyring, head)).map((head) => head.environment_id));
  const ends = new Map(heads.map((head) => [head.environment_id, head]));
  const entries = events.map((event) => {
    const end = ends.get(event.environment_id);
    if (!end) throw new Error("The end of the environment's chain was not locked");
    const seq = end.seq + 1;
    const nonce = deps.random.bytes(NONCE_BYTES);
    const commitment = commitmentOf(nonce, event);
    const environmentId = event.environment_id;
    const link = linkOf(deps.keyring, { environmentId, previous: Buffer.from(end.link), seq, commitment });
    if (!link) throw new Error("The key that signs now cannot seal");
    ends.set(environmentId, { environment_id: environmentId, seq, link, mac: null });
    return { ...event, seq, nonce, commitment, link };
  });
  const proven = [...ends.values()].map((end) => {
    const { environment_id: environmentId, seq, link } = end;
    const mac = changed.has(environmentId) ? undefined : macOfEnd(deps.keyring, { environmentId, seq, link });
    return { ...end, mac: mac ?? null };
  });
  return { entries, heads: proven };
}
