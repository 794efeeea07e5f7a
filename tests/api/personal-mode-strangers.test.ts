import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { call, told } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

const LOGIN = "/api/v1/auth/login";
const VERIFY = "/api/v1/auth/verify";
const DAY = 86_400;

let discord: Receiver;
let app: TestApp;
/** A token of the owner's, who was in two hours ago. */
let token: string;

beforeAll(async () => {
  discord = await startReceiver();
});
beforeEach(async () => {
  app = await startApp({
    env: {
      PERSONAL_MODE: "true",
      DISCORD_WEBHOOK_URL: discord.url,
      JWT_SECRET: "a-secret-of-my-own-0123456789abcdef",
      APP_URL: "https://auth.example.com",
    },
  });
  expect(told(await ask({}))).toBe("200");
  const { body } = await call(app, "POST", VERIFY, { body: { otp: posted() } });
  token = String(body.token);
  await app.deps.settle();
  app.clock.advance(2 * 3600);
});
afterEach(() => app.close());
afterAll(() => discord.close());

const ask = (body: object, ip = "203.0.113.1") => call(app, "POST", LOGIN, { ip, body });
const stranger = (at: number, ip: string) => ask({ username: `name${at}` }, ip);
const posted = () => /\b\d{6}\b/.exec(String(JSON.parse(discord.received.at(-1)?.body ?? "{}").content))?.[0] ?? "";

/** Strangers take the three codes that the owner's name has in an hour. */
async function spendOwner(): Promise<void> {
  for (let at = 0; at < 3; at += 1) {
    expect(told(await ask({}, `198.51.100.${at}`))).toBe("200");
    app.clock.advance(31);
  }
  expect(told(await ask({}))).toBe("429 rate_limited");
}

describe("personal mode where anybody can reach it", () => {
  it("has its cooldown and its three codes an hour", async () => {
    expect(told(await ask({}))).toBe("200");
    expect(told(await ask({}))).toBe("429 resend_cooldown");
    for (const status of ["200", "200", "429 rate_limited"]) {
      app.clock.advance(31);
      expect(told(await ask({}))).toBe(status);
    }
  });

  it("has a limit on what all strangers together post, which is none for the owner", async () => {
    beginWindow(app, 3600);
    const before = discord.received.length;
    for (let at = 0; at < 20; at += 1) expect(told(await stranger(at, "198.51.100.1"))).toBe("200");
    for (let at = 20; at < 40; at += 1) expect(told(await stranger(at, "198.51.100.1"))).toBe("429 rate_limited");
    for (let at = 40; at < 50; at += 1) expect(told(await stranger(at, `203.0.113.${at}`))).toBe("200");
    const refused = await stranger(50, "203.0.113.50");
    expect([told(refused), refused.headers.get("ratelimit")]).toEqual([
      "429 rate_limited",
      expect.stringContaining("personal.posts"),
    ]);
    expect(discord.received).toHaveLength(before + 30);
    // Without anything to show from elsewhere, and with an earlier token even from where the strangers are.
    expect(told(await ask({}, "203.0.113.51"))).toBe("200");
    expect(told(await ask({ token }, "198.51.100.1"))).toBe("200");
    expect(discord.received).toHaveLength(before + 32);
  });

  it("knows a device by a token that has ended, for 90 days: strangers have no say in its codes", async () => {
    app.clock.advance(DAY);
    await spendOwner();
    expect(told(await ask({ token }))).toBe("200");
    expect(told(await call(app, "POST", VERIFY, { body: { otp: posted(), token } }))).toBe("200");
    app.clock.advance(89 * DAY);
    await spendOwner();
    expect(told(await ask({ token }))).toBe("200");
    app.clock.advance(DAY);
    await spendOwner();
    expect(told(await ask({ token }))).toBe("429 rate_limited");
  });
});
