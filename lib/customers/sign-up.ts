import type { JudgedChallenge } from "@/db/queries/charge-guess";
import { listEnvironments } from "@/db/queries/environments";
import { lockForTransaction } from "@/db/queries/lock";
import { findMember, insertMemberSession, readCustomer, revokeMemberSession } from "@/db/queries/members";
import { addSeconds } from "@/lib/core/clock";
import { type ErrorCode, fail, isNinepinError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { installationEnvironment } from "@/lib/environments";
import { networkOf, take } from "@/lib/limits";
import { deviceTokenOf, guessRight, meetChallenge, requestOtp } from "@/lib/otp";
import type { Client, Deps, Scope } from "@/lib/ports";
import { systemSettings } from "@/lib/settings";
import type { SignedUp } from "./contract";
import { createCustomer, projectNameOf } from "./create-customer";

const MEMBER_SESSION_SECONDS = 30 * 86_400;

/** A code on its way to somebody who wants to be a member, or to sign in as one. */
export type CodeSent = {
  challengeId: string;
  destination: string;
  codeLength: number;
  expiresAt: Date;
  resendAfter: Date;
};

/** What a refused send would tell of an address that somebody else has asked for: nothing. */
const QUIET: ReadonlySet<ErrorCode> = new Set(["rate_limited", "resend_cooldown", "locked", "recipient_suppressed"]);

/** Members are users of Ninepin's own environment: their codes go the way of every customer's. */
async function installationScope(deps: Deps, client: Client): Promise<Scope> {
  return { environment: await installationEnvironment(deps), actor: { type: "system" }, client };
}

type StartSignUp = {
  email: string;
  company?: string | undefined;
  name?: string | undefined;
  deviceToken?: string | undefined;
};

/**
 * Starts a sign-up: mails a code. The same for an address that is a member already. `forbidden` while the operator lets
 * nobody in; errors as of `requestOtp`.
 */
export async function startSignUp(deps: Deps, client: Client, input: StartSignUp): Promise<CodeSent> {
  const { sign_ups } = await systemSettings(deps);
  return sign_ups === "closed" ? refuseSignUp() : mailCode(deps, client, input);
}

function refuseSignUp(): never {
  return fail("forbidden", { detail: "Sign-ups are closed" });
}

async function mailCode(deps: Deps, client: Client, input: StartSignUp): Promise<CodeSent> {
  const { company, name } = input;
  return requestOtp(deps, await installationScope(deps, client), client, {
    identifier: { type: "email", value: input.email },
    challengeId: null,
    channel: "email",
    purpose: "sign_in",
    locale: undefined,
    deviceToken: input.deviceToken,
    context:
      client.userAgent === null ? undefined : { ip: undefined, userAgent: client.userAgent, location: undefined },
    metadata: company === undefined && name === undefined ? undefined : { company, name },
  });
}

/** As `startSignUp`, for the API: limits of the address are kept and not told, so every answer is the same. */
export async function startSignUpQuietly(deps: Deps, client: Client, input: StartSignUp): Promise<void> {
  try {
    await startSignUp(deps, client, input);
  } catch (error) {
    if (!isNinepinError(error) || !QUIET.has(error.code)) throw error;
  }
}

/** Mails a code to sign in. An unknown address is answered alike, and its right code signs it up, where that is open. */
export async function requestMemberCode(
  deps: Deps,
  client: Client,
  input: { email: string; deviceToken?: string | undefined },
): Promise<CodeSent> {
  return mailCode(deps, client, input);
}

/** Mails another code within the same challenge. `not_found` when it is over. */
export async function resendMemberCode(deps: Deps, client: Client, input: { challengeId: string }): Promise<CodeSent> {
  return requestOtp(deps, await installationScope(deps, client), client, {
    identifier: null,
    challengeId: input.challengeId,
    channel: undefined,
    purpose: undefined,
    locale: undefined,
    deviceToken: undefined,
    context: undefined,
    metadata: undefined,
  });
}

export type VerifySignUp = { email?: string; challengeId?: string; otp: string; withKeys: boolean };

/**
 * Ends a sign-up with its code: customer, first project, owner and, with `withKeys`, four keys. For an address that is a
 * member already it is a sign-in, and `apiKeys` is empty. `forbidden` while sign-ups are closed; errors as of `verifyOtp`.
 */
export async function verifySignUp(
  deps: Deps,
  client: Client,
  input: VerifySignUp,
): Promise<SignedUp & { memberId: string; isNew: boolean; deviceToken: string }> {
  const scope = await installationScope(deps, client);
  const { email, challengeId, otp } = input;
  const guess = await guessRight(deps, scope, {
    challengeId: challengeId ?? null,
    identifier: email === undefined ? null : { type: "email", value: email },
    otp,
    purpose: "sign_in",
  });
  await meetChallenge(deps, scope, guess);
  const member = await memberOf(deps, client, guess.challenge, input.withKeys);
  return { ...member, deviceToken: deviceTokenOf(deps, scope.environment, guess.challenge) };
}

/** Signs a member in with their code; somebody who is none yet becomes one. The session is ended by `endMemberSession`. */
export async function signInMember(
  deps: Deps,
  client: Client,
  input: { challengeId: string; otp: string },
): Promise<{
  memberSessionId: string;
  expiresAt: Date;
  deviceToken: string;
  isNew: boolean;
  project: { slug: string };
}> {
  await take(deps.limits, "signin.ip", networkOf(client.ip));
  const member = await verifySignUp(deps, client, { ...input, withKeys: false });
  const memberSessionId = uuidv7(deps.clock, deps.random);
  const createdAt = deps.clock.now();
  const expiresAt = addSeconds(createdAt, MEMBER_SESSION_SECONDS);
  await insertMemberSession(deps.db.orm, {
    id: memberSessionId,
    memberId: member.memberId,
    createdAt,
    expiresAt,
    restoreEpoch: deps.env.restoreEpoch,
    userAgent: client.userAgent?.slice(0, 512) ?? null,
  });
  const { deviceToken, isNew, project } = member;
  return { memberSessionId, expiresAt, deviceToken, isNew, project };
}

/** Ends a member's session, everywhere, at once. */
export async function endMemberSession(deps: Deps, memberSessionId: string): Promise<void> {
  await revokeMemberSession(deps.db.orm, memberSessionId, deps.clock.now());
}

async function memberOf(
  deps: Deps,
  client: Client,
  challenge: JudgedChallenge,
  withKeys: boolean,
): Promise<SignedUp & { memberId: string; isNew: boolean }> {
  const email = challenge.identifier_value;
  const { sign_ups, default_plan } = await systemSettings(deps);
  return deps.db.transaction(async (tx) => {
    // Of two who become a member with one address at once, the second finds the first.
    await lockForTransaction(tx, `member/${email}`);
    const known = await findMember(tx, email);
    if (!known) {
      if (sign_ups === "closed") return refuseSignUp();
      const { company, name } = { company: undefined, name: undefined, ...challenge.metadata };
      const projectName = projectNameOf(typeof company === "string" ? company : null, email);
      const created = await createCustomer(deps, tx, {
        name: typeof company === "string" ? company : projectName,
        plan: default_plan,
        project: { name: projectName, domain: null },
        member: { email, name: typeof name === "string" ? name : null },
        withKeys,
        client,
      });
      return { ...created, isNew: true };
    }
    const customer = await readCustomer(tx, known.customerId);
    if (customer?.cancelledAt) return fail("forbidden", { detail: "This account was closed" });
    const [environment] = await listEnvironments(tx, known.customerId);
    if (!customer || !environment) return fail("not_found");
    const project = { id: environment.projectId, slug: environment.projectSlug, name: environment.projectName };
    return { customer, project, apiKeys: [], memberId: known.id, isNew: false };
  });
}
