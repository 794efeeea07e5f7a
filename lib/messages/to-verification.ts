import type { VerificationPageRow } from "@/db/queries/verification-pages";
import { maskIdentifier } from "@/lib/core/mask";
import { countryOf } from "@/lib/users/identifier";
import type { Verification } from "./contract";

/**
 * An attempt as the domain has it: whom it was for only masked. One that goes on has come as far as `now`; one whose tries
 * were used up is over, like one that nobody entered, when its codes are.
 */
export function toVerification(row: VerificationPageRow, now: Date): Verification {
  const { type, value, opened_at: startedAt, ends_at: endsAt, consumed_at: verifiedAt } = row;
  const end = verifiedAt ?? (row.state === "expired" || endsAt < now ? endsAt : now);
  return {
    id: row.id,
    recipient: maskIdentifier({ type, value }),
    recipientType: type,
    username: row.username ?? (type === "username" ? value : null),
    recipientKnown: !row.unknown,
    tenantId: row.tenant_id,
    country: countryOf({ type, value }),
    purpose: row.purpose,
    state: row.state,
    attempts: row.attempts,
    attemptsMax: row.attempts_max,
    channel: row.channel,
    provider: row.provider,
    delivery: row.delivery,
    locale: row.locale,
    templateVersion: row.template_version,
    startedAt,
    endsAt,
    verifiedAt,
    tookSeconds: Math.max(0, Math.round(end.getTime() - startedAt.getTime()) / 1000),
  };
}
