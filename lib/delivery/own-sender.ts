import type { OutgoingMessage, ProviderField } from "./channel";
import { fromAddress } from "./from-address";
import { isPlainAddress } from "./plain-address";
import type { Entered } from "./registry";

/** What every account that carries email may have beside its provider's own fields. */
export const FROM_FIELD: ProviderField = {
  name: "from",
  label: "From address",
  secret: false,
  optional: true,
  help: "For example login@mail.example.com; needed until a domain of this environment is verified",
};

/** What was entered of an email account: where its mail comes from, null where it does not say, and its provider's part. */
export function splitFrom({ from, ...config }: Entered): { from: string | null; config: Entered } {
  return { from: from ?? null, config };
}

/** What is wrong with that address; null where it can be sent from. */
export function fromProblem(from: string | null): string | null {
  return from === null || isPlainAddress(from) ? null : "Must be an address such as login@mail.example.com";
}

/**
 * The message as a customer's own account sends it: a tenant's as it is, else from the address that the account names,
 * else from the customer's own domain. Null for mail that has neither: nobody's own account sends as the installation.
 */
export function fromAccount(message: OutgoingMessage, address: string | null): OutgoingMessage | null {
  if (message.channel !== "email" || message.isFromTenant) return message;
  if (address !== null) return sendFrom(message, address);
  return message.isOwnFrom ? message : null;
}

/**
 * The message from the address that the account names. Its vendor says whether the account may: nobody else carries it so.
 * Our DKIM signature stays where it speaks for that address (RFC 7489, 3.1.1).
 */
function sendFrom({ dkim, ...message }: OutgoingMessage, address: string): OutgoingMessage {
  const host = address.slice(address.indexOf("@") + 1);
  const isAligned = dkim !== undefined && (host === dkim.domain || host.endsWith(`.${dkim.domain}`));
  return { ...fromAddress(message, address), ...(isAligned && { dkim }) };
}
