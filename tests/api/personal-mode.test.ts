import { jwtVerify } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { installationEnvironment } from "@/lib/environments";
import { startPersonalMode } from "@/lib/personal";
import { identifierKeyOf } from "@/lib/users/identifier";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { call, operator, readSignedUp, told } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";

const SECRET = "a-secret-of-my-own-0123456789abcdef";
const LOGIN = "/api/v1/auth/login";
const VERIFY = "/api/v1/auth/verify";

let discord: Receiver;
let app: TestApp;

beforeAll(async () => {
  discord = await startReceiver();
  app = await startApp({
    env: { PERSONAL_MODE: "true", DISCORD_WEBHOOK_URL: `${discord.url}/hook`, JWT_SECRET: SECRET },
  });
});

afterEach(async () => {
  discord.answer(204);
  await app.deps.settle();
});

afterAll(async () => {
  await app.close();
  await discord.close();
});

const Posted = z.object({ content: z.string(), allowed_mentions: z.object({ parse: z.array(z.string()) }) });
const posts = () => discord.received.map(({ body }) => Posted.parse(JSON.parse(body)));
const login = (body?: object) => call(app, "POST", LOGIN, { body });
const verify = (body: object) => call(app, "POST", VERIFY, { body });

/** Asks for a code and reads it off the channel. */
async function codeFor(username?: string): Promise<string> {
  expect(told(await login(username === undefined ? undefined : { username }))).toBe("200");
  return codeIn(posts().at(-1)?.content ?? "");
}

/** What a hundred wrong codes do to a name. */
async function close(username: string): Promise<void> {
  const { id } = await installationEnvironment(app.deps);
  const key = identifierKeyOf(app.deps.keyring, id, { type: "username", value: username });
  const text =
    "UPDATE identifier_guards SET failures = 100, wait_until = 'infinity' WHERE environment_id = $1 AND identifier_key = $2::bytea AND lane = ''";
  await app.deps.db.run({ name: "test_close_name", text }, [id, key]);
}

const codeIn = (content: string) => /\b\d{6}\b/.exec(content)?.[0] ?? "";

describe("personal mode", () => {
  it("posts six digits to the channel, for whom, for how long and when, and says so", async () => {
    const answered = await login();
    expect([answered.status, answered.body]).toEqual([200, { message: "OTP sent to Discord webhook" }]);
    const { content, allowed_mentions } = posts().at(-1) ?? { content: "", allowed_mentions: { parse: ["?"] } };
    expect(codeIn(content)).toMatch(/^\d{6}$/);
    expect(content).toContain("admin");
    expect(content).toContain("5 minutes");
    expect(content).toMatch(/\d{2}\W{0,2}\d{2} UTC/);
    expect(allowed_mentions.parse).toEqual([]);
  });

  it("exchanges the code for a token of 24 hours that JWT_SECRET signs, once", async () => {
    const otp = await codeFor();
    const answered = await verify({ otp });
    const { token, expires_at } = z.strictObject({ token: z.string(), expires_at: z.string() }).parse(answered.body);
    const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(SECRET), {
      currentDate: app.clock.now(),
    });
    expect(protectedHeader).toEqual({ alg: "HS256", typ: "JWT" });
    expect(payload).toMatchObject({ sub: "admin", username: "admin" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(86_400);
    expect(new Date(expires_at).getTime()).toBe((payload.exp ?? 0) * 1000);
    expect(told(await verify({ otp }))).toBe("400 invalid_otp");
  });

  it("takes another name, however it is written, and no other name's code", async () => {
    const otp = await codeFor("Ada");
    expect(told(await verify({ otp }))).toBe("400 invalid_otp");
    expect(told(await verify({ otp, username: "bob" }))).toBe("400 invalid_otp");
    const { body } = await verify({ otp: `${otp.slice(0, 3)} ${otp.slice(3)}`, username: "ada" });
    const { payload } = await jwtVerify(String(body.token), new TextEncoder().encode(SECRET), {
      currentDate: app.clock.now(),
    });
    expect(payload.sub).toBe("ada");
  });

  it("takes no body, an empty one and an empty name for the owner", async () => {
    for (const asked of [{}, { body: {} }, { raw: "" }, { body: { username: "" } }]) {
      expect(told(await call(app, "POST", LOGIN, asked))).toBe("200");
      expect(posts().at(-1)?.content).toContain("admin");
    }
  });

  it("ends a code after five minutes", async () => {
    const otp = await codeFor();
    app.clock.advance(301);
    expect(told(await verify({ otp }))).toBe("400 invalid_otp");
  });

  it("says what is missing or cannot be", async () => {
    const missing = await verify({});
    expect([told(missing), missing.body.detail]).toEqual(["400 identifier_required", "otp required"]);
    for (const body of [{ otp: 123456 }, { otp: "123456", challenge_id: "x" }, { otp: "1", username: "@everyone" }]) {
      expect(told(await verify(body))).toBe("400 invalid_request");
    }
    expect(told(await login({ username: "eve\n@everyone" }))).toBe("400 invalid_request");
    expect(told(await login({ user: "ada" }))).toBe("400 invalid_request");
  });

  it("judges five guesses of a code, and not the right one after them", async () => {
    const otp = await codeFor("mallory");
    const wrong = otp === "000000" ? "111111" : "000000";
    for (let guess = 0; guess < 5; guess += 1) {
      expect(told(await verify({ otp: wrong, username: "mallory" }))).toBe("400 invalid_otp");
    }
    expect(told(await verify({ otp, username: "mallory" }))).toBe("400 invalid_otp");
  });

  it("tells the channel of a sign-in, once of a name that waits, and of a restart", async () => {
    const said = (text: string) => posts().filter(({ content }) => content.includes(text)).length;
    const otp = await codeFor("grace");
    expect(told(await verify({ otp, username: "grace" }))).toBe("200");
    await until(() => said("Signed in as grace from 203.0.113.1") === 1);

    for (let round = 0; round < 3; round += 1) {
      const right = await codeFor("trudy");
      const wrong = right === "000000" ? "111111" : "000000";
      for (let guess = 0; guess < 4; guess += 1) await verify({ otp: wrong, username: "trudy" });
    }
    for (let again = 0; again < 2; again += 1) {
      expect(told(await verify({ otp: "000000", username: "trudy" }))).toBe("429 locked");
    }
    // However it is written, it is one name.
    for (const username of ["TRUDY", " Trudy"]) expect(told(await login({ username }))).toBe("429 locked");
    await until(() => said("Too many wrong codes for trudy") === 1);
    await app.deps.settle();
    expect(posts().filter(({ content }) => /too many wrong codes for\s+trudy/i.test(content))).toHaveLength(1);

    const before = posts().length;
    await startPersonalMode(app.deps, true);
    expect(posts()).toHaveLength(before);
    await startPersonalMode(app.deps, false);
    expect(posts().at(-1)?.content).toContain("Ninepin was started again");
  });

  it("opens a name that strangers have closed for good when it is started again, and tells both", async () => {
    const last = () => posts().at(-1)?.content;
    for (const username of ["admin", "heidi"]) {
      await codeFor(username);
      await close(username);
      expect(told(await login({ username }))).toBe("429 locked");
      await app.deps.settle();
      expect(last()).toContain(`Too many wrong codes for ${username} from`);
      expect(last()).toContain("No code is accepted until Ninepin is started again.");
      await startPersonalMode(app.deps, false);
      expect(last()).toContain("Codes are accepted again");
      expect(told(await verify({ otp: await codeFor(username), username }))).toBe("200");
    }
  });

  it("lets whoever shows an earlier token of the name past what strangers do to it", async () => {
    const token = String((await verify({ otp: await codeFor("ivan"), username: "ivan" })).body.token);
    const other = String((await verify({ otp: await codeFor("judy"), username: "judy" })).body.token);
    await codeFor("ivan");
    await close("ivan");
    for (const shown of [undefined, other, `${token}x`, "no-token"]) {
      expect(told(await login({ username: "ivan", token: shown }))).toBe("429 locked");
    }
    expect(told(await login({ username: "Ivan", token }))).toBe("200");
    const otp = codeIn(posts().at(-1)?.content ?? "");
    expect(told(await verify({ otp, username: "ivan" }))).toBe("429 locked");
    expect(told(await verify({ otp: otp === "000000" ? "111111" : "000000", username: "ivan", token }))).toBe(
      "400 invalid_otp",
    );
    expect(told(await verify({ otp, username: "ivan", token }))).toBe("200");
  });

  it("says that the code could not be sent where the channel does not take it, and no more", async () => {
    discord.answer(500);
    const failed = await login({ username: "failing" });
    expect([told(failed), failed.body.detail]).toEqual(["500 delivery_failed", "Failed to send verification code"]);
    expect(JSON.stringify(failed.body)).not.toContain("discord");
  });

  it("asks for no key and takes none away: the rest of the API is as it was", async () => {
    expect(told(await call(app, "POST", "/api/auth/request-otp", { body: { username: "admin" } }))).toBe(
      "401 missing_authorization",
    );
    const otp = await codeFor("admin");
    const { body } = await verify({ otp });
    expect(told(await call(app, "GET", "/api/auth/me", { token: String(body.token) }))).toBe("401 invalid_token");
    expect(told(await call(app, "GET", "/api/admin/system", operator))).toBe("200");
  });

  it("is its owner's channel: no customer's codes go there", async () => {
    const registered = { name: "Acme", email: "owner@acme.dev" };
    const { live } = readSignedUp(await call(app, "POST", "/api/admin/customers", { ...operator, body: registered }));
    const key = live.secret;
    const body = { email: "ada@example.com", channel: "discord" };
    const before = discord.received.length;
    expect(told(await call(app, "POST", "/api/auth/request-otp", { key, body }))).toBe("400 channel_unavailable");
    expect(discord.received).toHaveLength(before);
  });

  it("is not there where it is off", async () => {
    const off = await startApp();
    try {
      expect(told(await call(off, "POST", LOGIN))).toBe("404 not_found");
      expect(told(await call(off, "POST", VERIFY, { body: { otp: "123456" } }))).toBe("404 not_found");
    } finally {
      await off.close();
    }
  });
});
