import { claimVerification, readPendingOfAnother } from "@/db/queries/verify-sids";
import type { OutgoingMessage } from "@/lib/delivery/channel";
import type { OwnCodes } from "@/lib/delivery/deliver";
import type { Deps } from "@/lib/ports";
import { ANYWHERE, identifierKeyOf } from "@/lib/users/identifier";

/** Whose the codes are that providers make: of one challenge each, over the whole installation. */
export function ownCodesOf(
  { db, keyring }: Pick<Deps, "db" | "keyring">,
  { id: messageId, environmentId, to }: OutgoingMessage,
): OwnCodes {
  // Of no environment: all who ask for a code for that number meet at the provider.
  const recipientKey = () => identifierKeyOf(keyring, ANYWHERE, { type: "phone", value: to });
  return {
    pendingOfAnother: (accountId) =>
      readPendingOfAnother(db, environmentId, { messageId, accountId, recipientKey: recipientKey() }),
    claim: (sent) => claimVerification(db, environmentId, { ...sent, messageId, recipientKey: recipientKey() }),
  };
}
