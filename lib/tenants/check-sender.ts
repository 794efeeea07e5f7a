import type { Orm } from "@/db/client";
import { readDomainNamed } from "@/db/queries/domains";
import { fail, isNinepinError } from "@/lib/core/errors";
import { isPlainAddress } from "@/lib/delivery/plain-address";
import { isSendable } from "@/lib/delivery/sender-of";
import type { Deps } from "@/lib/ports";
import { canonicalEmail } from "@/lib/users/identifier";

/**
 * The one spelling of an address that a tenant's mail is to come from: on a domain that the environment has verified, and
 * that is no other tenant's. 400 `invalid_request` for anything else; null for none.
 */
export async function checkSender(
  { clock }: Pick<Deps, "clock">,
  tx: Orm,
  environmentId: string,
  { id, address: entered }: { id: string; address: string | null },
): Promise<string | null> {
  if (entered === null) return null;
  const address = plainAddress(entered);
  const host = address.slice(address.indexOf("@") + 1);
  const domain = await readDomainNamed(tx, environmentId, host);
  if (!domain?.verifiedAt || !isSendable(domain, clock.now())) refuseAddress(`Verify the domain ${host} here first`);
  if (domain.tenantId !== null && domain.tenantId !== id) refuseAddress(`The domain ${host} is another tenant's`);
  return address;
}

function plainAddress(entered: string): string {
  const message = "Must be an address such as login@mail.example.com";
  try {
    const address = canonicalEmail(entered);
    return isPlainAddress(address) ? address : refuseAddress(message);
  } catch (error) {
    if (isNinepinError(error) && error.code === "invalid_email") return refuseAddress(message);
    throw error;
  }
}

function refuseAddress(message: string): never {
  return fail("invalid_request", { detail: message, fields: [{ path: "sender_address", message }] });
}
