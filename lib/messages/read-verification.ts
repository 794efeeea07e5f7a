import { readAttemptDeliveries, readAttemptEvents } from "@/db/queries/verification-events";
import { readVerificationNeighbours, readVerificationRow } from "@/db/queries/verification-pages";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import type { Deps, Scope } from "@/lib/ports";
import type { VerificationMessage, WholeVerification } from "./contract";
import { timelineOf } from "./timeline";
import { toVerification } from "./to-verification";

/** How many entries of the audit log one call looks at for those that tell of the verification. */
const SCAN = 20_000;

/**
 * One verification with its messages and its timeline: asked for, handed on, what the provider said, each guess, and where
 * that was told. Guesses come from the audit log, from the first 20,000 entries after the verification's beginning.
 * `not_found` for one that is not of this environment, or not kept any more.
 */
export async function readVerification(
  deps: Pick<Deps, "clock" | "db">,
  { environment }: Pick<Scope, "environment">,
  id: string,
): Promise<WholeVerification> {
  const row = (await readVerificationRow(deps.db, environment.id, id)) ?? fail("not_found");
  const now = deps.clock.now();
  const events = await readAttemptEvents(deps.db, environment.id, {
    ...{ id, scan: SCAN },
    from: addSeconds(row.opened_at, -1),
    to: addSeconds(now, 1),
  });
  const deliveries = await readAttemptDeliveries(deps.db, environment.id, events);
  const { suppressed_reason: reason, suppressed_at: createdAt } = row;
  return {
    ...toVerification(row, now),
    messages: row.messages.map(
      (message): VerificationMessage => ({
        id: message.id,
        channel: message.channel,
        provider: message.provider,
        providerMessageId: message.provider_message_id,
        locale: message.locale,
        templateVersion: message.template_version,
        delivery: message.delivery,
        sentAt: new Date(message.sent_at),
        expiresAt: new Date(message.expires_at),
        segments: message.segments,
        costMicros: message.cost_micros,
      }),
    ),
    timeline: timelineOf(row, events, deliveries),
    suppression: reason === null || createdAt === null ? null : { reason, createdAt, expiresAt: row.suppressed_until },
  };
}

/** The verifications before and after one. */
export function verificationNeighbours(
  deps: Pick<Deps, "db">,
  { environment }: Pick<Scope, "environment">,
  id: string,
) {
  return readVerificationNeighbours(deps.db, environment.id, id);
}
