import { z } from "zod";
import { Timestamp, timestamp } from "@/lib/core/wire";
import { refuseMissing } from "@/lib/users/contract";

/** Who signs in unless they say otherwise. */
export const OWNER = "admin";

const username = z
  .string()
  .max(64)
  .optional()
  .meta({ description: "Whose name the token carries; `admin` unless given.", examples: ["admin"] });

const token = z.string().max(2048).optional().meta({
  description:
    "An earlier token of the same name, until 90 days after its end: then strangers cannot be in the way, whatever they do.",
});

/** Asks for a code in the Discord channel. An empty body is fine. */
export const LoginBody = z
  .strictObject({ username, token })
  .transform((body) => ({ username: body.username || OWNER, token: body.token || null }));

export type LoginInput = z.output<typeof LoginBody>;

/** What personal mode answers when the code was taken. */
export const CODE_SENT = "OTP sent to Discord webhook";

export const LoginReply = z.object({ message: z.literal(CODE_SENT) });

/** What asking for a code can end in. `not_found` where personal mode is off. */
export const LOGIN_ERRORS = [
  "not_found",
  "channel_unavailable",
  "resend_cooldown",
  "locked",
  "quota_exceeded",
  "delivery_failed",
] as const;

/** The code from the channel, however it is typed. */
export const VerifyBody = z
  .strictObject({ otp: z.string().max(64).optional().meta({ description: "The six digits." }), username, token })
  .transform((body) => {
    if (!body.otp) return refuseMissing({ otp: true });
    return { otp: body.otp, username: body.username || OWNER, token: body.token || null };
  });

export type VerifyInput = z.output<typeof VerifyBody>;

/** What checking it can end in. `not_found` where personal mode is off. */
export const VERIFY_ERRORS = [
  "not_found",
  "identifier_required",
  "invalid_otp",
  "locked",
  "verification_failed",
] as const;

/** A token of personal mode: a JWT, signed by HS256 with `JWT_SECRET`. */
export type PersonalToken = { token: string; expiresAt: Date };

export const VerifyReply = z.object({ token: z.string(), expires_at: Timestamp });

/** A token on the wire. */
export function presentToken({ token, expiresAt }: PersonalToken): z.input<typeof VerifyReply> {
  return { token, expires_at: timestamp(expiresAt) };
}
