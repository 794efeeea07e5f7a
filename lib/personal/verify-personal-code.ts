import { SignJWT } from "jose";
import { uuidv7 } from "@/lib/core/ids";
import { guessRight, meetChallenge } from "@/lib/otp";
import type { Client, Deps, Environment } from "@/lib/ports";
import { issuerOf } from "@/lib/tokens";
import { canonicalUsername } from "@/lib/users/identifier";
import type { PersonalToken, VerifyInput } from "./contract";
import { laneOf } from "./lane";
import { personalMode, personalScope, personalSecret } from "./scope";
import { withAlarm } from "./send-personal-code";
import { tellOfSignIn } from "./tell-owner";

/**
 * Exchanges the code of a name for a token: HS256, signed with `JWT_SECRET`, for as many hours as is configured. The two
 * newest codes of the name work, each once; whoever shows an earlier token is judged by the newest code that was asked for
 * with it. Errors as of `guessRight`; `not_found` where personal mode is off.
 */
export async function verifyPersonalCode(deps: Deps, client: Client, input: VerifyInput): Promise<PersonalToken> {
  const scope = await personalScope(deps, client);
  const username = canonicalUsername(input.username);
  const lane = await laneOf(deps, scope.environment, username, input.token);
  await withAlarm(deps, client, username, async () => {
    const guess = await guessRight(deps, scope, {
      challengeId: lane && (await lane.challengeId()),
      identifier: { type: "username", value: username },
      otp: input.otp,
      purpose: "sign_in",
    });
    await meetChallenge(deps, scope, guess);
  });
  deps.defer(() => tellOfSignIn(deps, client, username));
  return signToken(deps, scope.environment, username);
}

async function signToken(deps: Deps, environment: Environment, username: string): Promise<PersonalToken> {
  const { tokenSeconds } = personalMode(deps);
  const issuedAt = Math.floor(deps.clock.now().getTime() / 1000);
  const expires = issuedAt + tokenSeconds;
  const token = await new SignJWT({ username })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(issuerOf(deps.env, environment.id))
    .setSubject(username)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expires)
    .setJti(uuidv7(deps.clock, deps.random))
    .sign(personalSecret(deps));
  return { token, expiresAt: new Date(expires * 1000) };
}
