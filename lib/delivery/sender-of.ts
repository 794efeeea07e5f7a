import { decrypt } from "@/lib/core/encryption";
import type { Deps, Environment } from "@/lib/ports";
import type { DomainSender } from "./channel";

/** As long as a domain whose records are missing goes on, in milliseconds: also where nobody comes to end it. */
const GRACE_MS = 72 * 3_600_000;
const LOCAL_PART = "login";
const BOUNCES = "bounces@np-bounces.";

/** The row that a domain's DKIM key is encrypted for. */
export function domainKeyPlace(environmentId: string, domainId: string): string {
  return `domains/${environmentId}/${domainId}`;
}

/**
 * The domain that an environment's email comes from: the one it has had verified for longest. Null where it has none, or
 * only ones that have lost their records for good.
 */
export function senderOf(
  { clock, keyring }: Pick<Deps, "clock" | "keyring">,
  { id, senders }: Pick<Environment, "id" | "senders">,
): DomainSender | null {
  if (senders.length === 0) return null;
  const now = clock.now().getTime();
  const domain = senders.find(({ lostAt }) => lostAt === null || now - lostAt.getTime() < GRACE_MS);
  if (!domain) return null;
  const { name, able, dkimSelector: selector, dkimPrivateKeyEncrypted: sealed } = domain;
  const privateKey = () => decrypt(keyring, sealed, domainKeyPlace(id, domain.id)).toString();
  return {
    address: `${LOCAL_PART}@${name}`,
    dkim: able.smtp ? { domain: name, selector, privateKey: privateKey() } : null,
    returnPath: able.returnPath ? `${BOUNCES}${name}` : null,
    resend: able.resend,
  };
}
