import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { KEYS, keyMaking } from "@/tests/support/key-making";
import { call, requestCode, told } from "@/tests/support/tenants";

const { app, tenant, post, makeKey, rotate, ask, events } = keyMaking();

describe("a key with scopes", () => {
  it("does what they name, and is told which one it lacks", async () => {
    const { key } = await makeKey({ scopes: ["otp:send"] });
    const { challengeId, code } = await requestCode(app(), key, { email: "grace@example.com" });
    const guess = { challenge_id: challengeId, otp: code };
    const refused: [string, string, object | undefined, string][] = [
      ["POST", "/api/auth/verify-otp", guess, "otp:verify"],
      ["POST", "/api/auth/introspect", { token: "x" }, "sessions:read"],
      ["GET", "/api/test/messages", undefined, "messages:read"],
      ["GET", KEYS, undefined, "keys:read"],
      ["POST", KEYS, { name: "x", type: "secret" }, "keys:write"],
      ["DELETE", `${KEYS}/${randomUUID()}`, undefined, "keys:write"],
      ["GET", "/api/admin/config", undefined, "config:read"],
      ["PUT", "/api/admin/config", { version: 0, settings: {} }, "config:write"],
      ["PUT", "/api/admin/config/email", { name: "x" }, "config:write"],
    ];
    for (const [method, path, body, scope] of refused) {
      const answered = await call(app(), method, path, { key, body });
      expect(told(answered), `${method} ${path}`).toBe("403 forbidden");
      expect(answered.body.detail).toBe(`This key lacks the scope ${scope}`);
    }
  });

  it("makes, rotates, changes and revokes no key that may more than itself", async () => {
    const own = ["keys:read", "keys:write", "otp:send"];
    const { key, id } = await makeKey({ scopes: own });
    const as = { key };
    for (const body of [{}, { scopes: null }, { scopes: ["otp:send", "otp:verify"] }, { type: "publishable" }]) {
      const refused = await post(KEYS, { name: "more", type: "secret", ...body }, as);
      expect(told(refused)).toBe("403 forbidden");
      expect(refused.body.detail).toMatch(/otp:verify/);
    }
    const less = await makeKey({ scopes: ["otp:send"] }, as);
    expect((await rotate(less.id, {}, as)).scopes).toEqual(["otp:send"]);
    const full = await makeKey();
    expect(told(await post(`${KEYS}/${full.id}/rotate`, {}, as))).toBe("403 forbidden");
    const revoke = (of: string) => call(app(), "DELETE", `${KEYS}/${of}`, as);
    expect(told(await revoke(full.id))).toBe("403 forbidden");
    expect(told(await ask(full.key))).toBe("200");
    expect(told(await revoke(less.id))).toBe("204");
    expect(told(await revoke(randomUUID()))).toBe("404 not_found");
    const change = (of: string, body: object) => call(app(), "PATCH", `${KEYS}/${of}`, { ...as, body });
    expect(told(await change(full.id, { allowed_ips: [] }))).toBe("403 forbidden");
    expect(told(await change(id, { scopes: null }))).toBe("403 forbidden");
    expect(told(await change(id, { scopes: [...own, "config:write"] }))).toBe("403 forbidden");
    expect(told(await change(id, { scopes: ["keys:write"] }))).toBe("200");
    expect(told(await post(KEYS, { name: "x", type: "secret", scopes: own }, as))).toBe("403 forbidden");
  });

  it.each([
    ["secret", { scopes: [] }],
    ["secret", { scopes: ["otp:*"] }],
    ["secret", { scopes: ["*"] }],
    ["secret", { scopes: ["OTP:SEND"] }],
    ["secret", { scopes: "otp:send" }],
    ["secret", { scopes: ["__proto__"] }],
    ["publishable", { scopes: ["otp:send", "users:read"] }],
  ])("is refused when the list is wrong: %s %j", async (type, body) => {
    const refused = await post(KEYS, { name: "x", type, ...body });
    expect(told(refused)).toBe("400 invalid_request");
  });
});

describe("changing a key", () => {
  const change = (id: string, body: object) =>
    call(app(), "PATCH", `${KEYS}/${id}`, { key: tenant().test.secret, body });

  it("holds at once, and is told with what it was and is", async () => {
    const made = await makeKey({ name: "before" });
    expect(told(await ask(made.key))).toBe("200");
    const changed = await change(made.id, { name: "after", allowed_ips: ["198.51.100.7"], scopes: ["otp:send"] });
    expect(told(changed)).toBe("200");
    expect(changed.body).toMatchObject({ name: "after", allowed_ips: ["198.51.100.7"], scopes: ["otp:send"] });
    expect(changed.body).not.toHaveProperty("key");
    expect(told(await ask(made.key))).toBe("403 ip_not_allowed");
    expect(told(await ask(made.key, { ip: "198.51.100.7" }))).toBe("200");
    const [event] = (await events("api_key.updated")).slice(-1);
    expect(event?.context).toMatchObject({
      before: { name: "before", scopes: null, allowed_ips: [] },
      after: { name: "after", scopes: ["otp:send"], allowed_ips: ["198.51.100.7"] },
    });
  });

  it("is refused for what cannot change, for nothing, and for one that has ended", async () => {
    const made = await makeKey();
    for (const body of [{}, { type: "publishable" }, { key: "x" }, { expires_at: null }, { revoked_at: null }]) {
      expect(told(await change(made.id, body))).toBe("400 invalid_request");
    }
    expect(told(await change(made.id, { allowed_origins: ["https://a.example"] }))).toBe("400 invalid_request");
    expect(told(await change(randomUUID(), { name: "x" }))).toBe("404 not_found");
    await call(app(), "DELETE", `${KEYS}/${made.id}`, { key: tenant().test.secret });
    expect(told(await change(made.id, { name: "x" }))).toBe("409 conflict");
  });

  it("takes origins of pages as browsers write them; in live plain http for this machine alone", async () => {
    const inLive = (origin: string) =>
      call(app(), "POST", KEYS, {
        key: tenant().live.secret,
        body: { name: "web", type: "publishable", allowed_origins: [origin] },
      });
    for (const origin of ["https://app.acme.dev", "http://localhost:3000"])
      expect(told(await inLive(origin))).toBe("201");
    for (const origin of ["http://app.acme.dev", "https://*.acme.dev", "https://app.acme.dev/", "*", "null"]) {
      const refused = await inLive(origin);
      expect(told(refused)).toBe("400 invalid_request");
      expect(JSON.stringify(refused.body.errors)).toContain("allowed_origins.0");
    }
  });
});
