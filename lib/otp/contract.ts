import { z } from "zod";
import type { LimitState } from "@/lib/core/errors";
import { IpAddress, Locale, Metadata, Timestamp, timestamp, Uuid } from "@/lib/core/wire";
import { CHANNELS, type Channel } from "@/lib/delivery/channel";
import { presentTokens, type SignedIn, TokensReply } from "@/lib/sessions/contract";
import {
  ALL_IDENTIFIERS,
  identifierFields,
  missingIdentifier,
  readIdentifier,
  refuseMissing,
} from "@/lib/users/contract";

/** Why a code is asked for. Only `sign_in` opens a session. */
export const PURPOSES = ["sign_in", "step_up", "transaction", "identifier"] as const;
export type Purpose = (typeof PURPOSES)[number];

const PHONE_CHANNELS: readonly (Channel | undefined)[] = ["sms", "voice", "whatsapp"];

const Context = z
  .strictObject({
    ip: IpAddress.optional(),
    user_agent: z.string().max(512).optional(),
    location: z.string().max(100).optional(),
  })
  .transform((context) => ({ ip: context.ip, userAgent: context.user_agent, location: context.location }));

type Whom = { [Name in keyof typeof identifierFields | "challenge_id"]?: string | undefined };

/**
 * Whom a body is about: the identifier that it holds, if any, and the type of the one that it names, be it empty. Adds an
 * issue where it names a challenge as well.
 */
function readWhom(body: Whom, issues: z.RefinementCtx) {
  const identifier = readIdentifier(body, ALL_IDENTIFIERS, issues);
  const named = missingIdentifier(body, ALL_IDENTIFIERS);
  if (body.challenge_id !== undefined && named !== undefined) {
    const message = "Send challenge_id or an identifier, not both";
    issues.addIssue({ code: "custom", path: ["challenge_id"], message });
  }
  return { identifier, named };
}

/**
 * Asks for a code: a new challenge for an identifier, or, with `challenge_id`, another message of an open one.
 * `context` and `metadata` are for secret keys: the domain refuses them from a publishable one.
 */
export const RequestOtpBody = z
  .strictObject({
    ...identifierFields,
    challenge_id: Uuid.optional().meta({ description: "Send again within this challenge." }),
    channel: z.enum(CHANNELS).optional(),
    purpose: z.enum(PURPOSES).optional(),
    locale: Locale.optional().meta({
      description: "The language of the message; else the user's own, then the project's, then English.",
    }),
    tenant_id: Uuid.optional().meta({
      description:
        "For a user of this tenant: the message has its name and sender. Sent again, it stays with its tenant.",
    }),
    device_token: z.string().min(1).max(512).optional(),
    context: Context.optional().meta({ description: "From secret keys: who really asks." }),
    metadata: Metadata.optional().meta({
      description: "From secret keys: kept with the challenge, and what {{data.…}} in its templates is.",
    }),
  })
  .transform((body, issues) => {
    const { identifier, named } = readWhom(body, issues);
    if (issues.issues.length > 0) return z.NEVER;
    const shared = {
      channel: body.channel,
      purpose: body.purpose,
      locale: body.locale,
      ...(body.tenant_id !== undefined && { tenantId: body.tenant_id }),
      deviceToken: body.device_token,
      context: body.context,
      metadata: body.metadata,
    };
    if (body.challenge_id !== undefined) return { ...shared, challengeId: body.challenge_id, identifier: null };
    if (identifier !== null) return { ...shared, challengeId: null, identifier };
    return refuseMissing({ identifier: named ?? (PHONE_CHANNELS.includes(body.channel) ? "phone" : "email") });
  });

/** What asking for a code can end in. */
export const REQUEST_OTP_ERRORS = [
  "identifier_required",
  "invalid_email",
  "invalid_phone",
  "not_found",
  "channel_unavailable",
  "test_recipient_in_live",
  "recipient_suppressed",
  "country_not_allowed",
  "quota_exceeded",
  "resend_cooldown",
  "locked",
  "delivery_failed",
] as const;

export type RequestOtpInput = z.output<typeof RequestOtpBody>;

export const RequestOtpReply = z.object({
  status: z.literal("ok"),
  challenge_id: z.uuid(),
  channel: z.enum(CHANNELS),
  destination: z.string().meta({ description: "Where the code went, masked.", examples: ["a•••@example.com"] }),
  code_length: z.int().min(6).max(10),
  expires_at: Timestamp,
  resend_after: Timestamp,
  preview_code: z.string().optional().meta({ description: "In test environments: the code." }),
});

export type RequestedOtp = {
  challengeId: string;
  channel: Channel;
  destination: string;
  codeLength: number;
  expiresAt: Date;
  resendAfter: Date;
  previewCode: string | null;
  /** The quota with the least left; null where nothing is metered. */
  quota: LimitState | null;
};

/** A code on its way, on the wire. */
export function presentRequestedOtp(requested: RequestedOtp): z.input<typeof RequestOtpReply> {
  return {
    status: "ok",
    challenge_id: requested.challengeId,
    channel: requested.channel,
    destination: requested.destination,
    code_length: requested.codeLength,
    expires_at: timestamp(requested.expiresAt),
    resend_after: timestamp(requested.resendAfter),
    preview_code: requested.previewCode ?? undefined,
  };
}

/** Proves a code. A code is a string of digits, however it was typed; a JSON number has lost its leading zeros. */
export const VerifyOtpBody = z
  .strictObject({
    ...identifierFields,
    challenge_id: Uuid.optional(),
    otp: z.string().max(64).optional().meta({ description: "The code as typed: spaces and hyphens are fine." }),
    purpose: z.enum(PURPOSES).optional(),
    transport: z.literal("body").optional(),
  })
  .transform((body, issues) => {
    const { identifier, named } = readWhom(body, issues);
    if (issues.issues.length > 0) return z.NEVER;
    const { challenge_id: challengeId, otp, purpose } = body;
    if (challengeId !== undefined) {
      return otp ? { otp, purpose, challengeId, identifier: null } : refuseMissing({ otp: true });
    }
    if (identifier === null || !otp) {
      return refuseMissing({ identifier: identifier?.type ?? named ?? "email", otp: !otp });
    }
    return { otp, purpose, challengeId: null, identifier };
  });

/** What checking a code can end in. */
export const VERIFY_OTP_ERRORS = [
  "identifier_required",
  "invalid_email",
  "invalid_phone",
  "invalid_otp",
  "challenge_required",
  "locked",
  "verification_failed",
] as const;

export type VerifyOtpInput = z.output<typeof VerifyOtpBody>;

/** A session for `sign_in`; for the other purposes only the proof. */
export const VerifyOtpReply = z.union([
  TokensReply,
  z.object({ status: z.literal("ok"), challenge_id: z.uuid(), purpose: z.enum(PURPOSES) }),
]);

export type VerifiedOtp =
  | { purpose: "sign_in"; signedIn: SignedIn }
  | { purpose: Exclude<Purpose, "sign_in">; challengeId: string };

/** A proved code on the wire. */
export function presentVerifiedOtp(verified: VerifiedOtp): z.input<typeof VerifyOtpReply> {
  if (verified.purpose === "sign_in") return presentTokens(verified.signedIn);
  return { status: "ok", challenge_id: verified.challengeId, purpose: verified.purpose };
}
