import { decrypt } from "@/lib/core/encryption";
import type { Deps, Environment, SenderDomain } from "@/lib/ports";
import type { DomainSender } from "./channel";

/** As long as a domain whose records are missing goes on, in milliseconds: also where nobody comes to end it. */
const GRACE_MS = 72 * 3_600_000;
const LOCAL_PART = "login";
const BOUNCES = "bounces@np-bounces.";

/** The row that a domain's DKIM key is encrypted for. */
export function domainKeyPlace(environmentId: string, domainId: string): string {
  return `domains/${environmentId}/${domainId}`;
}

/** Whether mail still goes out from a domain that was verified. */
export function isSendable({ lostAt }: Pick<SenderDomain, "lostAt">, now: Date): boolean {
  return lostAt === null || now.getTime() - lostAt.getTime() < GRACE_MS;
}

/**
 * The domain that an environment's email comes from: the one it has had verified for longest; of a tenant's messages the
 * tenant's. Null where it has none, or only ones that have lost their records for good.
 */
export function senderOf(
  { clock, keyring }: Pick<Deps, "clock" | "keyring">,
  { id, senders }: Pick<Environment, "id" | "senders">,
): DomainSender | null {
  if (senders.length === 0) return null;
  const now = clock.now();
  const domain = senders.find((each) => isSendable(each, now));
  if (!domain) return null;
  const { name, able, dkimSelector: selector, dkimPrivateKeyEncrypted: sealed, tenantAddress } = domain;
  const privateKey = () => decrypt(keyring, sealed, domainKeyPlace(id, domain.id)).toString();
  return {
    address: tenantAddress ?? `${LOCAL_PART}@${name}`,
    dkim: able.smtp ? { domain: name, selector, privateKey: privateKey() } : null,
    returnPath: able.returnPath ? `${BOUNCES}${name}` : null,
    resend: able.resend,
    ...(tenantAddress !== undefined && { ofTenant: true as const }),
  };
}
