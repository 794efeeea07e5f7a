import type { ChargeRow, JudgedChallenge, JudgedMessage } from "@/db/queries/charge-guess";
import type { Deps, Environment } from "@/lib/ports";
import { codeOf, sameCode } from "./code";
import { reviewerCode } from "./reviewer";
import { REVIEWER } from "./scenario";

/** How many of a challenge's newest messages still work, each until its own end. */
export const ACCEPTED_MESSAGES = 2;

/** Providers that make the codes of their messages themselves: ours went nowhere. */
const MAKES_CODES: ReadonlySet<string> = new Set(["twilio_verify"]);

/** Whether what that provider carries has a code of its making, which it alone can check. */
export function makesCodes(provider: string | null): boolean {
  return provider !== null && MAKES_CODES.has(provider);
}

export type Reason = "incorrect" | "expired" | "superseded" | "locked";

export type Judgement =
  | { right: true; challenge: JudgedChallenge }
  | { right: false; reason: Reason; remaining: number };

/** Compares a guess that was charged with the codes of its challenges, each of them, in constant time. */
export function judgeGuess(
  deps: Pick<Deps, "keyring" | "env" | "clock">,
  environment: Environment,
  charge: ChargeRow,
  guess: string,
): Judgement {
  const { keyring } = deps;
  let found: JudgedChallenge | undefined;
  let reason: Reason = "incorrect";
  for (const challenge of charge.judge ?? []) {
    if (challenge.scenario === REVIEWER) {
      const fixed = reviewerCode(keyring, environment, challenge, deps.clock.now());
      if (fixed !== undefined && sameCode(fixed, guess)) found ??= challenge;
      continue;
    }
    challenge.messages.forEach((message, index) => {
      const code = codeOf(keyring, environment.kind, {
        environmentId: environment.id,
        messageId: message.id,
        nonce: Buffer.from(message.nonce, "hex"),
        keyId: message.key_id,
        digits: message.digits,
      });
      if (code === undefined || !sameCode(code, guess) || challenge.decoy || !counts(deps, environment, message))
        return;
      if (index < ACCEPTED_MESSAGES && message.live) found ??= challenge;
      else if (reason === "incorrect") reason = index < ACCEPTED_MESSAGES ? "expired" : "superseded";
    });
  }
  if (found) return { right: true, challenge: found };
  return { right: false, reason, remaining: Math.max(0, charge.judge?.[0]?.remaining ?? 0) };
}

/** How many codes a guess at these challenges may be expected to meet by chance: live codes times 10^-digits. */
export function expectedMeetings(challenges: readonly JudgedChallenge[]): number {
  return challenges
    .flatMap(({ messages }) => messages.slice(0, ACCEPTED_MESSAGES))
    .reduce((sum, { live, digits }) => sum + (live ? 10 ** -digits : 0), 0);
}

/**
 * A live code that only DEV_MODE let into the Mailbox, where it could be read, is worth nothing once that is off; nor is
 * one that was never sent, because its provider sent another.
 */
function counts({ env }: Pick<Deps, "env">, environment: Environment, { provider }: JudgedMessage): boolean {
  if (makesCodes(provider)) return false;
  return provider !== "mailbox" || environment.kind === "test" || environment.installation || env.devMode;
}

/** What to say of a guess that was not judged, because its challenge is over. */
export function reasonOf(over: ChargeRow["over"]): Reason {
  if (over === "spent") return "locked";
  return over === "ended" ? "expired" : "superseded";
}
