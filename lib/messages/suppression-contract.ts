import { z } from "zod";
import { optionalTimestamp, Timestamp, timestamp } from "@/lib/core/wire";

/** Why nothing is sent to somebody, and until when. */
export const SuppressionFields = z.object({
  reason: z.string().meta({ description: "`bounced` or `complained`." }),
  created_at: Timestamp,
  expires_at: Timestamp.nullable().meta({ description: "Null: until somebody lifts it." }),
});

/** The same as the domain has it. */
export type Suppression = { reason: string; createdAt: Date; expiresAt: Date | null };

/** A suppression on the wire. */
export function presentSuppression({ reason, createdAt, expiresAt }: Suppression): z.input<typeof SuppressionFields> {
  return { reason, created_at: timestamp(createdAt), expires_at: optionalTimestamp(expiresAt) };
}

/** Whom it is about: an address or a number, whole. In the body, so that no log has it. */
export const RecipientBody = z
  .strictObject({ email: z.string().max(320).optional(), phone: z.string().max(64).optional() })
  .transform(({ email, phone }, context) => {
    if (email !== undefined && phone === undefined) return { type: "email" as const, value: email };
    if (phone !== undefined && email === undefined) return { type: "phone" as const, value: phone };
    context.addIssue({ code: "custom", message: "Send email or phone" });
    return z.NEVER;
  });

export const SuppressionReply = z.object({
  suppression: SuppressionFields.nullable().meta({ description: "Null where messages are let through." }),
});

/** Whether somebody is suppressed, on the wire. */
export function presentFoundSuppression(found: Suppression | null): z.input<typeof SuppressionReply> {
  return { suppression: found && presentSuppression(found) };
}
