import { systemClock } from "@/lib/core/clock";
import { systemRandom } from "@/lib/core/random";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
const TIME_LENGTH = 9;
const SEQUENCE_LENGTH = 4;
const RANDOM_LENGTH = 11;

let last = { ms: 0, sequence: 0 };

/**
 * The name of one request in its answer, its problem and the logs: `req_` and 24 characters. Always ours: what a client
 * sends as X-Request-Id is not looked at, so that nobody can write into our logs or collide with another request. Those of
 * a process sort in the order in which the requests came, also within one millisecond.
 */
export function newRequestId(): string {
  const ms = Math.max(systemClock.now().getTime(), last.ms);
  last = { ms, sequence: ms === last.ms ? last.sequence + 1 : 0 };
  let id = `req_${digits(ms, TIME_LENGTH)}${digits(last.sequence, SEQUENCE_LENGTH)}`;
  for (const byte of systemRandom.bytes(RANDOM_LENGTH)) id += ALPHABET[byte % ALPHABET.length];
  return id;
}

function digits(value: number, length: number): string {
  return value.toString(ALPHABET.length).padStart(length, "0");
}
