import { addSeconds, secondsUntil } from "@/lib/core/clock";
import { type CodeSent, requestMemberCode, startSignUp } from "@/lib/customers";
import { getDeps } from "@/lib/deps";
import { clientOfRequest, keepSignIn, readDeviceToken, type SignInState } from "@/lib/session";

/** How long until the next code may be asked for, after the first, the second and every later one. */
const RESEND_SECONDS = [30, 60, 120] as const;

type Ask = Pick<SignInState, "flow" | "email" | "next">;

/** Asks for the code of a new attempt and remembers who it is for. */
export async function sendCode(ask: Ask, sendsBefore = 0): Promise<SignInState> {
  const deps = await getDeps();
  const client = await clientOfRequest();
  const input = { email: ask.email, deviceToken: await readDeviceToken() };
  const send = ask.flow === "sign_up" ? startSignUp : requestMemberCode;
  const sent = await send(deps, client, input);
  return rememberSent(ask, sent, sendsBefore);
}

/** Remembers a code that is on its way. */
export async function rememberSent(ask: Ask, sent: CodeSent, sendsBefore: number): Promise<SignInState> {
  const { clock } = await getDeps();
  const now = clock.now();
  const wait = RESEND_SECONDS[Math.min(sendsBefore, RESEND_SECONDS.length - 1)] ?? 0;
  const state: SignInState = {
    flow: ask.flow,
    email: ask.email,
    next: ask.next,
    challengeId: sent.challengeId,
    codeLength: sent.codeLength,
    sentAt: now,
    expiresAt: sent.expiresAt,
    resendAt: addSeconds(now, Math.max(wait, secondsUntil(sent.resendAfter, now))),
    sends: sendsBefore + 1,
  };
  await keepSignIn(state);
  return state;
}
