import type { OutgoingMessage } from "./channel";
import { fromAddress } from "./from-address";

/**
 * The message as that carrier sends it: from the customer's own domain where the carrier may speak for it. A customer's
 * own account may; of the installation's, SMTP where our DKIM key is in DNS, and Resend where the domain is verified
 * there. Every other one keeps the installation's sender: it would be refused, or fail DMARC (RFC 7489, 3.1).
 */
export function sendAs(
  { sender, ...message }: OutgoingMessage,
  carrier: { name: string; accountId: string | null },
): OutgoingMessage {
  if (!sender || message.channel !== "email") return message;
  const isOwn = carrier.accountId !== null;
  const isOurSmtp = !isOwn && carrier.name === "smtp" && sender.dkim !== null;
  const isOurResend = !isOwn && carrier.name === "resend" && sender.resend;
  if (!isOwn && !isOurSmtp && !isOurResend) return message;
  return {
    ...fromAddress(message, sender.address),
    isOwnFrom: true,
    ...(sender.ofTenant && { isFromTenant: true as const }),
    ...(sender.dkim && carrier.name === "smtp" && { dkim: sender.dkim }),
    // A customer's own server is asked to send as its own domain alone.
    ...(isOurSmtp && sender.returnPath && { returnPath: sender.returnPath }),
  };
}
