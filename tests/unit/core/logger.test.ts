import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLogger, redact } from "@/lib/core/logger";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { newKeyText } from "@/lib/keys/key-text";
import { sealDeviceToken, sealRefreshToken } from "@/lib/tokens";

const keyring = createKeyring([{ id: 1, bytes: Buffer.from("a root secret that is only ever used by this file") }], 0);
const ENVIRONMENT = "019a9f3e-7c1a-7cc2-9d8e-ba9876543210";

const SECRETS = {
  "a secret key": newKeyText(systemRandom, "live", "secret"),
  "a publishable key": newKeyText(systemRandom, "test", "publishable"),
  "an operator key": `np_op_${systemRandom.bytes(24).toString("base64url")}`,
  "a refresh token": sealRefreshToken(keyring, {
    environmentId: ENVIRONMENT,
    sessionId: ENVIRONMENT,
    generation: 3,
    salt: systemRandom.bytes(16),
  }),
  "a device token": sealDeviceToken(keyring, {
    environmentId: ENVIRONMENT,
    identifierKey: systemRandom.bytes(32),
    deviceId: systemRandom.bytes(16),
  }),
  "an access token": `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.${systemRandom.bytes(64).toString("base64url")}`,
  "a code of six": "482913",
  "a code of nine": "482913507",
  "a code of ten": "0482913507",
  "an address": "ada.lovelace+tag@example.com",
  "a number": "+14155552671",
  "a spaced number": "+1 415 555 2671",
  "a password in a URL": "hunter2-and-more",
} as const;

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger("debug", { write: (line) => lines.push(line) }));
  return lines.join("");
}

const sentences = (secret: string) => {
  const inUrl = secret === SECRETS["a password in a URL"];
  return inUrl
    ? [`postgres://ninepin:${secret}@db.example.com/x`, `connect smtp://mail:${secret}@127.0.0.1:25 failed`]
    : [
        secret,
        `for ${secret}.`,
        `"${secret}"`,
        `value=${secret}`,
        `(${secret})`,
        `a\n${secret}\nb`,
        `${secret}, ${secret}`,
      ];
};

describe("the logger", () => {
  it.each(Object.entries(SECRETS))("never writes %s, in whatever field, cause or stack", (_, secret) => {
    for (const text of sentences(secret)) {
      const inner = new Error(`inner ${text}`);
      const lines = [
        logged((log) => log.info({ field: text }, "message")),
        logged((log) => log.warn({ field: text }, "message")),
        logged((log) => log.debug({ field: text }, "message")),
        logged((log) => log.error({ field: text }, "message", new Error(text))),
        logged((log) => log.error({}, "message", new Error("outer", { cause: inner }))),
        logged((log) => log.error({}, "message", text)),
        logged((log) => log.error({}, "message", Object.assign(new Error("x"), { code: text }))),
        logged((log) => log.info({}, text)),
      ];
      for (const line of lines) expect(line).not.toContain(secret);
    }
  });

  it("still writes what is needed to find a request again: ids, routes, statuses and times", () => {
    const line = logged((log) =>
      log.info({ environment_id: ENVIRONMENT, route: "/api/auth/request-otp", status: 429, ms: 12.345 }, "request"),
    );
    expect(JSON.parse(line)).toMatchObject({
      environment_id: ENVIRONMENT,
      route: "/api/auth/request-otp",
      status: 429,
      ms: 12.345,
      msg: "request",
    });
  });

  it("writes one line for one message, so that nobody can forge a second one", () => {
    const line = logged((log) => log.info({ field: 'a\n{"level":50}\r\n' }, "message\nwith a break"));
    expect(line.trimEnd().split("\n")).toHaveLength(1);
  });

  it("writes nothing below its level", () => {
    const lines: string[] = [];
    const log = createLogger("warn", { write: (line) => lines.push(line) });
    log.debug({}, "no");
    log.info({}, "no");
    log.warn({}, "yes");
    expect(lines).toHaveLength(1);
  });
});

describe("redact", () => {
  it("keeps ids, hashes of ids, dates, versions and short numbers", () => {
    const text = `${ENVIRONMENT} 2026-11-20T14:22:10Z v16.4.6 took 12345 ms, status 503 at /e/${ENVIRONMENT}`;
    expect(redact(text)).toBe(text);
  });

  it("leaves no code standing on its own, whatever is around it", () => {
    const code = fc.stringMatching(/^\d{6,10}$/);
    const around = fc.constantFrom("", " ", "'", '"', ":", "=", "(", ")", ",", ".", "/", "\n");
    fc.assert(
      fc.property(around, code, around, (before, digits, after) => {
        expect(redact(`${before}${digits}${after}`)).not.toContain(digits);
      }),
    );
  });

  // A pattern that began anew at each letter would take longer than a test may.
  it.each(["a", "a@", "+1 ", "//a:"])("looks at so much of a hostile text and no more: %j", (part) => {
    expect(redact(part.repeat(500_000)).length).toBeLessThan(100_000);
  });
});
