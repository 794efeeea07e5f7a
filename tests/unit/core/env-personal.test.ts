import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEnv } from "@/lib/core/env";
import { generatedJwtSecret, generatedSecrets } from "@/lib/core/generated-secrets";
import { systemRandom } from "@/lib/core/random";

const SECRET = "a-secret-of-my-own-0123456789abcdef";
const ON = { PERSONAL_MODE: "true", DISCORD_WEBHOOK_URL: "https://discord.com/api/webhooks/1/token" };

function problemsOf(source: Record<string, string>): string[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n").slice(1) : ["not an Error"];
  }
}

describe("the configuration of personal mode", () => {
  it("is five minutes a code and a day a token, unless it says otherwise", () => {
    expect(readEnv(ON).personal).toEqual({
      webhookUrl: ON.DISCORD_WEBHOOK_URL,
      jwtSecret: null,
      codeSeconds: 300,
      tokenSeconds: 86_400,
    });
    const own = { ...ON, JWT_SECRET: SECRET, OTP_EXPIRATION_MINUTES: "10", JWT_EXPIRATION_HOURS: "1" };
    expect(readEnv(own).personal).toMatchObject({ jwtSecret: SECRET, codeSeconds: 600, tokenSeconds: 3600 });
  });

  it("is off unless it is on, and says what then has no effect", () => {
    expect(readEnv({}).personal).toBeNull();
    expect(readEnv({ ...ON, PERSONAL_MODE: "false" }).personal).toBeNull();
    expect(readEnv({ ...ON, PERSONAL_MODE: "0", JWT_SECRET: SECRET }).ignored).toEqual([
      "DISCORD_WEBHOOK_URL",
      "JWT_SECRET",
    ]);
    expect(readEnv(ON).ignored).toEqual([]);
  });

  it.each(["http://127.0.0.1:4000/hook", "http://localhost:4000/hook", "http://[::1]:4000/hook"])(
    "may post in the clear to this machine: %s",
    (url) => {
      expect(readEnv({ ...ON, DISCORD_WEBHOOK_URL: url }).personal?.webhookUrl).toBe(url);
    },
  );

  const server = { DATABASE_URL: "postgres://n@db.example.com/n", SECRET_KEY: keyOf(7), JWT_SECRET: SECRET };
  it.each<[string, Record<string, string>, string]>([
    ["without a webhook", { PERSONAL_MODE: "true" }, "DISCORD_WEBHOOK_URL: is needed beside PERSONAL_MODE"],
    ["with a webhook in the clear", { ...ON, DISCORD_WEBHOOK_URL: "http://example.com/h" }, "DISCORD_WEBHOOK_URL: the"],
    ["with a webhook that is no URL", { ...ON, DISCORD_WEBHOOK_URL: "discord" }, "DISCORD_WEBHOOK_URL: the https://"],
    ["with a short secret", { ...ON, JWT_SECRET: "secret" }, "JWT_SECRET: at least 32 random characters"],
    ["with a secret of one letter", { ...ON, JWT_SECRET: "a".repeat(64) }, "JWT_SECRET: at least 32 random characters"],
    ["without a secret beside a database server", { ...ON, ...server, JWT_SECRET: "" }, "JWT_SECRET: is missing"],
    ["with a code of eleven minutes", { ...ON, OTP_EXPIRATION_MINUTES: "11" }, "OTP_EXPIRATION_MINUTES: minutes"],
    ["with a code of no time", { ...ON, OTP_EXPIRATION_MINUTES: "0" }, "OTP_EXPIRATION_MINUTES: minutes"],
    ["with a token of half an hour", { ...ON, JWT_EXPIRATION_HOURS: "0.5" }, "JWT_EXPIRATION_HOURS: hours"],
    ["switched neither on nor off", { ...ON, PERSONAL_MODE: "yes" }, "PERSONAL_MODE: true or false"],
  ])("does not start %s", (_, source, problem) => {
    expect(problemsOf(source)).toEqual([expect.stringContaining(problem)]);
  });

  it("starts beside a database server with a secret", () => {
    expect(problemsOf({ ...ON, ...server })).toEqual([]);
  });
});

describe("the secret of personal mode that nobody configured", () => {
  it("is made once, beside the others, for its owner's eyes alone", () => {
    const folder = mkdtempSync(join(tmpdir(), "ninepin-secrets-"));
    try {
      const before = generatedSecrets(folder, systemRandom);
      const made = generatedJwtSecret(folder, systemRandom);
      expect(Buffer.from(made, "base64")).toHaveLength(32);
      expect(generatedJwtSecret(folder, systemRandom)).toBe(made);
      expect(generatedSecrets(folder, systemRandom)).toEqual(before);
      const file = join(folder, "secrets.json");
      expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ jwt_secret: made });
      expect(statSync(file).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function keyOf(seed: number): string {
  return Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 41 + seed) % 256)).toString("base64");
}
