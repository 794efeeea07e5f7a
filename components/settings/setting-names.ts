/** How a setting is written in a form: as text that a person can read and change. */
export type SettingKind =
  | "number"
  | "duration"
  | "text"
  | "choice"
  | "switch"
  | "choices"
  | "lines"
  | "json"
  | "countries"
  | "money";

type Row = { label: string; kind: SettingKind; unit?: string; optional?: true };

const CHANNEL_ROWS = {
  email: "email",
  sms: "SMS",
  voice: "voice",
  whatsapp: "WhatsApp",
  discord: "Discord",
  hook: "hook",
} as const;

/** The channels that a code can take, in the order of the pages. */
export const CHANNELS = ["email", "sms", "voice", "whatsapp", "discord", "hook"] as const;
export type Channel = (typeof CHANNELS)[number];

/** A channel for a reader. */
export function channelLabel(channel: Channel): string {
  return CHANNEL_ROWS[channel];
}

/** Every setting that a page changes, by its dotted name on the wire: what it is called and how it is written. */
export const SETTINGS: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(
    CHANNELS.flatMap((channel) => [
      [`codes.length.${channel}`, { label: `Digits by ${CHANNEL_ROWS[channel]}`, kind: "number" }] as const,
      [
        `codes.lifetime_seconds.${channel}`,
        { label: `Lifetime by ${CHANNEL_ROWS[channel]}`, kind: "duration" },
      ] as const,
    ]),
  ),
  "codes.attempts": { label: "Tries per code", kind: "number" },
  "codes.resend_cooldown_seconds": { label: "Wait before a new code", kind: "duration" },
  "codes.per_identifier_hour": { label: "Codes an hour to one address", kind: "number" },
  "codes.per_ip_hour": { label: "Codes an hour for one network", kind: "number" },
  "codes.consecutive_failures": { label: "Wrong codes before waits begin", kind: "number" },
  "codes.verify_by_identifier": { label: "Checking a code without its challenge", kind: "choice" },
  "codes.code_in_subject": { label: "Code in the subject", kind: "switch" },
  "channels.enabled": { label: "Channels", kind: "choices" },
  "sms.countries": { label: "Countries", kind: "countries", optional: true },
  "sms.daily_spend_cap_cents": { label: "Spend cap a day, in US dollars", kind: "money" },
  "sign_ups.mode": { label: "Sign-ups", kind: "choice" },
  "tokens.algorithm": { label: "Algorithm", kind: "choice" },
  "tokens.access_lifetime_seconds": { label: "Access tokens last", kind: "duration", optional: true },
  "tokens.refresh_grace_seconds": { label: "Grace for a repeated refresh", kind: "duration" },
  "tokens.audience": { label: "Audience", kind: "text", optional: true },
  "tokens.custom_claims": { label: "Custom claims", kind: "json" },
  "sign_ups.synthetic_email_domain": { label: "Domain for users without an email", kind: "text", optional: true },
  "sessions.idle_seconds": { label: "Sessions end when unused for", kind: "duration" },
  "sessions.absolute_seconds": { label: "Sessions end at the latest after", kind: "duration" },
  "sessions.max_per_user": { label: "Sessions per user", kind: "number", optional: true },
  "cors.origins": { label: "Allowed origins", kind: "lines" },
  "retention.challenge_hours": { label: "Verifications and their messages", kind: "number", unit: "h" },
  "retention.audit_days": { label: "Audit log", kind: "number", unit: "days" },
  "retention.request_log_days": { label: "Request log", kind: "number", unit: "days" },
};

/** What a setting is called; its dotted name where it has none. */
export function settingLabel(name: string): string {
  const carried = CHANNELS.find((channel) => name === `channels.providers.${channel}`);
  if (carried) return `Order of providers by ${channelLabel(carried)}`;
  return SETTINGS[name]?.label ?? name;
}

/** The settings of each page with a form. */
export const TOPICS = {
  codes: Object.keys(SETTINGS).filter((name) => /^(codes|channels|sms|sign_ups\.mode)\b/.test(name)),
  tokens: Object.keys(SETTINGS).filter((name) => /^(tokens|sessions|sign_ups\.synthetic_email_domain)\b/.test(name)),
  origins: ["cors.origins"],
  privacy: Object.keys(SETTINGS).filter((name) => name.startsWith("retention.")),
} as const satisfies Record<string, readonly string[]>;

export type Topic = keyof typeof TOPICS;
