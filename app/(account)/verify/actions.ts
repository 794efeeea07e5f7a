"use server";

import { redirect } from "next/navigation";
import { formOf } from "@/app/dashboard/arguments";
import type { EnterCodeState, Problem } from "@/components/account/enter-code-state";
import { shortCodeText } from "@/components/account/words";
import { digitsOf } from "@/components/code-field/digits";
import { isNinepinError, type NinepinError } from "@/lib/core/errors";
import { resendMemberCode, signInMember } from "@/lib/customers";
import { getDeps } from "@/lib/deps";
import {
  allowedNext,
  clientOfRequest,
  forgetSignIn,
  keepDeviceToken,
  readSignIn,
  type SignInState,
  startMemberSession,
} from "@/lib/session";
import { sendProblem } from "../problem-of";
import { rememberSent, sendCode } from "../send-code";
import { enterCodeState } from "./enter-code-state";

const LONGEST_INPUT = 64;

/** Judges a code, or sends another one, as the form's `intent` says. */
export async function enterCode(previous: EnterCodeState, sent: FormData): Promise<EnterCodeState> {
  const form = formOf(sent);
  const signIn = await readSignIn();
  if (!signIn) redirect("/signin");
  const { clock } = await getDeps();
  const state = { ...enterCodeState(signIn, clock.now()), refusals: refusalsOf(previous) };
  if (form.get("intent") === "resend") return resend(state, signIn);

  const otp = String(form.get("code") ?? "").slice(0, LONGEST_INPUT);
  const typed = digitsOf(otp).length;
  if (typed < signIn.codeLength) {
    return { ...state, problem: { text: shortCodeText(typed, signIn.codeLength) } };
  }
  let isNew: boolean;
  try {
    const deps = await getDeps();
    const signedIn = await signInMember(deps, await clientOfRequest(), { challengeId: signIn.challengeId, otp });
    await startMemberSession(signedIn);
    await keepDeviceToken(signedIn.deviceToken);
    await forgetSignIn();
    isNew = signedIn.isNew;
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return refused(state, signIn, error);
  }
  redirect(isNew ? "/start" : (allowedNext(signIn.next) ?? "/dashboard"));
}

/** How many there were, as the page knows it: whoever writes the request themselves may say anything. */
function refusalsOf(previous: EnterCodeState): number {
  return Number.isSafeInteger(previous?.refusals) ? previous.refusals : 0;
}

/** A code that did not let them in: what to do next, in words. */
async function refused(state: EnterCodeState, signIn: SignInState, error: NinepinError): Promise<EnterCodeState> {
  const answer = { ...state, refusals: state.refusals + 1 };
  const { reason, attempts_remaining: left } = error.options.extra ?? {};
  switch (error.code) {
    case "invalid_otp":
      if (reason === "expired") return resendExpired(answer, signIn);
      if (reason === "superseded") {
        return { ...answer, problem: { text: "That is an earlier code. Use the one from the newest email." } };
      }
      if (reason === "locked" || left === 0) return { ...answer, problem: triesUsedUp(state.resendSeconds) };
      if (typeof left === "number") {
        return {
          ...answer,
          problem: { text: `That code is not right. ${left} ${left === 1 ? "try" : "tries"} left.` },
        };
      }
      return { ...answer, problem: { text: "That code is over. Ask for a new one." } };
    case "locked":
    case "rate_limited":
      return waiting(answer, error.options.retryAfterSeconds ?? 60);
    case "forbidden":
      return { ...answer, problem: { text: `${error.message}.` } };
    case "customer_suspended":
      return { ...answer, problem: { text: "This account is suspended." } };
    case "verification_failed":
    case "unavailable":
      return { ...state, problem: { text: "We could not check the code. Try again in a moment." } };
    default:
      throw error;
  }
}

/** While nothing is judged, no new code helps either. */
function waiting(answer: EnterCodeState, waitSeconds: number): EnterCodeState {
  const problem = { text: "Too many tries. You can ask for a new code", waitSeconds };
  return { ...answer, problem, resendSeconds: Math.max(waitSeconds, answer.resendSeconds) };
}

function triesUsedUp(waitSeconds: number): Problem {
  return waitSeconds > 0
    ? { text: "Too many tries. You can ask for a new code", waitSeconds }
    : { text: "Too many tries with this code. Ask for a new one." };
}

async function resendExpired(answer: EnterCodeState, signIn: SignInState): Promise<EnterCodeState> {
  const sent = await resend(answer, signIn);
  if (sent.notice === null) {
    const text = "That code has expired. You can ask for a new code";
    const wait = sent.problem?.waitSeconds;
    return { ...sent, problem: wait === undefined ? sent.problem : { text, waitSeconds: wait } };
  }
  const text = `That code has expired. We have just sent a new one to ${signIn.email}.`;
  return { ...sent, notice: null, problem: { text } };
}

/** Another code of the same attempt while it lasts, so that the one on its way still works; else of a new attempt. */
async function resend(state: EnterCodeState, signIn: SignInState): Promise<EnterCodeState> {
  try {
    const { clock } = await getDeps();
    const sent = (await resendWithin(signIn)) ?? (await sendCode(signIn, signIn.sends));
    const next = enterCodeState(sent, clock.now());
    return { ...next, refusals: state.refusals, notice: `We have sent a new code to ${signIn.email}.` };
  } catch (error) {
    const problem = sendProblem(error);
    return { ...state, problem, resendSeconds: Math.max(problem.waitSeconds ?? 0, state.resendSeconds) };
  }
}

/** Null when the attempt is over: its time or its tries are used up. */
async function resendWithin(signIn: SignInState): Promise<SignInState | null> {
  const deps = await getDeps();
  try {
    const sent = await resendMemberCode(deps, await clientOfRequest(), { challengeId: signIn.challengeId });
    return await rememberSent(signIn, sent, signIn.sends);
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") return null;
    throw error;
  }
}
