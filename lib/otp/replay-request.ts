import { readRequested } from "@/db/queries/messages";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { HIDDEN, maskIdentifier } from "@/lib/core/mask";
import { CHANNELS } from "@/lib/delivery/channel";
import type { Deps, Scope } from "@/lib/ports";
import { codeOf } from "./code";
import type { RequestedOtp } from "./contract";

/**
 * What a request for a code was answered with, from the message that it made under an id chosen before; null when it has
 * made none. The code is there in a test environment alone, where it is no secret. `delivery_failed` where the first
 * answer said that, or would have.
 */
export async function readRequestedOtp(
  deps: Pick<Deps, "db" | "keyring">,
  { environment }: Pick<Scope, "environment">,
  messageId: string,
): Promise<RequestedOtp | null> {
  const row = await readRequested(deps.db, environment.id, messageId);
  const channel = CHANNELS.find((name) => name === row?.channel);
  if (!row || !channel) return null;
  const { codes, sign_ups } = environment.settings;
  // Where strangers are not let in, no answer tells what became of the message.
  if (row.failed && sign_ups.mode === "open" && row.username === null) return fail("delivery_failed");
  const source = { environmentId: environment.id, messageId, nonce: Buffer.from(row.nonce), keyId: row.key_id };
  const { kind } = environment;
  return {
    challengeId: row.challenge_id,
    channel,
    destination:
      row.username === null ? maskIdentifier({ type: row.identifier_type, value: row.identifier_value }) : HIDDEN,
    codeLength: row.digits,
    expiresAt: row.expires_at,
    resendAfter: addSeconds(row.sent_at, codes.resend_cooldown_seconds),
    previewCode: kind === "test" ? (codeOf(deps.keyring, kind, { ...source, digits: row.digits }) ?? null) : null,
    quota: null,
  };
}
