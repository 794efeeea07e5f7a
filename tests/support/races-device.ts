import { sealDeviceToken } from "@/lib/tokens";
import { identifierKeyOf } from "@/lib/users/identifier";
import type { Rig, Tenant } from "./races-rig";

/** The token of a device that has succeeded before for that address, sealed as the processes seal it. */
export function deviceTokenFor({ deps }: Pick<Rig, "deps">, { environmentId }: Tenant, email: string): string {
  const { keyring, random } = deps;
  const identifierKey = identifierKeyOf(keyring, environmentId, { type: "email", value: email });
  return sealDeviceToken(keyring, { environmentId, identifierKey, deviceId: random.bytes(16) });
}
