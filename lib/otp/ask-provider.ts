import type { JudgedChallenge, JudgedMessage } from "@/db/queries/charge-guess";
import { fail } from "@/lib/core/errors";
import type { CodeCheck } from "@/lib/delivery/channel";
import type { Deps, Environment } from "@/lib/ports";
import { ACCEPTED_MESSAGES, type Judgement, makesCodes } from "./judge";

/** A code as such a provider makes them. Anything else is wrong without asking. */
const CODE = /^\d{4,10}$/;

/** What a provider is asked of: the name of no message of theirs, shaped like one. */
const NOBODYS_SID = `VE${"0".repeat(32)}`;

type Asked = { challenge: JudgedChallenge; provider: string; providerMessageId: string };

/**
 * Judges a guess that is none of our codes by the providers that make codes themselves (Twilio Verify), where one of them
 * carried one of the messages that still work. The guess was charged before: whatever they answer, it counts. Their words
 * become ours: a right code meets its challenge, an ended one is `expired`, one that was tried too often there `locked`.
 * `verification_failed` where nobody could be asked.
 */
export async function askProviders(
  deps: Pick<Deps, "delivery">,
  environment: Environment,
  challenges: readonly JudgedChallenge[],
  guess: string,
  judgement: Judgement,
): Promise<Judgement> {
  if (judgement.right || environment.kind === "test" || !CODE.test(guess)) return judgement;
  let { reason } = judgement;
  let unasked = false;
  for (const { challenge, provider, providerMessageId } of askedOf(deps, environment, challenges)) {
    const check = await deps.delivery.checkCode(environment, { provider, providerMessageId, code: guess });
    if (check === "right" && !challenge.decoy) return { right: true, challenge };
    if (check === "unknown") unasked = true;
    else if (reason === "incorrect" && !challenge.decoy) reason = REASONS[check];
  }
  if (unasked) return fail("verification_failed");
  return { ...judgement, reason };
}

const REASONS = {
  right: "incorrect",
  wrong: "incorrect",
  expired: "expired",
  locked: "locked",
} as const satisfies Record<Exclude<CodeCheck, "unknown">, string>;

/**
 * Which codes are asked for, each once: a provider sends the same one again within its time. A decoy asks for one that nobody
 * sent, so that its answer takes as long as anybody's.
 */
function askedOf(
  { delivery }: Pick<Deps, "delivery">,
  environment: Environment,
  challenges: readonly JudgedChallenge[],
): Asked[] {
  const asked = challenges.flatMap((challenge) => {
    if (!challenge.decoy)
      return challenge.messages.slice(0, ACCEPTED_MESSAGES).flatMap((each) => sentBy(challenge, each));
    const first = challenge.channel === "sms" ? delivery.carriersOf(environment, "sms")[0] : undefined;
    return first && makesCodes(first.name) ? [{ challenge, provider: first.name, providerMessageId: NOBODYS_SID }] : [];
  });
  return [...new Map(asked.map((each) => [each.providerMessageId, each])).values()];
}

function sentBy(challenge: JudgedChallenge, { live, provider, provider_message_id }: JudgedMessage): Asked[] {
  if (!live || provider === null || provider_message_id === null || !makesCodes(provider)) return [];
  return [{ challenge, provider, providerMessageId: provider_message_id }];
}
