/**
 * The one closed table of everything that can go wrong on purpose. The API's answers, the OpenAPI document, the error
 * pages and the SDK's union are made from it. `detail` is what a caller reads when the thrower says nothing better.
 */
export const ERRORS = {
  identifier_required: { status: 400, title: "An identifier is missing", detail: "email required" },
  invalid_phone: { status: 400, title: "The phone number is not valid", detail: "Invalid phone number" },
  invalid_email: { status: 400, title: "The email address is not valid", detail: "Invalid email address" },
  invalid_otp: { status: 400, title: "The code is not right", detail: "Invalid OTP" },
  invalid_request: { status: 400, title: "The request is not valid", detail: "The request is not valid" },
  challenge_required: {
    status: 400,
    title: "The challenge id is missing",
    detail: "Send the challenge_id that request-otp returned",
  },
  channel_unavailable: {
    status: 400,
    title: "The channel is not available",
    detail: "No provider is configured for this channel in this environment",
  },
  test_recipient_in_live: {
    status: 400,
    title: "A test recipient was used in live",
    detail: "Test recipients work in test environments only",
  },
  recipient_suppressed: {
    status: 400,
    title: "The recipient is suppressed",
    detail: "Messages to this recipient bounced or were refused earlier",
  },
  country_not_allowed: {
    status: 400,
    title: "The country is not allowed",
    detail: "This environment does not send to that country",
  },
  missing_authorization: { status: 401, title: "No credential was sent", detail: "Missing authorization header" },
  invalid_token: { status: 401, title: "The token is not valid", detail: "Invalid or expired token" },
  invalid_api_key: { status: 401, title: "The API key is not valid", detail: "Invalid API key" },
  forbidden: { status: 403, title: "Not allowed", detail: "This credential may not do that" },
  customer_suspended: { status: 403, title: "The customer is suspended", detail: "This customer is suspended" },
  ip_not_allowed: { status: 403, title: "The address is not allowed", detail: "This key may not be used from here" },
  origin_not_allowed: {
    status: 403,
    title: "The origin is not allowed",
    detail: "This key may not be used from this origin",
  },
  csrf_failed: { status: 403, title: "The CSRF check failed", detail: "The CSRF token is missing or wrong" },
  not_found: { status: 404, title: "Not found", detail: "There is nothing here" },
  method_not_allowed: { status: 405, title: "The method is not allowed", detail: "Use one of the methods in Allow" },
  conflict: { status: 409, title: "The request conflicts with the present state", detail: "Conflict" },
  idempotency_in_progress: {
    status: 409,
    title: "A request with this Idempotency-Key is still running",
    detail: "Try again in a moment",
  },
  body_too_large: { status: 413, title: "The body is too large", detail: "At most 64 KiB" },
  unsupported_media_type: { status: 415, title: "The content type is not supported", detail: "Send application/json" },
  idempotency_mismatch: {
    status: 422,
    title: "The Idempotency-Key was used with another body",
    detail: "Use a new Idempotency-Key for a different request",
  },
  rate_limited: { status: 429, title: "Too many requests", detail: "Too many requests; try again later" },
  quota_exceeded: { status: 429, title: "The quota is used up", detail: "The quota of this period is used up" },
  resend_cooldown: {
    status: 429,
    title: "A code was sent a moment ago",
    detail: "Wait before asking for another code",
  },
  locked: { status: 429, title: "Too many wrong codes", detail: "Too many wrong codes; wait before trying again" },
  delivery_failed: {
    status: 500,
    title: "The message could not be sent",
    detail: "Failed to send verification code",
  },
  verification_failed: { status: 500, title: "The code could not be checked", detail: "Failed to verify code" },
  internal: { status: 500, title: "Something went wrong on our side", detail: "Internal error" },
  unavailable: { status: 503, title: "The service is not available", detail: "Try again in a moment" },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;

export type ErrorCode = keyof typeof ERRORS;

/**
 * One field of the request and what is wrong with it. `path` is dotted, on the wire's names. `kind` is for us, and never
 * sent: a field that the contract does not know, and a cursor that another list made, are looked at as attempts.
 */
export type FieldError = { path: string; message: string; kind?: "unknown_field" | "foreign_cursor" };

/** The limit that refused: what RateLimit and RateLimit-Policy tell. Times in seconds. */
export type LimitState = {
  name: string;
  limit: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
};

export type FailOptions = {
  detail?: string;
  retryAfterSeconds?: number;
  fields?: readonly FieldError[];
  /** Further members of the problem object, on the wire's names: `reason`, `attempts_remaining`, `settings`. */
  extra?: Readonly<Record<string, string | number | object>>;
  limit?: LimitState;
  /** Methods for the Allow header of `method_not_allowed`. */
  allow?: readonly string[];
  /** Logged, never sent. */
  cause?: unknown;
  /** What was refused is in the audit log already, by the statement that refused it. */
  recorded?: true;
};

/** What the domain throws. Anything else that is thrown is a bug and answers `internal`. */
export class NinepinError extends Error {
  override readonly name = "NinepinError";
  readonly code: ErrorCode;
  readonly options: FailOptions;

  constructor(code: ErrorCode, options: FailOptions = {}) {
    super(options.detail ?? ERRORS[code].detail, { cause: options.cause });
    this.code = code;
    this.options = options;
  }
}

/** Throws the error of that code. */
export function fail(code: ErrorCode, options: FailOptions = {}): never {
  throw new NinepinError(code, options);
}

/**
 * Recognises our error by its name and code, not by class: the server's bundle and Next's each have a class of their
 * own, and an error may cross from one to the other.
 */
export function isNinepinError(error: unknown): error is NinepinError {
  return error instanceof Error && error.name === "NinepinError" && "code" in error && `${error.code}` in ERRORS;
}
