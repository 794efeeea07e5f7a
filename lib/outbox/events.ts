import { z } from "zod";

/** The catalogue's version: the day of its last change that a receiver may notice. */
export const CATALOGUE_VERSION = "2026-11-20";

/**
 * A kind of event. `since` is the version of the catalogue it came with. What webhooks are told of says what its data
 * looks like and shows one; the rest is for the audit log and usage alone.
 */
type EventRow =
  | { summary: string; since: string; webhook: true; data: z.ZodObject; example: Readonly<Record<string, unknown>> }
  | { summary: string; since: string; webhook: false };

const FIRST = "2026-11-20";

const CHALLENGE = "019a9f3e-7c1a-7cc2-9d8e-3f1d5a2b4c01";
const MESSAGE = "019a9f3e-7c1a-7cc2-9d8e-3f1d5a2b4c02";
const USER = "019a9f3e-7c1a-7cc2-9d8e-3f1d5a2b4c03";
const SESSION = "019a9f3e-7c1a-7cc2-9d8e-3f1d5a2b4c04";
const KEY = "019a9f3e-7c1a-7cc2-9d8e-3f1d5a2b4c05";
const OLD_KEY = "019a9f3e-7c1a-7cc2-9d8e-3f1d5a2b4c06";
const DOMAIN = "019a9f3e-7c1a-7cc2-9d8e-3f1d5a2b4c07";

const Id = z.uuid();
const Purpose = z.enum(["sign_in", "step_up", "transaction", "identifier"]);
const Channel = z.enum(["email", "sms", "voice", "whatsapp", "discord", "hook"]);
const Amr = z.array(z.string()).meta({ description: "How the user proved who they are (RFC 8176)." });

const SignedIn = z.object({ user_id: Id, session_id: Id, amr: Amr });
const SIGNED_IN = { user_id: USER, session_id: SESSION, amr: ["otp", "email"] };

const Quota = z.object({
  period: z.enum(["day", "month"]),
  used: z.int().meta({ description: "Codes of the period so far." }),
  limit: z.int(),
  percent: z.int().meta({ description: "The threshold that was passed." }),
  resets_at: z.iso.datetime(),
});

const Message = z.object({
  message_id: Id,
  challenge_id: Id.optional(),
  channel: Channel.optional(),
  reason: z.string().optional().meta({ description: "A class, such as `unknown_number`, where there is one." }),
});
const MESSAGE_DATA = { message_id: MESSAGE, challenge_id: CHALLENGE, channel: "email" };

const Domain = z.object({ domain_id: Id, domain: z.string() });

/** What webhooks are told of. */
const TOLD = {
  "otp.requested": {
    summary: "A code was asked for and is on its way.",
    since: FIRST,
    webhook: true,
    data: z.object({ challenge_id: Id, message_id: Id, channel: Channel, purpose: Purpose }),
    example: { challenge_id: CHALLENGE, message_id: MESSAGE, channel: "email", purpose: "sign_in" },
  },
  "otp.verified": {
    summary: "The right code was entered.",
    since: FIRST,
    webhook: true,
    data: z.object({ challenge_id: Id, purpose: Purpose }),
    example: { challenge_id: CHALLENGE, purpose: "sign_in" },
  },
  "otp.failed": {
    summary: "A wrong code was entered.",
    since: FIRST,
    webhook: true,
    data: z.object({ challenge_id: Id, attempts_remaining: z.int(), purpose: Purpose }),
    example: { challenge_id: CHALLENGE, attempts_remaining: 4, purpose: "sign_in" },
  },
  "user.created": {
    summary: "Somebody signed in for the first time and is a user now.",
    since: FIRST,
    webhook: true,
    data: SignedIn,
    example: SIGNED_IN,
  },
  "user.updated": {
    summary: "A user's name, language, metadata or identifiers changed.",
    since: FIRST,
    webhook: true,
    data: z.object({
      user_id: Id,
      identifier_id: Id.optional().meta({ description: "The identifier that was added or removed." }),
    }),
    example: { user_id: USER },
  },
  "user.deleted": {
    summary: "A user was deleted.",
    since: FIRST,
    webhook: true,
    data: z.object({ user_id: Id }),
    example: { user_id: USER },
  },
  "user.logged_in": {
    summary: "A user signed in: a session was opened.",
    since: FIRST,
    webhook: true,
    data: SignedIn,
    example: SIGNED_IN,
  },
  "user.logged_out": {
    summary: "A session was ended by its user.",
    since: FIRST,
    webhook: true,
    data: z.object({ user_id: Id, session_id: Id }),
    example: { user_id: USER, session_id: SESSION },
  },
  "session.reuse_detected": {
    summary: "A refresh token was used twice: the session is revoked.",
    since: FIRST,
    webhook: true,
    data: z.object({
      session_id: Id,
      user_id: Id,
      successor_used: z.boolean().meta({ description: "Whether the token that replaced it had been used too." }),
    }),
    example: { session_id: SESSION, user_id: USER, successor_used: true },
  },
  "message.delivered": {
    summary: "The provider says that a message arrived.",
    since: FIRST,
    webhook: true,
    data: Message,
    example: MESSAGE_DATA,
  },
  "message.bounced": {
    summary: "A message could not be delivered; its recipient is suppressed for a while.",
    since: FIRST,
    webhook: true,
    data: Message,
    example: MESSAGE_DATA,
  },
  "message.complained": {
    summary: "The recipient called a message unwanted and is suppressed until somebody lifts that.",
    since: FIRST,
    webhook: true,
    data: Message,
    example: MESSAGE_DATA,
  },
  "message.undeliverable": {
    summary: "A message did not arrive; the next one to the same recipient may.",
    since: FIRST,
    webhook: true,
    data: Message,
    example: { ...MESSAGE_DATA, channel: "sms", reason: "unreachable" },
  },
  "quota.warning": {
    summary: "Most of a quota is used up.",
    since: FIRST,
    webhook: true,
    data: Quota,
    example: { period: "day", used: 800, limit: 1000, percent: 80, resets_at: "2026-11-21T00:00:00.000Z" },
  },
  "quota.exceeded": {
    summary: "A quota is used up: no more codes are sent until it resets.",
    since: FIRST,
    webhook: true,
    data: Quota,
    example: { period: "day", used: 1000, limit: 1000, percent: 100, resets_at: "2026-11-21T00:00:00.000Z" },
  },
  "rate_limit.exceeded": {
    summary: "A limit refused requests. Told once for each limit and window.",
    since: FIRST,
    webhook: true,
    data: z.object({
      limit: z.string().meta({ description: "The limit's name." }),
      guesses: z.int().optional().meta({ description: "Of the spray brake: guesses in the last hour." }),
      wrong_guesses: z.int().optional(),
    }),
    example: { limit: "otp.request.ip" },
  },
  "domain.verified": {
    summary: "A domain's records were found: mail can be sent from it.",
    since: FIRST,
    webhook: true,
    data: Domain,
    example: { domain_id: DOMAIN, domain: "mail.northwind.dev" },
  },
  "domain.failed": {
    summary: "A domain's records are missing or wrong.",
    since: FIRST,
    webhook: true,
    data: Domain,
    example: { domain_id: DOMAIN, domain: "mail.northwind.dev" },
  },
  "api_key.rotated": {
    summary: "A key was replaced; the old one goes on until its end.",
    since: FIRST,
    webhook: true,
    data: z.object({ api_key_id: Id, replaces_id: Id, name: z.string(), key_type: z.enum(["publishable", "secret"]) }),
    example: { api_key_id: KEY, replaces_id: OLD_KEY, name: "Server", key_type: "secret" },
  },
} as const satisfies Record<string, EventRow>;

const internal = (summary: string) => ({ summary, since: FIRST, webhook: false }) as const;

/** What the audit log alone is told of. */
const UNTOLD = {
  "api_key.created": internal("A key was made."),
  "api_key.updated": internal("A key's name, scopes, addresses or origins were changed."),
  "api_key.revoked": internal("A key was revoked."),
  "config.updated": internal("Settings or the brand were changed."),
  "signing_key.rotated": internal("A new key for access tokens was made."),
  "config.restored": internal("An earlier version of the settings was restored."),
  "config.copied": internal("Settings were copied from another environment."),
  "system.updated": internal("The operator's settings were changed."),
  "customer.created": internal("A customer signed up or was registered."),
  "customer.updated": internal("A customer or a project was renamed."),
  "customer.change_refused": internal("A customer tried to change what only the operator changes."),
  "customer.terms_changed": internal("The operator changed a customer's plan, quotas or features."),
  "customer.suspended": internal("The operator suspended a customer."),
  "customer.activated": internal("The operator let a customer go on."),
  "customer.cancelled": internal("The operator ended a customer."),
  "customer.deletion_requested": internal("A customer's deletion was asked for."),
  "customer.deletion_undone": internal("A customer's deletion was taken back."),
  "customer.deleted": internal("Everything of a customer was deleted."),
  "member.alerts_changed": internal("A member chose at which percents of a quota they are mailed."),
  "operator.signed_in": internal("Somebody opened the operator's console."),
  "operator.sign_in_refused": internal("Somebody tried to open the operator's console with a wrong key."),
  "operator.signed_out": internal("Somebody closed the operator's console."),
  "mailbox.opened": internal("Somebody opened the Mailbox of Ninepin itself."),
  "mailbox.open_refused": internal("Somebody tried to open the Mailbox of Ninepin itself with what does not open it."),
  "reviewer.added": internal("A reviewer's identifier was added."),
  "reviewer.removed": internal("A reviewer's identifier was removed."),
  "webhook.created": internal("A webhook endpoint was added."),
  "webhook.updated": internal("A webhook endpoint was changed."),
  "webhook.deleted": internal("A webhook endpoint was deleted."),
  "webhook.secret_rotated": internal("A webhook endpoint's secret was replaced."),
  "webhook.enabled": internal("A webhook endpoint was turned on again."),
  "webhook.disabled": internal("A webhook endpoint was turned off."),
  "webhook.replayed": internal("Deliveries to a webhook endpoint were sent again."),
  "webhook.echo_created": internal("A receiver of ours was made to try webhooks with."),
  "webhook.address_refused": internal("A webhook's address was refused: it is not public."),
  "suppression.lifted": internal("Messages to a recipient who was held back are let through again."),
  "verification.cancelled": internal("A verification was ended before its time."),
  "recipient.revealed": internal("Somebody looked at the whole address or number that a code went to."),
  "provider.created": internal("An account at a provider was added."),
  "provider.updated": internal("An account at a provider was changed."),
  "provider.deleted": internal("An account at a provider was deleted."),
  "provider.tested": internal("A test message was sent through an account at a provider."),
  "tenant.created": internal("A tenant was added."),
  "tenant.updated": internal("A tenant was changed."),
  "tenant.deleted": internal("A tenant was deleted."),
  "domain.added": internal("A domain to send from was added."),
  "domain.deleted": internal("A domain to send from was deleted."),
  "domain.lost": internal("A verified domain's records are missing; mail goes on from it for three days."),
  "domain.found_again": internal("A verified domain's records are back."),
  "domain.shared": internal("A page was made that shows a domain's DNS records without a sign-in."),
  "domain.share_revoked": internal("The pages that show a domain's DNS records were taken away."),
  "template.published": internal("A template was published."),
  "template.restored": internal("An earlier version of a template was published again."),
  "template.tested": internal("A template was sent with a made-up code, to try it."),
  "mailbox.deleted": internal("Messages were deleted from the Mailbox."),
  "audit.erased": internal("The content of a user's entries in the audit log was erased."),
  "audit.pruned": internal("Entries of the audit log were deleted at the end of their time."),
  "auth.refused": internal("Somebody was refused: a key, a token, a secret or a sign-in that was not good."),
  "auth.refusals_dropped": internal("There were more refusals at once than are written down."),
  "request.refused": internal("Somebody asked for what they may not have, or tried to pass what nobody may set."),
  "otp.refused": internal("A guess or a code asked for was turned away before it was looked at."),
} as const satisfies Record<string, EventRow>;

/** Every kind of event that there is. Whatever is recorded has its row here. */
export const EVENTS = { ...TOLD, ...UNTOLD } as const satisfies Record<string, EventRow>;

export type EventType = keyof typeof EVENTS;

/** The kinds that webhooks are told of. */
export type WebhookEventType = keyof typeof TOLD;

/** Whether webhooks are told of events of that type. */
export function isWebhookEvent(type: string): type is WebhookEventType {
  return Object.hasOwn(TOLD, type);
}

/** The kinds that webhooks are told of, in the catalogue's order, with their rows. */
export function webhookEvents(): {
  type: string;
  summary: string;
  since: string;
  data: z.ZodObject;
  example: object;
}[] {
  return Object.entries(TOLD).map(([type, row]) => ({ type, ...row }));
}
