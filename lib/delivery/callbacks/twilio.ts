import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import type { CallbackMessage } from "@/lib/delivery/callback-url";
import type { CallbackFact, CallbackInput, FactType, ReadCallback } from "./fact";
import { scrubWords } from "./scrub-words";

type Told = { type: FactType; reason: string | null };

const MESSAGE: Readonly<Record<string, FactType>> = {
  sent: "sent",
  delivered: "delivered",
  read: "delivered",
  undelivered: "undeliverable",
  failed: "undeliverable",
};

const CALL: Readonly<Record<string, Told>> = {
  ringing: { type: "sent", reason: null },
  completed: { type: "delivered", reason: null },
  busy: { type: "undeliverable", reason: "busy" },
  "no-answer": { type: "undeliverable", reason: "no_answer" },
  canceled: { type: "undeliverable", reason: "canceled" },
  failed: { type: "undeliverable", reason: "failed" },
};

/** What Twilio's error codes of messages say (twilio.com/docs/api/errors). */
const ERRORS: Readonly<Record<string, string>> = {
  "21610": "opted_out",
  "30002": "account_suspended",
  "30003": "unreachable",
  "30004": "blocked",
  "30005": "unknown_number",
  "30006": "landline",
  "30007": "filtered",
  "30008": "failed",
  "63016": "outside_window",
  "63024": "unknown_number",
};

/** Nobody is there, for any message: the only failures that are for good. */
const GONE = "unknown_number";

/**
 * Reads a status callback of Twilio for a message or a call. Twilio signs the address with its query and the form, so it
 * names the message and nobody can point it at another. It carries no time; each status is kept once.
 */
export function readTwilioCallback(
  { headers, text }: CallbackInput,
  account: { accountSid: string; authToken: string },
  called: { url: string; message: CallbackMessage },
): ReadCallback {
  const form = Object.fromEntries(new URLSearchParams(text));
  const signature = headers["x-twilio-signature"] ?? "";
  if (!validateRequest(account.authToken, signature, called.url, form)) return null;
  if (form.AccountSid !== account.accountSid) return null;
  const sid = form.MessageSid ?? form.SmsSid ?? form.CallSid ?? "";
  const status = form.MessageStatus ?? form.SmsStatus ?? form.CallStatus ?? "";
  const told = form.CallSid === undefined ? toldOfMessage(status, form.ErrorCode) : toldOfCall(status);
  if (told === null || sid === "") return [];
  const fact: CallbackFact = {
    ...called.message,
    key: `twilio:${sid}:${status}`,
    ...told,
    detail: scrubWords(form.ErrorMessage ?? (form.ErrorCode ? `Twilio error ${form.ErrorCode}` : null)),
    at: null,
  };
  return [fact];
}

/** What a status of a text says, in lower case, with Twilio's code of what went wrong. Null: nothing of interest. */
export function toldOfMessage(status: string, code: string | undefined): Told | null {
  const type = Object.hasOwn(MESSAGE, status) ? MESSAGE[status] : undefined;
  if (type === undefined) return null;
  if (type !== "undeliverable") return { type, reason: null };
  const reason = code !== undefined && Object.hasOwn(ERRORS, code) ? (ERRORS[code] ?? "failed") : "failed";
  return reason === GONE ? { type: "bounced", reason } : { type, reason };
}

function toldOfCall(status: string): Told | null {
  return Object.hasOwn(CALL, status) ? (CALL[status] ?? null) : null;
}
