import { systemRandom } from "@/lib/core/random";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
const LENGTH = 24;

/**
 * The name of one request in its answer, its problem and the logs: `req_` and 24 characters. Always ours: what a client
 * sends as X-Request-Id is not looked at, so that nobody can write into our logs or collide with another request.
 */
export function newRequestId(): string {
  let id = "req_";
  for (const byte of systemRandom.bytes(LENGTH)) id += ALPHABET[byte % ALPHABET.length];
  return id;
}
