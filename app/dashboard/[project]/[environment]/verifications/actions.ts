"use server";

import { refresh } from "next/cache";
import { idOf } from "@/app/dashboard/arguments";
import { requireWritableEnvironment } from "@/app/dashboard/scope";
import type { Revealed } from "@/components/verifications/reveal-recipient";
import { isNinepinError } from "@/lib/core/errors";
import { cancelVerification, liftSuppression, liftSuppressionOf, revealRecipient } from "@/lib/messages";
import { requestOtp } from "@/lib/otp";
import { clientOfRequest } from "@/lib/session";

type Writable = Awaited<ReturnType<typeof requireWritableEnvironment>>;

/** Does it for a member who may; answers what went wrong, if anything did. */
async function attempt(
  project: string,
  environment: string,
  work: (writable: Writable) => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await work(await requireWritableEnvironment(project, environment));
    refresh();
    return undefined;
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    refresh();
    return error.message;
  }
}

/** Sends another code of the verification. Every limit of the recipient counts it. */
export async function resendCode(project: string, environment: string, challenge: string) {
  return attempt(project, environment, async ({ deps, scope }) =>
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
  return attempt(project, environment, ({ deps, scope }) => cancelVerification(deps, scope, idOf(challenge)));
}

/** Lets messages to the verification's recipient through again. */
export async function letThrough(project: string, environment: string, challenge: string) {
  return attempt(project, environment, ({ deps, scope }) => liftSuppressionOf(deps, scope, idOf(challenge)));
}

/** The same for a recipient who was searched for. */
export async function letRecipientThrough(project: string, environment: string, recipient: string) {
  return attempt(project, environment, ({ deps, scope }) => {
    const value = String(recipient);
    return liftSuppression(deps, scope, { type: value.includes("@") ? "email" : "phone", value });
  });
}

/** The whole address or number of the recipient. */
export async function showRecipient(project: string, environment: string, challenge: string): Promise<Revealed> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    return { ok: true, value: await revealRecipient(deps, scope, idOf(challenge)) };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { ok: false, message: error.message };
  }
}
