import type { JudgedChallenge, JudgedMessage } from "@/db/queries/charge-guess";
import { readOwnVerifications } from "@/db/queries/verify-sids";
import { fail } from "@/lib/core/errors";
import type { CodeCheck } from "@/lib/delivery/channel";
import type { Carrier } from "@/lib/delivery/deliver";
import type { Deps, Environment } from "@/lib/ports";
import { environmentFor } from "@/lib/tenants";
import { ACCEPTED_MESSAGES, type Judgement, makesCodes } from "./judge";

/** A code as such a provider makes them. Anything else is wrong without asking. */
const CODE = /^\d{4,10}$/;

/** What a provider is asked of: the name of no message of theirs, shaped like one. */
const NOBODYS_SID = `VE${"0".repeat(32)}`;

type Asked = {
  challenge: JudgedChallenge;
  provider: string;
  providerMessageId: string;
  carriers?: readonly Carrier[];
};

type Asking = Pick<Deps, "caches" | "db" | "delivery">;

/**
 * Judges a guess that is none of our codes by the providers that make codes themselves (Twilio Verify), where one of them
 * carried one of the messages that still work, and what it sent is recorded as that challenge's. The guess was charged
 * before: whatever they answer, it counts. Their words become ours: a right code meets its challenge, an ended one is
 * `expired`, one that was tried too often there `locked`. `verification_failed` where nobody could be asked.
 */
export async function askProviders(
  deps: Asking,
  environment: Environment,
  challenges: readonly JudgedChallenge[],
  guess: string,
  judgement: Judgement,
): Promise<Judgement> {
  if (judgement.right || environment.kind === "test" || !CODE.test(guess)) return judgement;
  const answers = new Set<CodeCheck>();
  for (const { challenge, carriers, ...sent } of await ownedOf(deps, environment, challenges)) {
    const check = await deps.delivery.checkCode(environment, { ...sent, code: guess }, carriers);
    if (check === "right" && !challenge.decoy) return { right: true, challenge };
    if (check === "unknown" || !challenge.decoy) answers.add(check);
  }
  if (answers.has("unknown")) return fail("verification_failed");
  // While one of the codes still works, the guess was simply not it.
  if (judgement.reason !== "incorrect" || answers.has("wrong")) return judgement;
  return { ...judgement, reason: OVER.find((each) => answers.has(each)) ?? "incorrect" };
}

const OVER = ["locked", "expired"] as const;

/** What is asked about: of everybody's but a decoy's, what is recorded as that challenge's own. */
async function ownedOf(
  deps: Asking,
  environment: Environment,
  challenges: readonly JudgedChallenge[],
): Promise<Asked[]> {
  const asked = (await Promise.all(challenges.map((challenge) => askedOf(deps, environment, challenge)))).flat();
  if (asked.length === 0) return [];
  const sids = asked.map(({ providerMessageId }) => providerMessageId);
  const owners = await readOwnVerifications(deps.db, environment.id, sids);
  const owned = asked.filter(
    ({ challenge, providerMessageId }) => challenge.decoy || owners.get(providerMessageId) === challenge.id,
  );
  return [...new Map(owned.map((each) => [`${each.challenge.id}/${each.providerMessageId}`, each])).values()];
}

/**
 * Which codes may be asked for. A decoy asks whom its message would have gone to first, for one that nobody sent, so that
 * its answer takes as long as anybody's.
 */
async function askedOf(deps: Asking, environment: Environment, challenge: JudgedChallenge): Promise<Asked[]> {
  const sender = await senderOf(deps, environment, challenge);
  if (!challenge.decoy) {
    return challenge.messages.slice(0, ACCEPTED_MESSAGES).flatMap((each) => sentBy(challenge, each));
  }
  const first = challenge.channel === "sms" ? deps.delivery.carriersOf(sender, "sms")[0] : undefined;
  if (!first || !makesCodes(first.name)) return [];
  return [{ challenge, provider: first.name, providerMessageId: NOBODYS_SID, carriers: [first] }];
}

/**
 * The environment as the challenge's messages go out from it: a tenant's own accounts come first, until the tenant is gone.
 * Read for everybody's alike, so that not even this is slower for a decoy; no provider makes the codes of mail.
 */
async function senderOf(deps: Asking, environment: Environment, challenge: JudgedChallenge): Promise<Environment> {
  if (challenge.channel === "email") return environment;
  return (await environmentFor(deps, environment, challenge.tenant_id)) ?? environment;
}

function sentBy(challenge: JudgedChallenge, { live, provider, provider_message_id }: JudgedMessage): Asked[] {
  if (!live || provider === null || provider_message_id === null || !makesCodes(provider)) return [];
  return [{ challenge, provider, providerMessageId: provider_message_id }];
}
