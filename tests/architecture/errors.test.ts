import { expect, it } from "vitest";
import { ERRORS } from "@/lib/core/errors";

/** PRODUCT.md's table: what callers were promised. A code is added here and there together, and none is ever removed. */
const PROMISED = {
  400: [
    "identifier_required",
    "invalid_phone",
    "invalid_email",
    "invalid_otp",
    "invalid_request",
    "challenge_required",
    "channel_unavailable",
    "test_recipient_in_live",
    "recipient_suppressed",
    "country_not_allowed",
  ],
  401: ["missing_authorization", "invalid_token", "invalid_api_key"],
  403: ["forbidden", "customer_suspended", "ip_not_allowed", "origin_not_allowed", "csrf_failed"],
  404: ["not_found"],
  405: ["method_not_allowed"],
  409: ["conflict", "idempotency_in_progress"],
  413: ["body_too_large"],
  415: ["unsupported_media_type"],
  422: ["idempotency_mismatch"],
  429: ["rate_limited", "quota_exceeded", "resend_cooldown", "locked"],
  500: ["delivery_failed", "verification_failed", "internal"],
  503: ["unavailable"],
};

const DETAILS = {
  invalid_phone: "Invalid phone number",
  invalid_email: "Invalid email address",
  invalid_otp: "Invalid OTP",
  missing_authorization: "Missing authorization header",
  invalid_token: "Invalid or expired token",
  invalid_api_key: "Invalid API key",
  delivery_failed: "Failed to send verification code",
  verification_failed: "Failed to verify code",
} as const;

it("the table of errors is the promised one, code by code and status by status", () => {
  const actual: Record<string, string[]> = {};
  for (const [code, { status }] of Object.entries(ERRORS)) actual[status] = [...(actual[status] ?? []), code];
  const sorted = (table: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(table).map(([status, codes]) => [status, [...codes].sort()]));
  expect(sorted(actual)).toEqual(sorted(PROMISED));
});

it("the details that callers were promised are word for word", () => {
  const actual = Object.fromEntries(Object.entries(ERRORS).map(([code, { detail }]) => [code, detail]));
  expect(actual).toMatchObject(DETAILS);
});
