import { type ErrorCode, isNinepinError } from "@/lib/core/errors";
import { requestOtp } from "@/lib/otp";
import type { Client, Deps } from "@/lib/ports";
import { CODE_SENT, type LoginInput } from "./contract";
import { personalScope } from "./scope";
import { tellOfLock } from "./tell-owner";

/**
 * Sends a code for that name to the Discord channel, and answers once it was taken. Errors as of `requestOtp`; `not_found`
 * where personal mode is off.
 */
export async function sendPersonalCode(deps: Deps, client: Client, input: LoginInput): Promise<typeof CODE_SENT> {
  const scope = await personalScope(deps, client);
  await withAlarm(deps, client, input.username, () =>
    requestOtp(deps, scope, client, {
      identifier: { type: "username", value: input.username },
      challengeId: null,
      channel: "discord",
      purpose: "sign_in",
      locale: undefined,
      deviceToken: undefined,
      context: undefined,
      metadata: undefined,
    }),
  );
  return CODE_SENT;
}

const ALARMING: ErrorCode = "locked";

/** Tells the owner of a name that waits because of wrong codes. */
export async function withAlarm<Result>(
  deps: Deps,
  client: Client,
  username: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isNinepinError(error) && error.code === ALARMING) {
      const seconds = error.options.retryAfterSeconds ?? 0;
      deps.defer(() => tellOfLock(deps, client, username, seconds));
    }
    throw error;
  }
}
