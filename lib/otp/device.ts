import type { JudgedChallenge } from "@/db/queries/charge-guess";
import type { Deps, Environment } from "@/lib/ports";
import { DEVICE_BYTES, sealDeviceToken } from "@/lib/tokens";
import { identifierKeyOf } from "@/lib/users/identifier";

/** The token of the device that met a challenge: its own lane again, or a new one for a device that had none. */
export function deviceTokenOf(
  deps: Pick<Deps, "keyring" | "random">,
  environment: Environment,
  challenge: JudgedChallenge,
): string {
  const identifier = { type: challenge.identifier_type, value: challenge.identifier_value };
  return sealDeviceToken(deps.keyring, {
    environmentId: environment.id,
    identifierKey: identifierKeyOf(deps.keyring, environment.id, identifier),
    deviceId: challenge.lane === "" ? deps.random.bytes(DEVICE_BYTES) : Buffer.from(challenge.lane, "hex"),
  });
}
