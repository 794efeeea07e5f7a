import { systemRandom } from "@/lib/core/random";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
const LENGTH = 24;

// Asking the system once for many ids costs a fraction of asking it for each.
let pool: Buffer = Buffer.alloc(0);
let at = 0;

/**
 * The name of one request in its answer, its problem and the logs: `req_` and 24 characters. Always ours: what a client
 * sends as X-Request-Id is not looked at, so that nobody can write into our logs or collide with another request.
 */
export function newRequestId(): string {
  if (at >= pool.length) {
    pool = systemRandom.bytes(LENGTH * 128);
    at = 0;
  }
  let id = "req_";
  for (const end = at + LENGTH; at < end; at += 1) id += ALPHABET[(pool[at] ?? 0) % ALPHABET.length];
  return id;
}
