import type { Problem } from "@/components/account/enter-code-state";
import { isNinepinError } from "@/lib/core/errors";

/** Why no code was sent, in words for the person who asked. Anything unexpected is thrown on. */
export function sendProblem(error: unknown): Problem {
  if (!isNinepinError(error)) throw error;
  switch (error.code) {
    case "invalid_email":
    case "identifier_required":
      return { text: "Enter an email address like name@company.com" };
    case "resend_cooldown":
    case "rate_limited":
    case "locked":
    case "quota_exceeded":
      return { text: "You can ask for a new code", waitSeconds: error.options.retryAfterSeconds ?? 60 };
    case "recipient_suppressed":
      return { text: "Mail to this address came back to us. Use another one." };
    case "test_recipient_in_live":
      return { text: "That is an address for tests. Use one where you read mail." };
    case "forbidden":
      // Sign-ups are closed, or the account was: the words are for whoever asks.
      return { text: `${error.message}.` };
    case "customer_suspended":
      return { text: "This account is suspended." };
    case "delivery_failed":
    case "unavailable":
      return { text: "We could not send the email. Try again in a moment." };
    default:
      throw error;
  }
}
