import { describe, expect, it } from "vitest";
import { readEnv } from "@/lib/core/env";

const secret = (seed: number) =>
  Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 41 + seed) % 256)).toString("base64");
const GOOD = secret(7);
const OPERATOR_KEY = "np_op_0123456789abcdefghij";

/** A production that starts. */
const PRODUCTION = {
  NINEPIN_ENV: "production",
  APP_URL: "https://auth.example.com",
  DATABASE_URL: "postgres://ninepin@db.example.com/ninepin",
  SECRET_KEY: GOOD,
  OPERATOR_KEY,
};

function problemsOf(source: Record<string, string>): string[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n").slice(1) : ["not an Error"];
  }
}

describe("readEnv", () => {
  it("needs nothing in the embedded size", () => {
    expect(readEnv({})).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      appUrl: "http://localhost:3000",
      loopback: true,
      production: false,
      databaseUrl: null,
      rootKeys: [],
      restoreEpoch: 0,
      operatorKey: null,
      trustedProxies: [],
      devMode: false,
      email: { from: null, smtpUrl: null },
      accessTokenSeconds: 900,
    });
  });

  it("takes a whole production", () => {
    expect(problemsOf(PRODUCTION)).toEqual([]);
    expect(readEnv(PRODUCTION)).toMatchObject({
      production: true,
      loopback: false,
      appUrl: "https://auth.example.com",
    });
  });

  it("lets webhooks reach private addresses for one environment, and for all where this machine alone is served", () => {
    const id = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";
    expect(readEnv({ EGRESS_ALLOW: `127.0.0.1:4000, ${id}=[::1]:8443` }).egressAllow).toEqual([
      { environmentId: null, address: "127.0.0.1", port: 4000 },
      { environmentId: id, address: "::1", port: 8443 },
    ]);
    expect(problemsOf({ ...PRODUCTION, EGRESS_ALLOW: `${id}=10.0.0.7:443` })).toEqual([]);
    expect(problemsOf({ ...PRODUCTION, EGRESS_ALLOW: "10.0.0.7:443" })).toEqual([
      expect.stringContaining("EGRESS_ALLOW: only a loopback APP_URL"),
    ]);
    for (const wrong of [
      "localhost:80",
      "127.0.0.1",
      "10.0.0.0/8:80",
      "::1:80",
      "me=127.0.0.1:80",
      "127.0.0.1:99999",
    ]) {
      expect(problemsOf({ EGRESS_ALLOW: wrong })).toEqual([expect.stringContaining("EGRESS_ALLOW: address:port")]);
    }
  });

  it("asks the resolvers that it is told", () => {
    expect(readEnv({ DNS_SERVERS: "1.1.1.1,127.0.0.1:5353, [::1]:53" }).dnsServers).toEqual([
      "1.1.1.1",
      "127.0.0.1:5353",
      "[::1]:53",
    ]);
    expect(problemsOf({ DNS_SERVERS: "dns.example.com" })).toEqual([expect.stringContaining("DNS_SERVERS: addresses")]);
  });

  it("counts limits where it is told to", () => {
    const upstash = { UPSTASH_REDIS_REST_URL: "https://a.upstash.io", UPSTASH_REDIS_REST_TOKEN: "t" };
    expect(readEnv({}).limitsStore).toEqual({ type: "memory" });
    expect(readEnv({ REDIS_URL: "rediss://u:p@r:6379/2" }).limitsStore).toEqual({
      type: "redis",
      url: "rediss://u:p@r:6379/2",
    });
    expect(readEnv(upstash).limitsStore).toEqual({ type: "upstash", url: "https://a.upstash.io", token: "t" });
  });

  it("lets the origins in that it is told, and any outside production", () => {
    const corsOrigins = ["https://console.example.com", "http://localhost:5173"];
    expect(readEnv({ ...PRODUCTION, CORS_ORIGINS: corsOrigins.join(", ") }).corsOrigins).toEqual(corsOrigins);
    expect(readEnv({ CORS_ORIGINS: "*" }).corsOrigins).toEqual(["*"]);
    expect(readEnv({}).corsOrigins).toEqual([]);
  });

  it("treats a variable that is set to nothing as not set", () => {
    expect(readEnv({ PORT: "", APP_URL: " ", DATABASE_URL: "", OPERATOR_KEY: "" })).toEqual(readEnv({}));
  });

  // ASVS 13.3.1 and 13.4.2: none of these may ever start.
  const bad: [string, Record<string, string>, string[]][] = [
    ["a server database without a root secret", { DATABASE_URL: PRODUCTION.DATABASE_URL }, ["SECRET_KEY"]],
    ["a root secret of a few letters", { SECRET_KEY: "secret" }, ["SECRET_KEY"]],
    [
      "a root secret that says changeme",
      { SECRET_KEY: Buffer.from("changeme".repeat(4)).toString("base64") },
      ["SECRET_KEY"],
    ],
    ["a root secret of zeros", { SECRET_KEY: Buffer.alloc(32).toString("base64") }, ["SECRET_KEY"]],
    ["a root secret of one letter", { SECRET_KEY: "A".repeat(44) }, ["SECRET_KEY"]],
    [
      "a root secret of 31 bytes",
      { SECRET_KEY: Buffer.from(GOOD, "base64").subarray(1).toString("base64") },
      ["SECRET_KEY"],
    ],
    ["a root secret that is not base64", { SECRET_KEY: `${GOOD.slice(0, -2)}!!` }, ["SECRET_KEY"]],
    ["root secrets without ids", { SECRET_KEYS: GOOD }, ["SECRET_KEYS"]],
    ["root secrets with one id twice", { SECRET_KEYS: `1:${GOOD},1:${secret(9)}` }, ["SECRET_KEYS"]],
    ["a root secret with id 0", { SECRET_KEYS: `0:${GOOD}` }, ["SECRET_KEYS"]],
    ["a root secret with an id beyond two bytes", { SECRET_KEYS: `65536:${GOOD}` }, ["SECRET_KEYS"]],
    ["a second root secret that is weak", { SECRET_KEYS: `2:${GOOD},1:short` }, ["SECRET_KEYS"]],
    ["root secrets that are only commas", { SECRET_KEYS: "," }, ["SECRET_KEYS"]],
    ["production without an operator key", { ...PRODUCTION, OPERATOR_KEY: "" }, ["OPERATOR_KEY"]],
    ["production without a root secret, embedded", { ...PRODUCTION, DATABASE_URL: "", SECRET_KEY: "" }, ["SECRET_KEY"]],
    [
      "DEV_MODE in a Production",
      { ...PRODUCTION, NINEPIN_ENV: " Production", DEV_MODE: "1" },
      ["DEV_MODE", "DEV_MODE"],
    ],
    ["an operator key of one word", { OPERATOR_KEY: "changeme".repeat(4) }, ["OPERATOR_KEY"]],
    ["a short operator key", { OPERATOR_KEY: "operator" }, ["OPERATOR_KEY"]],
    ["a scheduler's secret of one word", { CRON_SECRET: "changeme".repeat(4) }, ["CRON_SECRET"]],
    ["a short scheduler's secret", { VERCEL: "1", CRON_SECRET: "cron" }, ["CRON_SECRET"]],
    ["Vercel without a scheduler's secret", { VERCEL: "1" }, ["CRON_SECRET"]],
    ["production over http", { ...PRODUCTION, APP_URL: "http://auth.example.com" }, ["APP_URL"]],
    ["DEV_MODE in production", { ...PRODUCTION, DEV_MODE: "true" }, ["DEV_MODE", "DEV_MODE"]],
    [
      "DEV_MODE in production even where the host is named",
      { ...PRODUCTION, DEV_MODE: "true", DEV_MODE_HOST: "auth.example.com" },
      ["DEV_MODE"],
    ],
    [
      "DEV_MODE in a production of Vercel's",
      { VERCEL_ENV: "production", SECRET_KEY: GOOD, OPERATOR_KEY, DEV_MODE: "true" },
      ["DEV_MODE"],
    ],
    ["DEV_MODE on a public host", { APP_URL: "https://staging.example.com", DEV_MODE: "true" }, ["DEV_MODE"]],
    [
      "DEV_MODE on another host than the one named",
      { APP_URL: "https://staging.example.com", DEV_MODE: "1", DEV_MODE_HOST: "example.com" },
      ["DEV_MODE"],
    ],
    [
      "DEV_MODE on another port than the one named",
      { APP_URL: "https://staging.example.com", DEV_MODE: "1", DEV_MODE_HOST: "staging.example.com:8443" },
      ["DEV_MODE"],
    ],
    ["DEV_MODE that is neither", { DEV_MODE: "yes" }, ["DEV_MODE"]],
    ["an APP_URL with a path", { APP_URL: "https://example.com/auth" }, ["APP_URL"]],
    ["an APP_URL with a query", { APP_URL: "https://example.com/?x" }, ["APP_URL"]],
    ["an APP_URL with credentials", { APP_URL: "https://ada@example.com" }, ["APP_URL"]],
    ["an APP_URL of another scheme", { APP_URL: "ftp://example.com" }, ["APP_URL"]],
    ["an APP_URL that is none", { APP_URL: "example.com" }, ["APP_URL"]],
    ["CORS_ORIGINS that is any, in production", { ...PRODUCTION, CORS_ORIGINS: "*" }, ["CORS_ORIGINS"]],
    ["CORS_ORIGINS with a path", { CORS_ORIGINS: "https://a.example.com/" }, ["CORS_ORIGINS"]],
    ["CORS_ORIGINS with a wildcard", { CORS_ORIGINS: "https://*.example.com" }, ["CORS_ORIGINS"]],
    ["CORS_ORIGINS of nobody", { CORS_ORIGINS: "null" }, ["CORS_ORIGINS"]],
    ["a port beyond all ports", { PORT: "70000" }, ["PORT"]],
    ["a port that is a word", { PORT: "http" }, ["PORT"]],
    ["a database of another kind", { DATABASE_URL: "mysql://db/ninepin", SECRET_KEY: GOOD }, ["DATABASE_URL"]],
    ["a Redis over http", { REDIS_URL: "http://127.0.0.1:6379" }, ["REDIS_URL"]],
    ["an Upstash without its token", { UPSTASH_REDIS_REST_URL: "https://a.upstash.io" }, ["UPSTASH_REDIS_REST_TOKEN"]],
    [
      "an Upstash whose address is no URL",
      { UPSTASH_REDIS_REST_URL: "a.upstash.io", UPSTASH_REDIS_REST_TOKEN: "t" },
      ["UPSTASH_REDIS_REST_URL"],
    ],
    ["a token of an Upstash that is not named", { UPSTASH_REDIS_REST_TOKEN: "t" }, ["UPSTASH_REDIS_REST_TOKEN"]],
    [
      "an Upstash whose token would travel in the clear",
      { UPSTASH_REDIS_REST_URL: "http://a.upstash.io", UPSTASH_REDIS_REST_TOKEN: "t" },
      ["UPSTASH_REDIS_REST_URL"],
    ],
    [
      "two stores of limits",
      {
        REDIS_URL: "redis://127.0.0.1",
        UPSTASH_REDIS_REST_URL: "https://a.upstash.io",
        UPSTASH_REDIS_REST_TOKEN: "t",
      },
      ["REDIS_URL"],
    ],
    ["a trusted proxy by its name", { TRUSTED_PROXIES: "proxy.example.com" }, ["TRUSTED_PROXIES"]],
    ["a trusted proxy with too many bits", { TRUSTED_PROXIES: "10.0.0.0/33" }, ["TRUSTED_PROXIES"]],
    ["mail without a sender", { SMTP_URL: "smtp://127.0.0.1:25" }, ["EMAIL_FROM"]],
    ["mail over http", { SMTP_URL: "http://127.0.0.1", EMAIL_FROM: "a@x.dev" }, ["SMTP_URL"]],
    ["a sender with a line break", { EMAIL_FROM: "a@x.dev\r\nBcc: eve@x.dev" }, ["EMAIL_FROM"]],
    ["a sender that is no address", { EMAIL_FROM: "Ninepin" }, ["EMAIL_FROM"]],
    ["a restore epoch below zero", { RESTORE_EPOCH: "-1" }, ["RESTORE_EPOCH"]],
    ["half a restore epoch", { RESTORE_EPOCH: "0.5" }, ["RESTORE_EPOCH"]],
    ["access tokens that never end", { ACCESS_TOKEN_EXPIRE_MINUTES: "1441" }, ["ACCESS_TOKEN_EXPIRE_MINUTES"]],
    ["an unknown log level", { LOG_LEVEL: "trace" }, ["LOG_LEVEL"]],
    ["an address to listen on with a blank", { HOST: "0.0.0.0 ; rm" }, ["HOST"]],
  ];

  it.each(bad)("does not start on %s", (_, source, names) => {
    const problems = problemsOf(source);
    expect(problems.map((line) => line.trim().split(":")[0])).toEqual(names);
  });

  it("names everything that is wrong at once, and never says a secret back", () => {
    const problems = problemsOf({
      PORT: "x",
      SECRET_KEY: "hunter2hunter2",
      DEV_MODE: "maybe",
      OPERATOR_KEY: "letmein",
    });
    expect(problems).toHaveLength(4);
    expect(problems.join("\n")).not.toMatch(/hunter2|letmein/);
  });

  it.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://127.1.2.3", "http://[::1]:3000"])(
    "takes %s for this machine, where DEV_MODE may be on",
    (APP_URL) => {
      expect(readEnv({ APP_URL, DEV_MODE: "true" })).toMatchObject({ loopback: true, devMode: true });
    },
  );

  it.each(["http://localhost.example.com", "http://127.0.0.1.example.com", "http://notlocalhost", "http://10.0.0.1"])(
    "does not take %s for this machine",
    (APP_URL) => {
      expect(readEnv({ APP_URL }).loopback).toBe(false);
      expect(problemsOf({ APP_URL, DEV_MODE: "true" })).toHaveLength(1);
    },
  );

  it("lets DEV_MODE be on at a staging host that is named twice", () => {
    const staging = { APP_URL: "https://staging.example.com", DEV_MODE: "true", DEV_MODE_HOST: "staging.example.com" };
    expect(readEnv(staging).devMode).toBe(true);
    const onPort = { ...staging, APP_URL: "https://staging.example.com:8443" };
    expect(readEnv(onPort).devMode).toBe(true);
    expect(readEnv({ ...onPort, DEV_MODE_HOST: "Staging.example.com:8443" }).devMode).toBe(true);
  });

  it("reads several root secrets in order: the first signs", () => {
    const { rootKeys } = readEnv({ SECRET_KEYS: `2:${secret(9)}, 1:${GOOD}`, SECRET_KEY: secret(11) });
    expect(rootKeys.map(({ id }) => id)).toEqual([2, 1]);
    expect(rootKeys[1]?.bytes.toString("base64")).toBe(GOOD);
    expect(readEnv({ SECRET_KEY: GOOD }).rootKeys).toEqual([{ id: 1, bytes: Buffer.from(GOOD, "base64") }]);
  });

  it("takes a root secret in URL-safe base64, with or without its padding", () => {
    const bytes = Buffer.from(GOOD, "base64");
    for (const text of [bytes.toString("base64url"), GOOD, GOOD.replace(/=+$/, "")]) {
      expect(readEnv({ SECRET_KEY: text }).rootKeys[0]?.bytes.equals(bytes)).toBe(true);
    }
  });
});
