import { ERRORS } from "@/lib/core/errors";
import { maskEmail, maskPhone } from "@/lib/core/mask";
import { storable } from "@/lib/core/storable";

const HIDDEN = "•••";
const CUT = "…";

/** How much of one body is kept, in characters of JSON, about. */
const BODY_CHARACTERS = 4_000;
const TEXT_CHARACTERS = 300;
const DEPTH = 6;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TIME = /^\d{4}-\d\d-\d\d(T[\d:.]{5,12}(Z|[+-]\d\d:\d\d))?$/;
/** A word that stands for itself: no digit run of a code, no key, no token. */
const WORD = /^(?!np_|whsec_|eyJ)[a-z][a-z._:-]{0,39}$/i;
const LOCALE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
/** What could be a key or a token wherever it stands. */
const SECRET = /np_[a-z]+_\S*|whsec_\S*|eyJ[\w.-]{8,}|[\w-]{40,}/gi;
/** What could be a code or a phone number in a sentence. */
const DIGITS = /\d[\d\s.-]{4,}\d/g;
/** An address as lib/core/mask leaves it. */
const MASKED = /^(?:[^\s•]?•{3}@[^\s•@]{1,255}|\+?\d{1,2}•+\d{4}|•{3})$/;
const ADDRESS = /[^\s@"'<>]+@[^\s@"'<>]+/g;

type Rule = (value: string) => string;
const only =
  (pattern: RegExp): Rule =>
  (value) =>
    pattern.test(value) ? value : HIDDEN;

const uuid = only(UUID);
const time = only(TIME);
const word = only(WORD);
const errorCode: Rule = (value) => (Object.hasOwn(ERRORS, value) ? value : HIDDEN);
const maskedAlready: Rule = (value) => (MASKED.test(value) ? value : maskAddress(value));

/** Which text may be kept, by the name of its field, and how. Whatever is not here is hidden. */
const TEXTS: Readonly<Record<string, Rule>> = {
  id: uuid,
  challenge_id: uuid,
  customer_id: uuid,
  environment_id: uuid,
  tenant_id: uuid,
  user_id: uuid,
  session_id: uuid,
  message_id: uuid,
  api_key_id: uuid,
  request_id: only(/^req_[a-z0-9]{24}$/),
  created_at: time,
  updated_at: time,
  expires_at: time,
  resend_after: time,
  revoked_at: time,
  verified_at: time,
  last_used_at: time,
  from: time,
  to: (value) => (TIME.test(value) ? value : maskAddress(value)),
  status: word,
  channel: word,
  purpose: word,
  kind: word,
  role: word,
  transport: word,
  token_type: word,
  interval: word,
  format: word,
  reason: word,
  plan: word,
  environment: word,
  // The events of a webhook, the scopes of a key.
  events: word,
  scopes: word,
  event_type: word,
  locale: only(LOCALE),
  amr: word,
  code: errorCode,
  type: (value) => (WORD.test(value) || /^https?:\/\/[^\s?#]+\/docs\/errors\/[a-z_]+$/.test(value) ? value : HIDDEN),
  email: maskEmail,
  phone: maskPhone,
  value: maskedAlready,
  destination: maskedAlready,
};

/** The same for what only our own answers have: under these names a client may send anything, in whatever words. */
const OWN_TEXTS: Readonly<Record<string, Rule>> = {
  ...TEXTS,
  title: scrubText,
  detail: scrubText,
  message: scrubText,
  path: scrubText,
};

/** Fields whose numbers say nothing of anybody. */
const NUMBERS = new Set([
  "attempts_remaining",
  "code_length",
  "count",
  "expires_in",
  "limit",
  "overlap_seconds",
  "status",
  "version",
]);

/** Names of fields that are kept though their values are not, beside all that are mere words. */
const NAME = /^[a-z][a-z_]{0,39}$/;

/** Who wrote a body. */
type Side = "request" | "response";

type Budget = { left: number; texts: Readonly<Record<string, Rule>> };

/**
 * A body as it may be kept: values of known harmless fields as they are, addresses masked as everywhere, anything else
 * hidden, whoever sent it and under whatever name; our own sentences are kept in answers alone. About 4 kB; what is
 * longer is cut off. `undefined` for none.
 */
export function maskBody(body: unknown, side: Side): unknown {
  if (body === undefined || body === null) return undefined;
  return maskValue("", body, { left: BODY_CHARACTERS, texts: side === "response" ? OWN_TEXTS : TEXTS }, 0);
}

function maskValue(field: string, value: unknown, budget: Budget, depth: number): unknown {
  if (budget.left <= 0 || depth > DEPTH) return CUT;
  if (typeof value === "string") return spend(budget, maskText(field, value, budget));
  if (value === null || typeof value === "boolean") {
    budget.left -= 5;
    return value;
  }
  if (typeof value === "number") {
    budget.left -= 8;
    return NUMBERS.has(field) ? value : HIDDEN;
  }
  if (Array.isArray(value)) return maskList(field, value, budget, depth);
  if (typeof value === "object") return maskFields(value, budget, depth);
  return HIDDEN;
}

function maskList(field: string, values: readonly unknown[], budget: Budget, depth: number): unknown[] {
  const masked: unknown[] = [];
  for (const value of values) {
    if (budget.left <= 0) {
      masked.push(CUT);
      break;
    }
    masked.push(maskValue(field, value, budget, depth + 1));
  }
  return masked;
}

function maskFields(value: object, budget: Budget, depth: number): Record<string, unknown> {
  const masked: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    if (budget.left <= 0) {
      masked[CUT] = CUT;
      break;
    }
    const shown = NAME.test(name) ? name : HIDDEN;
    budget.left -= shown.length + 4;
    // What a customer keeps beside a user is theirs to know, down to the names.
    masked[shown] = shown === "metadata" ? HIDDEN : maskValue(shown, inner, budget, depth + 1);
  }
  return masked;
}

function maskText(field: string, value: string, { texts }: Budget): string {
  const rule = Object.hasOwn(texts, field) ? texts[field] : undefined;
  // A rule cuts as well: a masked address begins with one unit of what may be a pair.
  return rule ? storable(rule(value.slice(0, TEXT_CHARACTERS))) : HIDDEN;
}

function spend(budget: Budget, text: string): string {
  budget.left -= text.length + 3;
  return text;
}

function maskAddress(value: string): string {
  if (value.includes("@")) return maskEmail(value);
  return /^\+?[\d\s().-]+$/.test(value) ? maskPhone(value) : HIDDEN;
}

/** Our own sentences, which may quote what was sent: anything in them that could be a secret or an address is hidden. */
function scrubText(text: string): string {
  return text.replace(ADDRESS, HIDDEN).replace(SECRET, HIDDEN).replace(DIGITS, HIDDEN);
}

/** What a client calls itself, versions and all, without anything that could be a secret or an address. */
export function scrubUserAgent(text: string): string {
  return text
    .replace(ADDRESS, HIDDEN)
    .replace(SECRET, HIDDEN)
    .replace(/\d{6,}/g, HIDDEN);
}

/** A path without what it may hold of anybody: segments that the route names stay, of the others ids and mere words. */
export function maskPath(pathname: string, pattern: string): string {
  if (pathname === pattern) return pathname;
  const literal = new Set(pattern.split("/"));
  const kept = (segment: string) =>
    literal.has(segment) ||
    UUID.test(segment) ||
    (/^[a-z][a-z0-9._-]{0,60}$/.test(segment) && scrubText(segment) === segment);
  return pathname
    .slice(0, TEXT_CHARACTERS)
    .split("/")
    .map((segment) => (kept(segment) ? segment : HIDDEN))
    .join("/");
}
