import { type ErrorCode, isNinepinError } from "@/lib/core/errors";
import { limitRow, networkOf, take } from "@/lib/limits";
import { requestOtp } from "@/lib/otp";
import type { Client, Deps, Environment } from "@/lib/ports";
import { canonicalUsername } from "@/lib/users/identifier";
import { CODE_SENT, type LoginInput, OWNER } from "./contract";
import { laneOf } from "./lane";
import { personalScope } from "./scope";
import { tellOfLock } from "./tell-owner";

/**
 * Sends a code for that name to the Discord channel, and answers once it was taken. Errors as of `requestOtp`;
 * `rate_limited` where strangers had too many; `not_found` where personal mode is off. Whoever shows an earlier token
 * is none: what strangers do, in however many networks, is not counted on them.
 */
export async function sendPersonalCode(deps: Deps, client: Client, input: LoginInput): Promise<typeof CODE_SENT> {
  const scope = await personalScope(deps, client);
  const username = canonicalUsername(input.username);
  const lane = await laneOf(deps, scope.environment, username, input.token);
  if (lane === null) await takePost(deps, scope.environment, client, username);
  await withAlarm(deps, client, username, () =>
    requestOtp(
      deps,
      scope,
      client,
      {
        identifier: { type: "username", value: username },
        challengeId: null,
        channel: "discord",
        purpose: "sign_in",
        locale: undefined,
        deviceToken: lane?.deviceToken,
        context: undefined,
        metadata: undefined,
      },
      { wasIn: lane !== null },
    ),
  );
  return CODE_SENT;
}

/**
 * Counts a post against its network first, so that no single network uses up what all share. Codes for the owner's name do
 * not count in what is shared: codes for other names cannot use them up, and their own limit is the identifier's.
 */
async function takePost(deps: Deps, { id, settings }: Environment, client: Client, username: string): Promise<void> {
  const limit = settings.codes.per_ip_hour;
  await take(deps.limits, "personal.login.ip", `${id}/${networkOf(client.ip)}`, { limit });
  if (username === OWNER) return;
  await take(deps.limits, "personal.posts", id, { limit: Math.max(limitRow("personal.posts").limit, limit) });
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
