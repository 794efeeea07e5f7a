import type { ErrorCode } from "@/lib/core/errors";

/** For each error: what it means to the caller, what to do, and how to see it on purpose where a test address shows it. */
export type Advice = { meaning: string; fix: string; example?: string };

export const ADVICE = {
  identifier_required: {
    meaning: "The request names nobody: it has no email, no phone and no challenge_id, or the otp is missing.",
    fix: "Send one identifier, or the challenge_id that request-otp answered with. The detail says which field is missing.",
  },
  invalid_phone: {
    meaning: "The phone number cannot exist, or is not in E.164 form.",
    fix: "Send it with a plus and the country code, such as +14155550123.",
  },
  invalid_email: {
    meaning: "The address is not one that mail can be sent to.",
    fix: "Send a plain address such as name@company.com, without a display name.",
  },
  invalid_otp: {
    meaning:
      "The code is wrong, has expired, was used, or was never issued. All look alike; with the challenge_id the answer also has a reason and the attempts that remain.",
    fix: "Show the reason to the user and let them type again. For expired and superseded, point to the newest message or send another code.",
    example: "wrong@ninepin.test and expired@ninepin.test",
  },
  invalid_request: {
    meaning: "A field is missing, unknown, of the wrong type or out of bounds, or the body is not JSON.",
    fix: "Look at errors in the answer: each entry has the path of a field and what was expected.",
  },
  challenge_required: {
    meaning: "A publishable key in live verified by identifier alone, where the challenge has to be named.",
    fix: "Send the challenge_id from request-otp, or verify from your server with a secret key.",
  },
  channel_unavailable: {
    meaning: "No provider is configured for the channel in this environment.",
    fix: "Ask for another channel, or configure a provider. In test every channel works.",
  },
  test_recipient_in_live: {
    meaning: "An address at ninepin.test or a 555-01 number was used with a live key.",
    fix: "Use a test key for tests, and real recipients in live.",
  },
  recipient_suppressed: {
    meaning: "Messages to this recipient bounced, or were reported, earlier. We do not send there any more.",
    fix: "Ask the user for another address, or let an admin lift the suppression.",
    example: "blocked@ninepin.test",
  },
  country_not_allowed: {
    meaning: "The environment does not send messages to the number's country.",
    fix: "Add the country to the environment's list, or offer email.",
  },
  missing_authorization: {
    meaning: "The request has no API key and no token.",
    fix: "Send the key in X-API-Key, or the user's access token in Authorization: Bearer.",
  },
  invalid_token: {
    meaning:
      "The token is not ours, has expired, was revoked, or belongs to another environment than the key beside it.",
    fix: "Refresh once with the refresh token. If that fails too, the user has to sign in again.",
  },
  invalid_api_key: {
    meaning: "The API key is unknown, revoked or expired.",
    fix: "Compare it with the list in the dashboard, and mind test and live.",
  },
  forbidden: {
    meaning: "The credential is good, but may not do this: a publishable key where a secret one is needed, say.",
    fix: "Make the call from your server with a secret key, or as someone with the role it takes.",
  },
  customer_suspended: {
    meaning: "The customer that owns this environment is suspended.",
    fix: "An owner sees the reason in the dashboard. Nothing in the request can change it.",
  },
  ip_not_allowed: {
    meaning: "The key is limited to addresses, and this is none of them.",
    fix: "Add the address to the key, or call from one that is listed.",
  },
  origin_not_allowed: {
    meaning: "A publishable key was used from an origin that it does not list, or a secret key from a browser.",
    fix: "Add the origin to the publishable key or to cors.origins in the settings. Never use a secret key in a browser.",
  },
  csrf_failed: {
    meaning: "A change with the session cookie lacks the CSRF token that belongs to it, or came from another site.",
    fix: "Send the X-CSRF-Token that the last GET was answered with, from a page of the dashboard's own origin.",
  },
  not_found: {
    meaning: "There is nothing at this address, or it belongs to somebody else. Both look alike on purpose.",
    fix: "Check the path and the id, and whether the key is of the right environment.",
  },
  method_not_allowed: {
    meaning: "The path exists, the method does not.",
    fix: "Use one of the methods in the Allow header.",
  },
  conflict: {
    meaning: "What the request would change has changed meanwhile, or was done before under the same Idempotency-Key.",
    fix: "Read it again and repeat the change on what is there now.",
  },
  idempotency_in_progress: {
    meaning: "A request with the same Idempotency-Key has not ended yet.",
    fix: "Wait for it, then repeat: the answer will be the same.",
  },
  body_too_large: {
    meaning: "The body is larger than 64 KiB.",
    fix: "Send less. No request of this API needs more.",
  },
  unsupported_media_type: {
    meaning: "The body is not declared as JSON.",
    fix: "Set Content-Type: application/json.",
  },
  idempotency_mismatch: {
    meaning: "The Idempotency-Key was used before, for a request with another body.",
    fix: "Use a new key for each different request.",
  },
  rate_limited: {
    meaning: "Too many requests from this address, for this identifier, or in this environment.",
    fix: "Wait for Retry-After. RateLimit-Policy names the limit.",
    example: "limited@ninepin.test",
  },
  quota_exceeded: {
    meaning: "The plan's codes for this period are used up.",
    fix: "Wait for the period to end, or change the plan.",
    example: "quota@ninepin.test",
  },
  resend_cooldown: {
    meaning: "A code was sent to this identifier moments ago.",
    fix: "Show the wait of Retry-After and offer to send again afterwards. The code on its way still works.",
  },
  locked: {
    meaning:
      "Too many wrong codes for this identifier. Until the wait is over nothing is judged, not even the right code.",
    fix: "Show the wait of Retry-After. It grows with each further failure, and ends with the first success.",
    example: "locked@ninepin.test",
  },
  delivery_failed: {
    meaning: "No provider took the message.",
    fix: "Try again in a moment, or offer another channel.",
    example: "outage@ninepin.test",
  },
  verification_failed: {
    meaning: "The code could not be checked. It was not judged, and no attempt is lost.",
    fix: "Try again in a moment, with the same code.",
  },
  internal: {
    meaning: "A fault of ours.",
    fix: "Try again. If it stays, send us the request_id.",
  },
  unavailable: {
    meaning: "The service cannot reach what it needs, its database for one.",
    fix: "Wait for Retry-After, then repeat the request as it was.",
  },
} as const satisfies Record<ErrorCode, Advice>;
