/** What the simulator needs to know. Times in seconds. */
export type SimulatedLimits = {
  digits: number;
  lifetimeSeconds: number;
  attempts: number;
  cooldownSeconds: number;
  codesPerHour: number;
  /** Wrong codes in a row that pass without a wait. */
  freeFailures: number;
};

/** What somebody who guesses at one address comes to, starting from none. */
export type Simulated = {
  guessesFirstHour: number;
  guessesFirstDay: number;
  /** After how many seconds the address is closed to strangers; null if not within the day. */
  closedAfterSeconds: number | null;
  /** One in so many, at most, in the first day. */
  oddsOneIn: number;
};

const HOUR = 3_600;
const DAY = 86_400;
const FIRST_WAIT = 30;
const LONGEST_WAIT = HOUR;
/** At so many wrong codes in a row an address closes for strangers, whatever is set. */
const CLOSED_AT = 100;
/** A guess is compared with a challenge's last two messages. */
const CODES_PER_GUESS = 2;

/** How long an address waits after so many wrong codes in a row: nothing at first, then 30 s, doubling up to an hour. */
export function waitAfter(failures: number, freeFailures: number): number {
  if (failures <= freeFailures) return 0;
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - freeFailures - 1));
}

/**
 * Plays a day of somebody who guesses at one address as fast as the limits let them: asks for a code whenever they may,
 * and uses every try of it. The odds are the most that they can be: each guess is taken to meet two living codes.
 */
export function simulateLimits(limits: SimulatedLimits): Simulated {
  const { attempts, cooldownSeconds, codesPerHour, freeFailures, lifetimeSeconds } = limits;
  const sends: number[] = [];
  let [now, failures, triesLeft, firstHour, codeEnds] = [0, 0, 0, 0, 0];
  while (now < DAY && failures < CLOSED_AT) {
    if (triesLeft === 0 || now >= codeEnds) {
      now = Math.max(now, nextSend(sends, { cooldownSeconds, codesPerHour }));
      if (now >= DAY) break;
      sends.push(now);
      triesLeft = attempts;
      codeEnds = now + lifetimeSeconds;
    }
    failures += 1;
    triesLeft -= 1;
    if (now < HOUR) firstHour += 1;
    if (failures < CLOSED_AT) now += waitAfter(failures, freeFailures);
  }
  return {
    guessesFirstHour: firstHour,
    guessesFirstDay: failures,
    closedAfterSeconds: failures >= CLOSED_AT ? now : null,
    oddsOneIn: Math.floor(10 ** limits.digits / (failures * (codesPerHour > 1 ? CODES_PER_GUESS : 1))),
  };
}

function nextSend(
  sends: readonly number[],
  { cooldownSeconds, codesPerHour }: Pick<SimulatedLimits, "cooldownSeconds" | "codesPerHour">,
): number {
  const last = sends.at(-1);
  const outOfWindow = sends.at(-codesPerHour);
  return Math.max(
    last === undefined ? 0 : last + cooldownSeconds,
    sends.length < codesPerHour || outOfWindow === undefined ? 0 : outOfWindow + HOUR,
  );
}

/** What the limits mean to a person and to somebody who is none, sentence by sentence. */
export function limitsInWords(limits: SimulatedLimits & { codesPerNetwork: number; mistypes: number }): {
  person: string[];
  stranger: string[];
} {
  const { attempts, cooldownSeconds, codesPerHour, codesPerNetwork, mistypes, freeFailures, digits } = limits;
  const simulated = simulateLimits(limits);
  const codesNeeded = Math.ceil((mistypes + 1) / attempts);
  const wait = waitAfter(mistypes, freeFailures);
  const odds = simulated.oddsOneIn.toLocaleString("en");
  return {
    person: [
      `Somebody who mistypes ${count(mistypes, "time")} waits ${wait} s${codesNeeded > 1 ? `, and needs ${codesNeeded} codes for it` : ""}.`,
      `Somebody whose code does not come can ask for another ${cooldownSeconds === 0 ? "at once" : `after ${cooldownSeconds} s`}, ${count(codesPerHour, "code")} an hour in all.`,
    ],
    stranger: [
      `Somebody who guesses at one address gets ${count(simulated.guessesFirstHour, "guess", "guesses")} in the first hour and ${simulated.guessesFirstDay} in the first day${simulated.closedAfterSeconds === null ? "" : ", after which the address is closed to strangers"}.`,
      `With ${digits} digits, they are right at most once in ${odds} days of trying.`,
      `One address gets at most ${count(codesPerHour, "code")} an hour from them; one network asks for at most ${count(codesPerNetwork, "code")} an hour.`,
    ],
  };
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
