import { randomBytes } from "node:crypto";

/** Where randomness comes from: `bytes(n)` gives n unpredictable bytes (ASVS 11.5.1). */
export type Random = { bytes(count: number): Buffer };

/** The operating system's generator. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
