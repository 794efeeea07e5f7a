/** The window over which guesses add up. Counted in stretches, so that the oldest fall out one by one. */
export const WINDOW_SECONDS = 3600;
export const STRETCH_SECONDS = 600;

/** Takeovers that the judged guesses of an hour may be expected to lead to before the brake takes hold. */
const EXPECTED_MAX = 1e-3;
/** At ten times that, whoever guessed wrong once waits. */
const EXPECTED_SEVERE = 1e-2;
/** The other sign: so many wrong guesses, and such a part of all. People mistype, but not three in ten. */
const WRONG_MIN = 200;
const WRONG_RATIO = 0.3;

/** Wrong guesses of one network in the window that pass while the brake holds: a person who mistypes. */
const WRONG_PER_NETWORK = 3;
const WRONG_PER_NETWORK_SEVERE = 1;

/** By how many digits a code grows for the lane for anybody while the brake holds. */
export const LONGER_BY = 2;
export const LONGEST_CODE = 10;

/** The part of `codes.per_ip_hour` that is left while the brake holds. */
export const REQUESTS_PART = 0.25;

/** How hard the brake holds: not at all, by networks, or by whoever guessed wrong at all. */
export type Brake = "off" | "on" | "severe";

/** How hard it holds with what was judged in the window. */
export function brakeOf(sum: { judged: number; wrong: number; expected: number }): Brake {
  if (sum.expected > EXPECTED_SEVERE) return "severe";
  const many = sum.wrong > WRONG_MIN && sum.wrong > sum.judged * WRONG_RATIO;
  return sum.expected > EXPECTED_MAX || many ? "on" : "off";
}

/** Whether a network with so many wrong guesses in the window waits while the brake holds so hard. */
export function isHeld(brake: Brake, wrong: number): boolean {
  if (brake === "off") return false;
  return wrong >= (brake === "severe" ? WRONG_PER_NETWORK_SEVERE : WRONG_PER_NETWORK);
}
