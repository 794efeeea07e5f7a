import { domainToASCII } from "node:url";
import { type NumberType, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { fail } from "@/lib/core/errors";
import type { Keyring } from "@/lib/core/secrets";

export type Identifier = { type: "email" | "phone" | "username"; value: string };

/** An identifier that a code can be sent to. */
export type Contact = Identifier & { type: "email" | "phone" };

const LONGEST_EMAIL = 254;
const LONGEST_LOCAL_PART = 64;
// RFC 5321's dot-atom, without quoting and without anything a mailer could take for a second address.
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/**
 * The one spelling of an email address: surrounding blanks dropped, lower case, the domain in its ASCII form. Dots and
 * tags stay: they are other mailboxes to their owners. Refuses, with 400 `invalid_email`, quoted local parts, anything
 * beyond ASCII before the @, and whatever a mailer could read as more than one recipient (ASVS 1.3.11).
 */
export function canonicalEmail(typed: string): string {
  const text = typed.trim();
  const at = text.lastIndexOf("@");
  // Upper case is folded within ASCII only: the Kelvin sign is not a k.
  const local = text.slice(0, Math.max(at, 0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const domain = asciiDomain(text.slice(at + 1));
  const email = `${local}@${domain}`;
  const fits = at > 0 && email.length <= LONGEST_EMAIL && local.length <= LONGEST_LOCAL_PART;
  if (!fits || !LOCAL_PART.test(local) || !DOMAIN.test(domain)) return fail("invalid_email");
  return email;
}

function asciiDomain(domain: string): string {
  // Only letters, marks, digits, hyphens and plain dots may be folded: a full-width dot or @ is a trick, not a name.
  // An accent may be a mark of its own, as some keyboards send it; a sign that only looks like a letter may not pass.
  const composed = domain.normalize("NFC");
  const oneForm = domain === composed || domain === domain.normalize("NFD");
  if (!/^[\p{L}\p{M}\p{Nd}.-]+$/u.test(domain) || !oneForm || composed !== domain.normalize("NFKC")) return "";
  return domainToASCII(composed.toLowerCase());
}

/** Numbers that are dear to reach, or nobody's own: whoever asks for a code there is paid for it, or cannot read it. */
const REFUSED_KINDS: ReadonlySet<NumberType> = new Set([
  "PREMIUM_RATE",
  "SHARED_COST",
  "TOLL_FREE",
  "PERSONAL_NUMBER",
  "PAGER",
  "UAN",
  "VOICEMAIL",
]);

/**
 * The E.164 form of a phone number that was typed with its country code. Refuses, with 400 `invalid_phone`, what no
 * numbering plan knows, what no country has (satellites, international services), and what costs extra to reach. The
 * numbers that North America keeps for fiction (555-0100 to 555-0199) are let through for test recipients.
 */
export function canonicalPhone(typed: string): string {
  const text = typed.trim();
  if (text.length > 32 || !/^\+[\d\s().-]+$/.test(text)) return fail("invalid_phone");
  const digits = `+${text.replace(/\D/g, "")}`;
  if (/^\+1[2-9]\d{2}55501\d{2}$/.test(digits)) return digits;
  const number = parsePhoneNumberFromString(digits);
  if (!number?.isValid()) return fail("invalid_phone");
  if (number.country === undefined || REFUSED_KINDS.has(number.getType())) {
    return fail("invalid_phone", { detail: "Codes are not sent to numbers of this kind" });
  }
  return number.number;
}

const LONGEST_USERNAME = 64;
// Nothing that could be taken for an address or a number, or that looks like another name.
const USERNAME = /^(?=.*[a-z])[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/**
 * The one spelling of a username: surrounding blanks dropped, lower case. Letters and digits of ASCII with single dots,
 * hyphens and underscores between them, a letter among them, at most 64. Anything else: 400 `invalid_request`.
 */
export function canonicalUsername(typed: string): string {
  const username = typed.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (username.length > LONGEST_USERNAME || !USERNAME.test(username)) {
    const message = "Must be letters and digits, with single dots, hyphens or underscores between them";
    return fail("invalid_request", { detail: `username: ${message}`, fields: [{ path: "username", message }] });
  }
  return username;
}

const CANONICAL = { email: canonicalEmail, phone: canonicalPhone, username: canonicalUsername } as const;

/** The canonical form of an identifier as it was typed. */
export function canonicalIdentifier<Type extends Identifier["type"]>(typed: {
  type: Type;
  value: string;
}): { type: Type; value: string } {
  return { type: typed.type, value: CANONICAL[typed.type](typed.value) };
}

/**
 * Under which name an email's mailbox is counted: dots and tags folded, which many providers deliver to one mailbox. For
 * counting sends only: as identities they stay apart. Null for what is no address.
 */
export function mailboxKeyOf(keyring: Keyring, environmentId: string, identifier: Identifier): Buffer | null {
  if (identifier.type !== "email") return null;
  const at = identifier.value.lastIndexOf("@");
  const local = identifier.value.slice(0, at).replace(/\+.*$/, "").replaceAll(".", "");
  return keyring.mac(
    "identifier",
    `${environmentId}\nmailbox\n${local}${identifier.value.slice(at)}`,
    keyring.oldestId,
  );
}

/** Instead of an environment's id: the mailbox is counted over all of them. */
export const ANYWHERE = "anywhere";

/** The country of a phone number, ISO 3166-1 alpha-2; null for a number of none, and for what is no number. */
export function countryOf(identifier: Identifier): string | null {
  if (identifier.type !== "phone") return null;
  return parsePhoneNumberFromString(identifier.value)?.country ?? null;
}

/**
 * Under which name an identifier is counted: a keyed hash of its canonical form, bound to the environment. Keyed with the
 * oldest root still listed, so that a rotation of the secret does not forget what was counted.
 */
export function identifierKeyOf(keyring: Keyring, environmentId: string, identifier: Identifier): Buffer {
  return keyring.mac("identifier", `${environmentId}\n${identifier.type}\n${identifier.value}`, keyring.oldestId);
}
