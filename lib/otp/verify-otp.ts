import {
  type ChargeLimits,
  type ChargeRow,
  chargeByChallenge,
  chargeByIdentifier,
  type JudgedChallenge,
} from "@/db/queries/charge-guess";
import { consumeChallenge } from "@/db/queries/consume-challenge";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { keyIdOf } from "@/lib/environments/acting";
import { networkOf } from "@/lib/limits";
import { contextOf } from "@/lib/outbox";
import type { Client, Deps, Scope } from "@/lib/ports";
import { openSession } from "@/lib/sessions/open-session";
import { refuseUnmet } from "@/lib/sessions/refuse-unmet";
import { noteMet } from "@/lib/sms";
import { canonicalIdentifier, type Identifier } from "@/lib/users/identifier";
import { askProviders } from "./ask-provider";
import { normaliseCode } from "./code";
import type { Purpose, VerifiedOtp, VerifyOtpInput } from "./contract";
import { expectedMeetings, judgeGuess, reasonOf } from "./judge";
import { CLOSED_AT_FAILURES, PURPOSE_POLICY } from "./policy";
import { failLocked, playVerify, scenarioOf } from "./scenario";
import { keyOfGuess } from "./username";

/** How long a network that the spray brake holds is told to wait: by then the oldest stretch has fallen out. */
const SPRAY_WAIT_SECONDS = 600;

/** A right guess, charged and compared, not yet consumed. */
export type RightGuess = { challenge: JudgedChallenge; judgementId: string };

/**
 * Checks a code. For `sign_in` it opens a session; for the other purposes it answers the proof alone. A code is met
 * once under any concurrency. Errors: `invalid_otp` (with `reason` and `attempts_remaining` for whoever named the
 * challenge), `locked` while the identifier waits, `rate_limited` while the spray brake holds its network,
 * `verification_failed` where the code's provider could not be asked, `challenge_required`, `invalid_request`,
 * `invalid_api_key`, `customer_suspended`.
 */
export async function verifyOtp(deps: Deps, scope: Scope, client: Client, input: VerifyOtpInput): Promise<VerifiedOtp> {
  const purpose = input.purpose ?? "sign_in";
  if (scope.actor.type === "key" && !PURPOSE_POLICY[purpose].byKey) {
    const message = "This purpose is verified with the user's own token, at /api/auth/me/identifiers/verify";
    fail("invalid_request", { detail: message, fields: [{ path: "purpose", message }] });
  }
  const guess = await guessRight(deps, scope, { ...input, purpose });
  if (purpose === "sign_in") {
    return { purpose, signedIn: await openSession(deps, scope, client, guess) };
  }
  await meetChallenge(deps, scope, guess);
  return { purpose, challengeId: guess.challenge.id };
}

/** Charges the guess and compares it. Returns only for a right one; everything else is thrown. */
export async function guessRight(
  deps: Deps,
  scope: Scope,
  input: {
    challengeId: string | null;
    identifier: Identifier | null;
    otp: string;
    purpose: Purpose;
    userId?: string;
  },
): Promise<RightGuess> {
  const { environment } = scope;
  const judgementId = uuidv7(deps.clock, deps.random);
  const network = networkOfGuess(scope);
  const limits = {
    freeFailures: environment.settings.codes.consecutive_failures,
    closedAt: CLOSED_AT_FAILURES,
    braked: environment.kind === "live" && deps.spray.holds(environment.id, network),
  };
  const eventContext = JSON.stringify(contextOf(scope));
  const { challengeId, purpose } = input;
  const named = challengeId !== null;
  const row = named
    ? await chargeByChallenge(deps.db, environment.id, {
        challengeId,
        purpose,
        userId: input.userId ?? null,
        judgementId,
        eventContext,
        limits,
      })
    : await chargeNewest(deps, scope, { identifier: input.identifier, purpose, judgementId, eventContext, limits });
  if (!row) return fail("invalid_otp");
  playVerify(row.scenario);
  if (row.wait_seconds > 0) return failLocked(row.wait_seconds);
  if (row.over === "braked") return refuseSprayer();
  if (!row.judge) return refuseGuess(named, reasonOf(row.over), 0);
  const otp = normaliseCode(input.otp);
  const judgement = await askProviders(deps, environment, row.judge, otp, judgeGuess(deps, environment, row, otp));
  if (environment.kind === "live") {
    const expected = expectedMeetings(row.judge);
    deps.spray.note({ environmentId: environment.id, network, right: judgement.right, expected });
  }
  if (!judgement.right) return refuseGuess(named, judgement.reason, judgement.remaining, CHARGED);
  noteMet(deps, environment, judgement.challenge);
  return { challenge: judgement.challenge, judgementId };
}

async function chargeNewest(
  deps: Deps,
  scope: Scope,
  input: {
    identifier: Identifier | null;
    purpose: Purpose;
    judgementId: string;
    eventContext: string;
    limits: ChargeLimits;
  },
): Promise<ChargeRow | null> {
  if (!mayVerifyByIdentifier(scope)) return fail("challenge_required");
  if (input.identifier === null) return fail("identifier_required");
  const identifier = canonicalIdentifier(input.identifier);
  if (scope.environment.kind === "test") playVerify(scenarioOf(identifier));
  const identifierKey = await keyOfGuess(deps, scope.environment, identifier, input.purpose);
  return chargeByIdentifier(deps.db, scope.environment.id, { ...input, identifierKey });
}

function mayVerifyByIdentifier({ actor, environment }: Scope): boolean {
  const setting = environment.settings.codes.verify_by_identifier;
  if (actor.type === "system" || setting === "any") return true;
  return setting === "secret_key" && actor.type === "key" && actor.keyType === "secret";
}

/** Behind a secret key is the customer's server, which guesses for everybody: it is no network of a guesser. */
function networkOfGuess({ actor, client }: Scope): string | null {
  if (client === null || (actor.type === "key" && actor.keyType === "secret")) return null;
  return networkOf(client.ip);
}

/** The network guessed wrong too often while somebody tries a few codes at each of many identifiers. */
function refuseSprayer(): never {
  const limit = { name: "otp.spray", limit: 3, windowSeconds: 3600, remaining: 0, resetSeconds: SPRAY_WAIT_SECONDS };
  return fail("rate_limited", { retryAfterSeconds: SPRAY_WAIT_SECONDS, limit });
}

/** The statement that charged a guess has noted it as failed. */
const CHARGED = { recorded: true } as const;

/** Only who named the challenge learns more than "Invalid OTP": the challenge's id is what they have and others lack. */
function refuseGuess(named: boolean, reason: string, remaining: number, noted = {}): never {
  return fail("invalid_otp", { ...noted, ...(named && { extra: { reason, attempts_remaining: remaining } }) });
}

/** Meets a challenge that opens no session. `invalid_otp` when another guess met it first. */
export async function meetChallenge(deps: Deps, scope: Scope, guess: RightGuess): Promise<void> {
  const row = await consumeChallenge(deps.db, scope.environment.id, {
    challengeId: guess.challenge.id,
    keyId: keyIdOf(scope),
    judgementId: guess.judgementId,
    eventContext: JSON.stringify(contextOf(scope)),
    channel: guess.challenge.channel,
  });
  if (!row.won) refuseUnmet(deps, scope, row.alive);
}
