import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { DnsServers, EgressAllow, type EgressAllowance } from "./egress-allow";
import { PERSONAL_VARIABLES, type PersonalMode, readPersonalMode } from "./env-personal";
import { type ProvidersEnv, readProviders } from "./env-providers";
import { EnvReader, type Source } from "./env-reader";
import { isConfidential, isLoopback } from "./loopback";
import type { RootKey } from "./secrets";
import { WebOrigin } from "./web-origin";

/** The configuration, checked. Everything has a default in the embedded size. */
export type Env = {
  host: string;
  port: number;
  /** Public origin, without a slash at the end. Links and issuers are built from it, never from a request. */
  appUrl: string;
  /** Whether `appUrl` names this machine: demo data and printed secrets exist only then. */
  loopback: boolean;
  production: boolean;
  /** Whether `next dev` serves the pages, which needs more than their policy lets in. */
  development: boolean;
  dataDir: string;
  /** Postgres, or null for the embedded PGlite in `dataDir`. */
  databaseUrl: string | null;
  /** Where limits are counted: in the memory of each process, or in a store that all of them share. */
  limitsStore: { type: "memory" } | { type: "redis"; url: string } | { type: "upstash"; url: string; token: string };
  /** Root secrets, the first signs. Empty only in the embedded size, where they are generated into `dataDir`. */
  rootKeys: readonly RootKey[];
  restoreEpoch: number;
  operatorKey: string | null;
  /** What a scheduler shows to have the jobs run; null where none is expected. */
  cronSecret: string | null;
  trustedProxies: readonly string[];
  apiHosts: readonly string[];
  appHosts: readonly string[];
  /** Origins beside our own that may use the dashboard's API with its cookie. `*`: any, without the cookie. */
  corsOrigins: readonly string[];
  devMode: boolean;
  /** One person's own server; null where it is none. */
  personal: PersonalMode | null;
  email: { from: string | null; smtpUrl: string | null };
  providers: ProvidersEnv;
  accessTokenSeconds: number;
  /** Addresses that are not public and that customers' URLs may reach all the same. */
  egressAllow: readonly EgressAllowance[];
  /** Resolvers for customers' names; the machine's own where empty. */
  dnsServers: readonly string[];
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  /** A platform of short-lived processes: the forwarded address is the platform's, and no drainer runs on its own. */
  vercel: boolean;
  /** Variables that are set and have no effect in this version: said at the start, so that nobody counts on them. */
  ignored: readonly string[];
};

const WITHOUT_EFFECT = ["STRIPE_SECRET_KEY"] as const;

const SECRET_HELP = "32 random bytes in base64, for example from: openssl rand -base64 32";
const boolean = z.enum(["true", "false", "1", "0", ""]).transform((value) => value === "true" || value === "1");
const list = z.string().transform((value) =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);
/** Few distinct characters were not random: a word again and again. */
const RANDOM_TEXT = z
  .string()
  .min(24)
  .refine((key) => new Set(key).size >= 8);
const integer = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);

/**
 * Reads and checks the configuration. Throws one error that names every wrong, weak or missing variable and what is
 * expected of it (ASVS 13.3.1: no known or short secret ever starts).
 */
export function readEnv(source: Source): Env {
  const reader = new EnvReader(source);
  const port = reader.read("PORT", integer(0, 65_535), 3000, "a port number");
  const appUrl = readOrigin(reader, port);
  const { host, hostname, protocol } = new URL(appUrl);
  const loopback = isLoopback(hostname);
  const production = [source.NINEPIN_ENV, source.VERCEL_ENV].some(isProduction);
  const databaseUrl = reader.read("DATABASE_URL", postgresUrl(), null, "a postgres:// URL");
  const embedded = databaseUrl === null && !production;
  const rootKeys = readRootKeys(reader, embedded);
  const operatorKey = readOperatorKey(reader, production);

  if (production && protocol !== "https:" && !loopback) reader.problem("APP_URL", "an https:// origin in production");
  const devMode = readDevMode(reader, { production, loopback, hosts: [host, hostname] });
  const email = readEmail(reader);
  const personal = readPersonalMode(reader, { generated: embedded });
  const env: Env = {
    host: reader.read("HOST", z.string().regex(/^[A-Za-z0-9.:_-]+$/), "127.0.0.1", "an address to listen on"),
    port,
    appUrl,
    loopback,
    production,
    development: source.NODE_ENV === "development",
    dataDir: resolve(reader.read("NINEPIN_DATA_DIR", z.string(), ".data", "a folder")),
    databaseUrl,
    limitsStore: readLimitsStore(reader),
    rootKeys,
    restoreEpoch: reader.read(
      "RESTORE_EPOCH",
      integer(0, 1_000_000),
      0,
      "a whole number, raised by one after a restore",
    ),
    operatorKey,
    cronSecret: readCronSecret(reader),
    trustedProxies: reader.read(
      "TRUSTED_PROXIES",
      list.refine((all) => all.every(isCidr)),
      [],
      "addresses or CIDRs, separated by commas",
    ),
    apiHosts: reader.read("API_HOSTS", list, [], "host names, separated by commas"),
    appHosts: reader.read("APP_HOSTS", list, [], "host names, separated by commas"),
    corsOrigins: readCorsOrigins(reader, production),
    devMode,
    personal,
    email,
    providers: readProviders(reader, { emailFrom: email.from, production }),
    accessTokenSeconds: reader.read("ACCESS_TOKEN_EXPIRE_MINUTES", integer(1, 1440), 15, "minutes, 1 to 1440") * 60,
    egressAllow: readEgressAllow(reader, loopback),
    dnsServers: reader.read("DNS_SERVERS", DnsServers, [], "addresses of resolvers, separated by commas"),
    logLevel: reader.read(
      "LOG_LEVEL",
      z.enum(["debug", "info", "warn", "error", "silent"]),
      "info",
      "debug, info, warn, error or silent",
    ),
    vercel: reader.has("VERCEL"),
    ignored: [...WITHOUT_EFFECT, ...(personal === null ? PERSONAL_VARIABLES : [])].filter((name) => reader.has(name)),
  };
  if (reader.problems.length > 0) {
    throw new Error(`The configuration is not usable:\n${reader.problems.map((line) => `  ${line}`).join("\n")}`);
  }
  return env;
}

/** The configuration of this process. The one place that reads its environment. */
export function processEnv(): Env {
  return readEnv(process.env);
}

/** Tells next-auth, which reads it from the environment itself, where it is mounted. */
export function announceSessionUrl(env: Env): void {
  process.env.NEXTAUTH_URL = `${env.appUrl}/session`;
}

function readOrigin(reader: EnvReader, port: number): string {
  const fallback = `http://localhost:${port}`;
  const schema = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value));
  const url = reader.read("APP_URL", schema, new URL(fallback), "an origin such as https://auth.example.com");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "") {
    reader.problem("APP_URL", "an origin only: no path, query or credentials");
  }
  return url.origin;
}

function readLimitsStore(reader: EnvReader): Env["limitsStore"] {
  const redis = z.url({ protocol: /^rediss?$/ }).nullable();
  const url = reader.read("REDIS_URL", redis, null, "redis://user:password@host:port, or rediss:// for TLS");
  // The token goes with every request: in the clear to this machine only.
  const rest = z.url({ protocol: /^https?$/ }).refine(isConfidential);
  const restUrl = reader.read("UPSTASH_REDIS_REST_URL", rest.nullable(), null, "the https:// URL of its REST API");
  const token = reader.read("UPSTASH_REDIS_REST_TOKEN", z.string(), "", "the token of its REST API");
  if (reader.has("UPSTASH_REDIS_REST_URL") !== reader.has("UPSTASH_REDIS_REST_TOKEN")) {
    reader.problem("UPSTASH_REDIS_REST_TOKEN", "is needed beside UPSTASH_REDIS_REST_URL, and of no use without it");
  }
  if (reader.has("REDIS_URL") && reader.has("UPSTASH_REDIS_REST_URL")) {
    reader.problem("REDIS_URL", "cannot be set beside UPSTASH_REDIS_REST_URL: limits are counted in one store");
  }
  if (restUrl !== null) return { type: "upstash", url: restUrl, token };
  return url === null ? { type: "memory" } : { type: "redis", url };
}

function readRootKeys(reader: EnvReader, generated: boolean): RootKey[] {
  if (reader.has("SECRET_KEYS")) {
    const keys = reader
      .read("SECRET_KEYS", list, [], `id:secret pairs, the first signs: ${SECRET_HELP}`)
      .map((pair) => ({ id: Number(pair.slice(0, pair.indexOf(":"))), text: pair.slice(pair.indexOf(":") + 1) }));
    const distinct = new Set(keys.map((key) => key.id)).size === keys.length;
    if (keys.length === 0) reader.problem("SECRET_KEYS", `is empty: ${SECRET_HELP}`);
    if (!distinct || keys.some((key) => !Number.isInteger(key.id) || key.id < 1 || key.id > 65_535)) {
      reader.problem("SECRET_KEYS", "each pair needs an id of its own, 1 to 65535");
    }
    return keys.flatMap((key) => readSecret(reader, "SECRET_KEYS", key.text, key.id));
  }
  const text = reader.read("SECRET_KEY", z.string(), "", SECRET_HELP);
  if (text !== "") return readSecret(reader, "SECRET_KEY", text, 1);
  if (!generated) reader.problem("SECRET_KEY", `is missing: ${SECRET_HELP}`);
  return [];
}

function readSecret(reader: EnvReader, name: string, text: string, id: number): RootKey[] {
  const bytes = Buffer.from(text, "base64");
  // Base64 that does not come back as it was given was not base64; few distinct bytes were not random.
  const same =
    bytes.toString("base64").replace(/=+$/, "") === text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (!same || bytes.length < 32 || new Set(bytes).size < 16) {
    reader.problem(name, `is weak or not base64: ${SECRET_HELP}`);
    return [];
  }
  return [{ id, bytes }];
}

function readCorsOrigins(reader: EnvReader, production: boolean): readonly string[] {
  const isOne = (origin: string) => (origin === "*" && !production) || WebOrigin.safeParse(origin).success;
  const origins = list.refine((all) => all.every(isOne));
  return reader.read("CORS_ORIGINS", origins, [], "origins such as https://app.example.com, separated by commas");
}

function readOperatorKey(reader: EnvReader, production: boolean): string | null {
  const key = reader.read("OPERATOR_KEY", RANDOM_TEXT.nullable(), null, "at least 24 random characters");
  if (key === null && production) reader.problem("OPERATOR_KEY", "is missing: at least 24 random characters");
  return key;
}

function readCronSecret(reader: EnvReader): string | null {
  const secret = reader.read("CRON_SECRET", RANDOM_TEXT.nullable(), null, "at least 24 random characters");
  // Nothing else would run the jobs there.
  if (secret === null && reader.has("VERCEL") && !reader.has("CRON_SECRET")) {
    reader.problem("CRON_SECRET", "is missing: at least 24 random characters");
  }
  return secret;
}

function readDevMode(reader: EnvReader, at: { production: boolean; loopback: boolean; hosts: string[] }): boolean {
  const devMode = reader.read("DEV_MODE", boolean, false, "true or false");
  if (!devMode) return false;
  if (at.production) reader.problem("DEV_MODE", "is not possible in production");
  const host = reader.read("DEV_MODE_HOST", z.string(), "", "the host of APP_URL");
  if (!at.loopback && !at.hosts.includes(host.toLowerCase())) {
    reader.problem("DEV_MODE", "needs a loopback APP_URL, or DEV_MODE_HOST equal to its host");
  }
  return true;
}

function readEgressAllow(reader: EnvReader, loopback: boolean): readonly EgressAllowance[] {
  const expected = "address:port or environment=address:port, separated by commas";
  const allow = reader.read("EGRESS_ALLOW", EgressAllow, [], expected);
  if (!loopback && allow.some(({ environmentId }) => environmentId === null)) {
    reader.problem(
      "EGRESS_ALLOW",
      "only a loopback APP_URL lets all environments in: name one, environment=address:port",
    );
  }
  return allow;
}

function readEmail(reader: EnvReader): Env["email"] {
  const address = z.string().regex(/^[^\r\n]*@[^\r\n]*$/);
  const from = reader.read("EMAIL_FROM", address.nullable(), null, "Name <address@your.domain>");
  const smtpUrl = z.url({ protocol: /^smtps?$/ }).refine(isSmtpUrl);
  const expected = "smtp://user:password@host:port, with user and password percent-encoded";
  return { from, smtpUrl: reader.read("SMTP_URL", smtpUrl.nullable(), null, expected) };
}

function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, username, password } = new URL(text);
  try {
    decodeURIComponent(username + password);
    return hostname !== "";
  } catch {
    return false;
  }
}

/** However it is written: what was meant as production must never start as something less. */
function isProduction(name: string | undefined): boolean {
  return name?.trim().toLowerCase() === "production";
}

function postgresUrl() {
  return z.url({ protocol: /^postgres(ql)?$/ }).nullable();
}

function isCidr(text: string): boolean {
  const [address = "", bits] = text.split("/");
  const version = isIP(address);
  if (version === 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
