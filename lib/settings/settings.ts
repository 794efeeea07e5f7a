import { z } from "zod";

/**
 * Every setting of an environment with its bounds and its default. What is stored is only what differs; what the code
 * reads is complete. Names are the wire's, units last.
 */
const CHANNEL_LENGTH = z.strictObject({
  email: z.int().min(6).max(10).default(9),
  sms: z.int().min(6).max(10).default(6),
  voice: z.int().min(6).max(10).default(6),
  whatsapp: z.int().min(6).max(10).default(6),
  discord: z.int().min(6).max(10).default(6),
  hook: z.int().min(6).max(10).default(6),
});

// ASVS 6.5.5: ten minutes at the most, whatever somebody asks for.
const lifetime = (seconds: number) => z.int().min(60).max(600).default(seconds);
const CHANNEL_LIFETIME = z.strictObject({
  email: lifetime(600),
  sms: lifetime(300),
  voice: lifetime(300),
  whatsapp: lifetime(300),
  discord: lifetime(300),
  hook: lifetime(300),
});

const Codes = z.strictObject({
  length: CHANNEL_LENGTH.prefault({}),
  lifetime_seconds: CHANNEL_LIFETIME.prefault({}),
  attempts: z.int().min(3).max(10).default(5),
  resend_cooldown_seconds: z.int().min(0).max(300).default(30),
  per_identifier_hour: z.int().min(1).max(60).default(3),
  per_ip_hour: z.int().min(1).max(1000).default(20),
  consecutive_failures: z.int().min(5).max(100).default(10),
  verify_by_identifier: z.enum(["secret_key", "any", "never"]).default("secret_key"),
  code_in_subject: z.boolean().default(true),
});

const YEAR_SECONDS = 365 * 86_400;

const Tokens = z.strictObject({
  algorithm: z.enum(["ES256"]).default("ES256"),
  /** Null: the installation's default, ACCESS_TOKEN_EXPIRE_MINUTES. */
  access_lifetime_seconds: z.int().min(60).max(86_400).nullable().default(null),
  refresh_grace_seconds: z.int().min(0).max(60).default(10),
  /** Null: the environment's id. */
  audience: z.string().min(1).max(200).nullable().default(null),
});

const Sessions = z.strictObject({
  idle_seconds: z
    .int()
    .min(300)
    .max(YEAR_SECONDS)
    .default(30 * 86_400),
  absolute_seconds: z
    .int()
    .min(300)
    .max(YEAR_SECONDS)
    .default(90 * 86_400),
});

const SignUps = z.strictObject({ mode: z.enum(["open", "invite_only"]).default("open") });

const Retention = z.strictObject({ challenge_hours: z.int().min(1).max(720).default(24) });

const SettingsSchema = z.strictObject({
  codes: Codes.prefault({}),
  tokens: Tokens.prefault({}),
  sessions: Sessions.prefault({}),
  sign_ups: SignUps.prefault({}),
  retention: Retention.prefault({}),
});

export type Settings = z.output<typeof SettingsSchema>;

/** What differs in a test environment: nobody waits there, and a test suite has many codes. */
const TEST_CODES = {
  resend_cooldown_seconds: 0,
  per_identifier_hour: 60,
  per_ip_hour: 1000,
  verify_by_identifier: "any",
} as const;

const Stored = z.record(z.string(), z.record(z.string(), z.unknown())).catch({});

/** The complete settings of an environment of that kind, from what its newest version stores. */
export function completeSettings(kind: "test" | "live", stored: unknown): Settings {
  const groups = Stored.parse(stored ?? {});
  const codes = kind === "test" ? { ...TEST_CODES, ...groups.codes } : groups.codes;
  return SettingsSchema.parse({ ...groups, ...(codes ? { codes } : {}) });
}
