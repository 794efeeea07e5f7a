"use server";

import { refresh } from "next/cache";
import { idOf } from "@/app/dashboard/arguments";
import { attempt, reasonOf, type Writable } from "@/app/dashboard/attempt";
import type { Outcome } from "@/components/ui/outcome";
import { cancelVerification, liftSuppression, liftSuppressionOf, revealRecipient } from "@/lib/messages";
import { requestOtp } from "@/lib/otp";
import { clientOfRequest } from "@/lib/session";

/** Does it for a member who may; answers what went wrong, if anything did. The page is read anew either way. */
async function attemptHere(
  project: string,
  environment: string,
  work: (writable: Writable) => Promise<unknown>,
): Promise<string | undefined> {
  const reason = await reasonOf(attempt(project, environment, work));
  refresh();
  return reason;
}

/** Sends another code of the verification. Every limit of the recipient counts it. */
export async function resendCode(project: string, environment: string, challenge: string) {
  return attemptHere(project, environment, async ({ deps, scope }) =>
    requestOtp(deps, scope, await clientOfRequest(), {
      identifier: null,
      challengeId: idOf(challenge),
      channel: undefined,
      purpose: undefined,
      locale: undefined,
      deviceToken: undefined,
      context: undefined,
      metadata: undefined,
    }),
  );
}

/** Ends the verification. */
export async function endVerification(project: string, environment: string, challenge: string) {
  return attemptHere(project, environment, ({ deps, scope }) => cancelVerification(deps, scope, idOf(challenge)));
}

/** Lets messages to the verification's recipient through again. */
export async function letThrough(project: string, environment: string, challenge: string) {
  return attemptHere(project, environment, ({ deps, scope }) => liftSuppressionOf(deps, scope, idOf(challenge)));
}

/** The same for a recipient who was searched for. */
export async function letRecipientThrough(project: string, environment: string, recipient: string) {
  return attemptHere(project, environment, ({ deps, scope }) => {
    const value = String(recipient);
    return liftSuppression(deps, scope, { type: value.includes("@") ? "email" : "phone", value });
  });
}

/** The whole address or number of the recipient. */
export async function showRecipient(project: string, environment: string, challenge: string): Promise<Outcome<string>> {
  return attempt(project, environment, ({ deps, scope }) => revealRecipient(deps, scope, idOf(challenge)));
}
