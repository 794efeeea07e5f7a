import { describe, expect, test } from "vitest";
import { limitsInWords, simulateLimits, waitAfter } from "@/components/settings/simulate-limits";

const DEFAULTS = {
  digits: 9,
  lifetimeSeconds: 600,
  attempts: 5,
  cooldownSeconds: 30,
  codesPerHour: 3,
  freeFailures: 10,
};

describe("the limit simulator", () => {
  test("waits begin after the free failures with 30 s and double up to an hour", () => {
    expect([0, 3, 10].map((failures) => waitAfter(failures, 10))).toEqual([0, 0, 0]);
    expect([11, 12, 13, 17, 18, 60].map((failures) => waitAfter(failures, 10))).toEqual([
      30, 60, 120, 1920, 3600, 3600,
    ]);
  });

  test("an hour has no more guesses than its codes have tries", () => {
    expect(simulateLimits(DEFAULTS).guessesFirstHour).toBe(15);
    expect(simulateLimits({ ...DEFAULTS, codesPerHour: 1, attempts: 4 }).guessesFirstHour).toBe(4);
  });

  test("after an hour of guessing, the waits leave about one guess an hour", () => {
    const { guessesFirstDay, closedAfterSeconds, oddsOneIn } = simulateLimits(DEFAULTS);
    // 15 in the first hour, then at 3,600, 4,560 and 6,480 s, then one an hour.
    expect(guessesFirstDay).toBe(15 + 3 + 22);
    expect(closedAfterSeconds).toBeNull();
    expect(oddsOneIn).toBe(Math.floor(1e9 / (guessesFirstDay * 2)));
  });

  test("at a hundred failures the address closes, whatever is set", () => {
    const loose = simulateLimits({
      ...DEFAULTS,
      codesPerHour: 60,
      cooldownSeconds: 0,
      attempts: 10,
      freeFailures: 100,
    });
    expect(loose).toMatchObject({ guessesFirstHour: 100, guessesFirstDay: 100, closedAfterSeconds: 0 });
  });

  test("a code that ends sooner than its tries are used leaves the rest of them unused", () => {
    const short = simulateLimits({ ...DEFAULTS, lifetimeSeconds: 60, codesPerHour: 1, attempts: 10, freeFailures: 5 });
    expect(short.guessesFirstHour, "5 free, then one after each of the first waits within the minute").toBe(7);
  });

  test("fewer digits are found more easily, in proportion", () => {
    const nine = simulateLimits(DEFAULTS).oddsOneIn;
    expect(simulateLimits({ ...DEFAULTS, digits: 6 }).oddsOneIn).toBe(Math.floor(nine / 1000));
  });

  test("it says what that means, in whole sentences", () => {
    const words = limitsInWords({ ...DEFAULTS, codesPerNetwork: 20, mistypes: 3 });
    expect(words.person).toEqual([
      "Somebody who mistypes 3 times waits 0 s.",
      "Somebody whose code does not come can ask for another after 30 s, 3 codes an hour in all.",
    ]);
    expect(words.stranger[0]).toMatch(
      /^Somebody who guesses at one address gets 15 guesses in the first hour and \d+ in/,
    );
    expect(limitsInWords({ ...DEFAULTS, codesPerNetwork: 20, mistypes: 11 }).person[0]).toBe(
      "Somebody who mistypes 11 times waits 30 s, and needs 3 codes for it.",
    );
  });
});
