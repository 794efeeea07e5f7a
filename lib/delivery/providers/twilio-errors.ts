import { type Failure, reasonOfStatus } from "./failure";

type Reason = Failure["reason"];

/** Twilio's error codes (twilio.com/docs/api/errors) by what they mean for a message. */
const CODES: readonly (readonly [Reason, readonly number[]])[] = [
  // Not a number that can be reached: malformed, unknown, a landline, of a kind that takes no texts.
  ["recipient_refused", [13223, 13224, 21211, 21214, 21217, 21401, 21421, 21604, 21614, 21635, 60205, 63003, 63024]],
  // The recipient has said STOP.
  ["recipient_refused", [21610]],
  // The number that it would be sent from.
  ["recipient_refused", [21266, 63031]],
  // Blocked as a target of fraud: another provider would pay for the same.
  ["recipient_refused", [13225, 60238, 60410]],
  ["message_refused", [21602, 21605, 21617, 21619, 21620, 63005]],
  // The sender is not the account's own.
  ["sender_refused", [21210, 21212, 21603, 21606, 21607, 21612, 21659, 21660, 21661, 21703, 21705, 21910, 63007]],
  // The country or the recipient is not open to the account, or only by a template: a trial, permissions, WhatsApp.
  ["sender_refused", [21215, 21216, 21219, 21408, 21608, 60223, 60605, 63016]],
  ["temporary", [10004, 20429, 21611, 60203, 60207, 60212, 63017, 63018]],
  ["authentication", [20003, 20005, 20008]],
];

const REASONS: ReadonlyMap<number, Reason> = new Map(
  CODES.flatMap(([reason, codes]) => codes.map((code) => [code, reason] as const)),
);

/** The class of an error of Twilio's: by its code, else by its status. */
export function reasonOfTwilio(status: number, code: number, message: string): Reason {
  // "Invalid parameter", of whichever.
  if (code === 60200 && /\bTo\b/.test(message)) return "recipient_refused";
  return REASONS.get(code) ?? reasonOfStatus(status);
}
