import { getCountries } from "libphonenumber-js/max";
import { z } from "zod";
import { WebOrigin } from "@/lib/core/web-origin";
import { BOUNDS, type BoundName, boundsOf, isBoundName, type NarrowedBounds } from "./bounds";
import { CustomClaims } from "./custom-claims";
import { differing, diffGroups, Groups, groupsOf, leavesOf, mergeGroups, type SettingChange } from "./groups";

/**
 * Every setting of an environment with its bounds and its default. What is stored is only what differs; what the code
 * reads is complete. Names are the wire's, units last.
 */

/** The algorithms that tokens can be signed with here. */
export const SIGNING_ALGORITHMS = ["ES256", "EdDSA", "RS256", "HS256"] as const;

const CHANNELS = ["email", "sms", "voice", "whatsapp", "discord", "hook"] as const;

function whole(name: BoundName) {
  const { min, max } = BOUNDS[name];
  return z.int("Must be a whole number").min(min, `Must be at least ${min}`).max(max, `Must be at most ${max}`);
}

function byChannel(name: BoundName) {
  const each = whole(name);
  return z.strictObject({ email: each, sms: each, voice: each, whatsapp: each, discord: each, hook: each });
}

const Length = byChannel("codes.length");
const Lifetime = byChannel("codes.lifetime_seconds");

const Codes = z.strictObject({
  length: Length,
  lifetime_seconds: Lifetime,
  attempts: whole("codes.attempts"),
  resend_cooldown_seconds: whole("codes.resend_cooldown_seconds"),
  per_identifier_hour: whole("codes.per_identifier_hour"),
  per_ip_hour: whole("codes.per_ip_hour"),
  consecutive_failures: whole("codes.consecutive_failures"),
  verify_by_identifier: z.enum(["secret_key", "any", "never"]),
  code_in_subject: z.boolean(),
});

const Audience = z.string().min(1).max(200).nullable().meta({ description: "Null: the environment's id." });

const Tokens = z.strictObject({
  algorithm: z.enum(SIGNING_ALGORITHMS),
  access_lifetime_seconds: whole("tokens.access_lifetime_seconds")
    .nullable()
    .meta({ description: "Null: the installation's default, ACCESS_TOKEN_EXPIRE_MINUTES." }),
  refresh_grace_seconds: whole("tokens.refresh_grace_seconds"),
  audience: Audience,
  custom_claims: CustomClaims,
});

const Sessions = z.strictObject({
  idle_seconds: whole("sessions.idle_seconds"),
  absolute_seconds: whole("sessions.absolute_seconds"),
  max_per_user: whole("sessions.max_per_user")
    .nullable()
    .meta({ description: "A sign-in beyond it ends the session that was used longest ago. Null: no limit." }),
});

/** A public host name, in lower case, as addresses have it after their @. */
const MAIL_DOMAIN = /^(?=.{4,200}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

const SignUps = z.strictObject({
  mode: z.enum(["open", "invite_only"]),
  synthetic_email_domain: z.string().regex(MAIL_DOMAIN, "Must be a domain such as users.example.com").nullable().meta({
    description:
      "Tokens of users who have a phone number only carry an email at this domain, not verified and never mailed.",
  }),
});

const ORIGINS_MAX = 50;
const Cors = z.strictObject({
  origins: z.array(WebOrigin).max(ORIGINS_MAX).transform(unique),
});

const ORDER_MAX = 20;
const ORDER_ENTRY = /^([a-z][a-z_]{0,39}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const Order = z
  .array(z.string().regex(ORDER_ENTRY, "Must be a provider's name or an account's id"))
  .max(ORDER_MAX)
  .transform(unique);

const Providers = z
  .strictObject({ email: Order, sms: Order, voice: Order, whatsapp: Order, discord: Order, hook: Order })
  .meta({
    description:
      "Who carries each channel, in order: names of the installation's providers, ids of your own accounts. Empty: your own accounts, then the installation's.",
  });

const COUNTRIES: ReadonlySet<string> = new Set(getCountries());

/** A country that has phone numbers: ISO 3166-1 alpha-2, in capitals. */
export const Country = z
  .string()
  .refine((code) => COUNTRIES.has(code), "Use the two letters of a country, such as GB (ISO 3166-1 alpha-2)");

const Sms = z.strictObject({
  countries: z
    .array(Country)
    .max(COUNTRIES.size)
    .transform((codes) => unique(codes).toSorted())
    .nullable()
    .meta({
      description:
        "Where codes go by SMS, voice and WhatsApp. Null: the country of the project's domain, and none while that says nothing.",
    }),
  daily_spend_cap_cents: whole("sms.daily_spend_cap_cents").meta({
    description:
      "What SMS, calls and WhatsApp may cost a day, in US cents by our estimate, counted before they are sent.",
  }),
});

const Channels = z.strictObject({
  enabled: z.array(z.enum(CHANNELS)).min(1, "Must name at least one channel").max(CHANNELS.length).transform(unique),
  providers: Providers,
});

const Retention = z.strictObject({
  challenge_hours: whole("retention.challenge_hours"),
  audit_days: whole("retention.audit_days"),
  request_log_days: whole("retention.request_log_days"),
});

const SettingsSchema = z.strictObject({
  codes: Codes,
  tokens: Tokens,
  sessions: Sessions,
  sign_ups: SignUps,
  cors: Cors,
  sms: Sms,
  channels: Channels,
  retention: Retention,
});

export type Settings = z.output<typeof SettingsSchema>;

/** All settings of an environment on the wire. */
export const SettingsReply = z
  .object(SettingsSchema.shape)
  .meta({ id: "Settings", description: "All settings of an environment, by group." });

/** What is written from now on; what is stored stays readable. */
const NewAudience = Audience.refine((text) => text === null || text.trim() === text, "No spaces around it").refine(
  (text) => text === null || /^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u.test(text),
  "Must not contain control characters",
);

/** The groups that change, and of these the fields that change. */
export const SettingsPatch = z
  .strictObject({
    codes: z.strictObject({
      ...Codes.partial().shape,
      length: Length.partial().optional(),
      lifetime_seconds: Lifetime.partial().optional(),
    }),
    tokens: Tokens.partial().extend({ audience: NewAudience.optional() }),
    sessions: Sessions.partial(),
    sign_ups: SignUps.partial(),
    cors: Cors.partial(),
    sms: Sms.partial(),
    channels: Channels.partial().extend({ providers: Providers.partial().optional() }),
    retention: Retention.partial(),
  })
  .partial()
  .meta({ id: "SettingsPatch" });

export type SettingsPatch = z.output<typeof SettingsPatch>;

const DAY_SECONDS = 86_400;

const DEFAULTS: Settings = {
  codes: {
    length: { email: 9, sms: 6, voice: 6, whatsapp: 6, discord: 6, hook: 6 },
    lifetime_seconds: { email: 600, sms: 300, voice: 300, whatsapp: 300, discord: 300, hook: 300 },
    attempts: 5,
    resend_cooldown_seconds: 30,
    per_identifier_hour: 3,
    per_ip_hour: 20,
    consecutive_failures: 10,
    verify_by_identifier: "secret_key",
    code_in_subject: true,
  },
  tokens: {
    algorithm: "ES256",
    access_lifetime_seconds: null,
    refresh_grace_seconds: 10,
    audience: null,
    custom_claims: {},
  },
  sessions: { idle_seconds: 30 * DAY_SECONDS, absolute_seconds: 90 * DAY_SECONDS, max_per_user: null },
  sign_ups: { mode: "open", synthetic_email_domain: null },
  cors: { origins: [] },
  sms: { countries: null, daily_spend_cap_cents: 2_000 },
  channels: {
    enabled: [...CHANNELS],
    providers: { email: [], sms: [], voice: [], whatsapp: [], discord: [], hook: [] },
  },
  retention: { challenge_hours: 24, audit_days: 90, request_log_days: 30 },
};

/** What differs in a test environment: nobody waits there, and a test suite has many codes. */
const TEST_CODES: Partial<Settings["codes"]> = {
  resend_cooldown_seconds: 0,
  per_identifier_hour: 60,
  per_ip_hour: 1000,
  verify_by_identifier: "any",
};

function defaultsOf(kind: "test" | "live"): Groups {
  const defaults = Groups.parse(DEFAULTS);
  return kind === "test" ? mergeGroups(defaults, { codes: TEST_CODES }) : defaults;
}

/** Settings as they are stored: only what differs from the defaults. What cannot be read as such counts as nothing. */
const Stored = Groups.catch({});

/**
 * The complete settings of an environment of that kind, from what its newest version stores. The operator's bounds hold
 * in live, over defaults and over what was stored before they were drawn. A setting that this process does not know is
 * passed over: while a newer version is brought out, processes of both read the same rows.
 */
export function completeSettings(kind: "test" | "live", stored: unknown, bounds: NarrowedBounds = {}): Settings {
  const defaults = defaultsOf(kind);
  const settings = SettingsSchema.parse(mergeGroups(defaults, knownOf(defaults, Stored.parse(stored ?? {}))));
  if (kind === "test" || Object.keys(bounds).length === 0) return settings;
  return SettingsSchema.parse(
    groupsOf(
      leavesOf(Groups.parse(settings)).map(({ path, value }) => ({ path, value: bounded(path, value, bounds) })),
    ),
  );
}

/** Those of the groups' settings that have a default. */
function knownOf(defaults: Groups, groups: Groups): Groups {
  const known = new Set(leavesOf(defaults).map(({ path }) => path));
  return groupsOf(leavesOf(groups).filter(({ path }) => known.has(path)));
}

function bounded(path: string, value: unknown, bounds: NarrowedBounds): unknown {
  const name = boundNameOf(path);
  if (name === null || typeof value !== "number") return value;
  const { min, max } = boundsOf(name, bounds);
  return Math.min(Math.max(value, min), max);
}

/** The row of the table of bounds that a setting falls under; null for one without. */
export function boundNameOf(path: string): BoundName | null {
  const name = path.split(".").slice(0, 2).join(".");
  return isBoundName(name) ? name : null;
}

/** What is stored once a patch is applied to what was: without what is a default. */
export function patchStored(kind: "test" | "live", stored: unknown, patch: SettingsPatch): Groups {
  const merged = mergeGroups(Stored.parse(stored ?? {}), Groups.parse(JSON.parse(JSON.stringify(patch))));
  return differing(defaultsOf(kind), merged);
}

/** What says where the environment itself is, and would be wrong in another one. */
const ITS_OWN = /^(cors\.origins|tokens\.audience|channels\.providers\..+)$/;

/** What is stored once an environment of that kind has what another one stores, and keeps what is its own. */
export function copyStored(kind: "test" | "live", stored: unknown, from: unknown): Groups {
  const isOwn = ({ path }: { path: string }) => ITS_OWN.test(path);
  const kept = leavesOf(Stored.parse(stored ?? {})).filter(isOwn);
  const copied = leavesOf(Stored.parse(from ?? {})).filter((leaf) => !isOwn(leaf));
  return differing(defaultsOf(kind), groupsOf([...copied, ...kept]));
}

/** Every setting that differs between two, by its dotted name: what it was and what it is. */
export function diffSettings(before: Settings, after: Settings): SettingChange[] {
  return diffGroups(Groups.parse(before), Groups.parse(after));
}

function unique<Value>(values: Value[]): Value[] {
  return [...new Set(values)];
}
