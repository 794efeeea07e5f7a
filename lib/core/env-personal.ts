import { z } from "zod";
import type { EnvReader } from "./env-reader";
import { isConfidential } from "./loopback";

/** One person's own server: codes to a Discord channel, tokens signed with a secret of its own. */
export type PersonalMode = {
  /** The Discord webhook that codes and system notifications are posted to. */
  webhookUrl: string;
  /** What HS256 signs the tokens with, as text; null where it is generated into the data folder. */
  jwtSecret: string | null;
  codeSeconds: number;
  tokenSeconds: number;
};

/** What has a meaning in personal mode alone. */
export const PERSONAL_VARIABLES = [
  "DISCORD_WEBHOOK_URL",
  "JWT_SECRET",
  "OTP_EXPIRATION_MINUTES",
  "JWT_EXPIRATION_HOURS",
] as const;

/** As long as the hash (RFC 7518, 3.2). */
const SECRET_LENGTH = 32;
const SECRET_HELP = `at least ${SECRET_LENGTH} random characters, for example from: openssl rand -base64 32`;

/**
 * Reads personal mode; null where it is off. `generated` says whether a secret that nobody configured may be made: in the
 * embedded size alone.
 */
export function readPersonalMode(reader: EnvReader, { generated }: { generated: boolean }): PersonalMode | null {
  const on = reader.read("PERSONAL_MODE", z.enum(["true", "false", "1", "0"]), "false", "true or false");
  if (on === "false" || on === "0") return null;
  // The code is in what is posted: in the clear to this machine only.
  const url = z.url({ protocol: /^https?$/ }).refine(isConfidential);
  const webhookUrl = reader.read("DISCORD_WEBHOOK_URL", url.nullable(), null, "the https:// URL of a Discord webhook");
  if (!reader.has("DISCORD_WEBHOOK_URL")) reader.problem("DISCORD_WEBHOOK_URL", "is needed beside PERSONAL_MODE");
  const secret = z
    .string()
    .min(SECRET_LENGTH)
    .refine((text) => new Set(text).size >= 8);
  const jwtSecret = reader.read("JWT_SECRET", secret.nullable(), null, SECRET_HELP);
  if (!generated && !reader.has("JWT_SECRET")) reader.problem("JWT_SECRET", `is missing: ${SECRET_HELP}`);
  const minutes = z.coerce.number().int().min(1).max(10);
  const hours = z.coerce.number().int().min(1).max(8760);
  const codeMinutes = reader.read("OTP_EXPIRATION_MINUTES", minutes, 5, "minutes, 1 to 10");
  const tokenHours = reader.read("JWT_EXPIRATION_HOURS", hours, 24, "hours, 1 to 8760");
  if (webhookUrl === null) return null;
  return { webhookUrl, jwtSecret, codeSeconds: codeMinutes * 60, tokenSeconds: tokenHours * 3600 };
}
