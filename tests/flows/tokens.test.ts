import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signingKeysOf } from "@/lib/tokens";
import { readAccessToken } from "@/lib/tokens/access-token";
import { startApp, type TestApp } from "@/tests/support/app";
import { forgeTokens, otherSignature } from "@/tests/support/forged-tokens";
import {
  call,
  type EnvironmentKeys,
  operator,
  signIn,
  signUp,
  type Tenant,
  told,
  type User,
} from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let other: Tenant;
let user: User;
let stranger: User;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
  other = await signUp(app, "owner@globex.dev");
  user = await signIn(app, tenant.test, "ada@example.com");
  stranger = await signIn(app, other.test, "ada@example.com");
});
afterAll(() => app.close());

const me = (token: string, key?: string) => call(app, "GET", "/api/auth/me", { token, ...(key ? { key } : {}) });
const introspect = (token: string, keys: EnvironmentKeys) =>
  call(app, "POST", "/api/auth/introspect", { key: keys.secret, body: { token } });

async function keyOf({ environmentId }: EnvironmentKeys) {
  const [key] = await signingKeysOf(app.deps, environmentId);
  if (!key) throw new Error("No signing key");
  return key;
}

describe("forged access tokens", () => {
  it("are all refused, by me and by introspect alike, and quickly", async () => {
    const forgeries = forgeTokens({
      token: user.accessToken,
      key: await keyOf(tenant.test),
      otherEnvironment: { token: stranger.accessToken, key: await keyOf(other.test) },
    });
    expect(forgeries.length).toBeGreaterThan(100);
    expect(new Set(forgeries.map(([, token]) => token)).size).toBe(forgeries.length);
    const wrong: string[] = [];
    for (const [what, token] of forgeries) {
      const answered = told(await me(token));
      const asked = JSON.stringify((await introspect(token, tenant.test)).body);
      // What is longer than any token is refused before it is looked at.
      const dead = asked === '{"active":false}' || (token.length > 8_192 && asked.includes('"invalid_request"'));
      if (answered !== "401 invalid_token" || !dead) wrong.push(`${what}: ${answered}, ${asked}`);
    }
    expect(wrong).toEqual([]);
    expect(told(await me(user.accessToken))).toBe("200");
  });

  it("of twenty thousand random changes to a good one, none is accepted", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";
    const { accessToken } = user;
    const accepted: string[] = [];
    for (let round = 0; round < 20_000; round += 1) {
      let changed = accessToken;
      for (let change = randomInt(1, 4); change > 0; change -= 1) {
        const at = randomInt(changed.length);
        const letter = alphabet.charAt(randomInt(alphabet.length));
        const kind = randomInt(3);
        if (kind === 0) changed = changed.slice(0, at) + letter + changed.slice(at + 1);
        else if (kind === 1) changed = changed.slice(0, at) + letter + changed.slice(at);
        else changed = changed.slice(0, at) + changed.slice(at + 1);
      }
      if (changed !== accessToken && (await readAccessToken(app.deps, changed))) accepted.push(changed);
    }
    expect(accepted).toEqual([]);
  });

  it("the other signature that ECDSA has for a token is that token: it says the same and dies with the same session", async () => {
    // SEC 1, 4.1.4: (r, n - s) verifies wherever (r, s) does. Nothing of ours is keyed by a token's text.
    const mine = await signIn(app, tenant.test, "malleable@example.com");
    const twin = otherSignature(mine.accessToken);
    expect(twin).not.toBe(mine.accessToken);
    expect((await me(twin)).body).toEqual((await me(mine.accessToken)).body);
    await call(app, "POST", "/api/auth/logout", { token: twin });
    expect(told(await me(mine.accessToken))).toBe("401 invalid_token");
    expect(told(await me(twin))).toBe("401 invalid_token");
  });
});

describe("a token of one kind or place", () => {
  it("is never taken for another: refresh, device and API keys are no access tokens, and the other way round", async () => {
    const bearers = [user.refreshToken, user.deviceToken, tenant.test.secret, tenant.test.publishable];
    for (const bearer of bearers) expect((await me(bearer)).status).toBe(401);
    expect((await me(operator.headers.authorization.replace("Bearer ", ""))).status).toBe(401);
    for (const key of [user.accessToken, user.refreshToken, user.deviceToken]) {
      const asked = await call(app, "POST", "/api/auth/introspect", { key, body: { token: user.accessToken } });
      expect(told(asked)).toBe("401 invalid_api_key");
      const refreshed = await call(app, "POST", "/api/auth/refresh", {
        body: { session_id: user.sessionId, refresh_token: key === user.refreshToken ? user.accessToken : key },
      });
      expect(told(refreshed)).toBe("401 invalid_token");
    }
  });

  it("says nothing to another environment's key", async () => {
    for (const keys of [other.test, tenant.live]) {
      expect((await introspect(user.accessToken, keys)).body).toEqual({ active: false });
      expect((await me(user.accessToken, keys.secret)).status).toBe(401);
      const body = { session_id: user.sessionId, refresh_token: user.refreshToken };
      expect(told(await call(app, "POST", "/api/auth/refresh", { key: keys.secret, body }))).toBe("401 invalid_token");
    }
    expect(told(await me(user.accessToken, tenant.test.secret))).toBe("200");
  });

  it("of the device of one identifier opens no lane of another's", async () => {
    const key = tenant.test.secret;
    const lanes = [];
    for (const email of ["ada@example.com", "bea@example.com"]) {
      const body = { email, device_token: user.deviceToken };
      const { challenge_id } = (await call(app, "POST", "/api/auth/request-otp", { key, body })).body;
      const statement = { name: "test_lane", text: "SELECT encode(lane, 'hex') AS lane FROM challenges WHERE id = $1" };
      const [row] = await app.deps.db.run<{ lane: string }>(statement, [challenge_id]);
      lanes.push(row?.lane);
    }
    expect(lanes).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), ""]);
  });
});

describe("refresh tokens", () => {
  it("with any one bit changed are refused without a question to the database", async () => {
    const mine = await signIn(app, tenant.test, "flips@example.com");
    const bytes = Buffer.from(mine.refreshToken.slice("np_rt_".length), "base64url");
    const { db } = app.deps;
    const { run } = db;
    // Whoever asks the database now gets a 503 instead of a 401.
    Object.assign(db, { run: () => Promise.reject(Object.assign(new Error("down"), { code: "ECONNREFUSED" })) });
    const answers = new Set<string>();
    try {
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        const at = Math.floor(bit / 8);
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit % 8)), at);
        const body = { session_id: mine.sessionId, refresh_token: `np_rt_${changed.toString("base64url")}` };
        answers.add(told(await call(app, "POST", "/api/auth/refresh", { body })));
      }
    } finally {
      Object.assign(db, { run });
    }
    expect([...answers]).toEqual(["401 invalid_token"]);
    const body = { session_id: mine.sessionId, refresh_token: mine.refreshToken };
    expect(told(await call(app, "POST", "/api/auth/refresh", { body }))).toBe("200");
  });

  it("of another session are refused beside this one's id, and end neither", async () => {
    const [one, two] = [
      await signIn(app, tenant.test, "one@example.com"),
      await signIn(app, tenant.test, "two@example.com"),
    ];
    const mixed = { session_id: one.sessionId, refresh_token: two.refreshToken };
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: mixed }))).toBe("401 invalid_token");
    for (const { accessToken } of [one, two]) expect(told(await me(accessToken))).toBe("200");
  });
});

describe("time", () => {
  it("ends access tokens when it says, and sessions after their idle time", async () => {
    const mine = await signIn(app, tenant.test, "late@example.com");
    const body = { session_id: mine.sessionId, refresh_token: mine.refreshToken };
    app.clock.advance(900 - 60);
    expect(told(await me(mine.accessToken))).toBe("200");
    app.clock.advance(61);
    expect(told(await me(mine.accessToken))).toBe("401 invalid_token");
    expect((await introspect(mine.accessToken, tenant.test)).body).toEqual({ active: false });
    app.clock.advance(30 * 86_400);
    expect(told(await call(app, "POST", "/api/auth/refresh", { body }))).toBe("401 invalid_token");
  });
});
