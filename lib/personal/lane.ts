import { jwtVerify } from "jose";
import { z } from "zod";
import { newestOfLane } from "@/db/queries/personal";
import { uuidToBytes } from "@/lib/core/ids";
import type { Deps, Environment } from "@/lib/ports";
import { issuerOf, sealDeviceToken } from "@/lib/tokens";
import { identifierKeyOf } from "@/lib/users/identifier";
import { personalSecret } from "./scope";

const Claims = z.object({ jti: z.uuid() });

/** How long after its end a token still says that whoever shows it was in: nothing else, and a code is needed for that. */
const KNOWN_SECONDS = 90 * 86_400;

/**
 * A way of its own for whoever shows a token of that name: its codes and its wrong guesses count apart from everybody's,
 * so that no stranger can use them up. It opens nothing else: a code is needed all the same.
 */
type Lane = {
  /** What asking for a code takes. */
  deviceToken: string;
  /** The challenge that this way has open; null where it has none. */
  challengeId(): Promise<string | null>;
};

/** The way of a token; null for one that ended more than 90 days ago, or is not of that name, or not ours. */
export async function laneOf(
  deps: Deps,
  environment: Environment,
  username: string,
  token: string | null,
): Promise<Lane | null> {
  if (token === null) return null;
  const verified = await jwtVerify(token, personalSecret(deps), {
    algorithms: ["HS256"],
    issuer: issuerOf(deps.env, environment.id),
    subject: username,
    requiredClaims: ["exp"],
    currentDate: deps.clock.now(),
    clockTolerance: KNOWN_SECONDS,
  }).catch(() => null);
  const claims = Claims.safeParse(verified?.payload);
  if (!claims.success) return null;
  const lane = uuidToBytes(claims.data.jti);
  const identifierKey = identifierKeyOf(deps.keyring, environment.id, { type: "username", value: username });
  return {
    deviceToken: sealDeviceToken(deps.keyring, { environmentId: environment.id, identifierKey, deviceId: lane }),
    challengeId: () => newestOfLane(deps.db, environment.id, { identifierKey, purpose: "sign_in", lane }),
  };
}
