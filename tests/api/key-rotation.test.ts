import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { KEYS, keyMaking } from "@/tests/support/key-making";
import { call, told } from "@/tests/support/tenants";

const DAY_SECONDS = 86_400;

const { app, tenant, post, makeKey, rotate, listed, ask, events } = keyMaking();

describe("rotating a key", () => {
  it("makes one in its place with all that it had; the old one goes on for seven days", async () => {
    const terms = { name: "Server", scopes: ["otp:send", "keys:read"], allowed_ips: ["203.0.113.0/24"] };
    const old = await makeKey(terms);
    const before = app().clock.now().getTime();
    const rotated = await rotate(old.id);
    expect(rotated).toMatchObject({ ...terms, expires_at: null, replaces: { id: old.id } });
    const end = (Date.parse(rotated.replaces.expires_at) - before) / 1000;
    expect(end).toBeGreaterThanOrEqual(7 * DAY_SECONDS - 1);
    expect(end).toBeLessThan(7 * DAY_SECONDS + 60);
    expect(rotated.key).not.toBe(old.key);
    for (const key of [old.key, rotated.key]) expect(told(await ask(key))).toBe("200");
    expect(await listed(old.id)).toMatchObject({ replaced_by: { id: rotated.id }, replaces: null });
    expect(await listed(rotated.id)).toMatchObject({ replaces: { id: old.id }, replaced_by: null });
    const [event] = (await events("api_key.rotated")).slice(-1);
    expect(event?.data).toEqual({ api_key_id: rotated.id, replaces_id: old.id, name: "Server", key_type: "secret" });
    expect(event?.context).toMatchObject({
      before: { expires_at: null },
      target: `api_key:${old.id}`,
      ip: "203.0.113.1",
    });
  });

  it("ends the old one when the overlap is over, and at once without one", async () => {
    const [first, second] = [await makeKey(), await makeKey()];
    const hour = await rotate(first.id, { overlap_seconds: 3600 });
    const now = await rotate(second.id, { overlap_seconds: 0 });
    expect(told(await ask(first.key))).toBe("200");
    expect(told(await ask(second.key)), "at once").toBe("401 invalid_api_key");
    app().clock.advance(3600);
    expect(told(await ask(first.key)), "an hour later").toBe("401 invalid_api_key");
    for (const { key } of [hour, now]) expect(told(await ask(key))).toBe("200");
  });

  it("never lets the old one live longer than it would have", async () => {
    const expires_at = new Date(app().clock.now().getTime() + 60_000).toISOString();
    const old = await makeKey({ expires_at });
    const rotated = await rotate(old.id, { overlap_seconds: 30 * DAY_SECONDS });
    expect(rotated.replaces.expires_at).toBe(expires_at);
  });

  it("carries the end of one that has one over, so that no key makes itself everlasting", async () => {
    const expires_at = new Date(app().clock.now().getTime() + 3_600_000).toISOString();
    const old = await makeKey({ expires_at });
    const first = await rotate(old.id, { overlap_seconds: 0 }, { key: old.key });
    expect(first.expires_at).toBe(expires_at);
    const second = await rotate(first.id, { overlap_seconds: 0 }, { key: first.key });
    expect(second.expires_at).toBe(expires_at);
    app().clock.advance(3_600);
    expect(told(await ask(second.key))).toBe("401 invalid_api_key");
  });

  it("by a key with an end hands out nothing that outlives it", async () => {
    const at = (seconds: number) => new Date(app().clock.now().getTime() + seconds * 1000).toISOString();
    const acting = await makeKey({ expires_at: at(3_600) });
    const [forever, longer, shorter] = [
      await makeKey(),
      await makeKey({ expires_at: at(7_200) }),
      await makeKey({ expires_at: at(60) }),
    ];
    const as = { key: acting.key };
    for (const { id } of [forever, longer]) {
      expect(told(await post(`${KEYS}/${id}/rotate`, {}, as))).toBe("403 forbidden");
      expect(await listed(id)).toMatchObject({ replaced_by: null });
    }
    await rotate(shorter.id, {}, as);
    const body = { name: "made", type: "secret" };
    for (const expires_at of [undefined, at(7_200)]) {
      expect(told(await post(KEYS, { ...body, expires_at }, as))).toBe("403 forbidden");
    }
    expect(told(await post(KEYS, { ...body, expires_at: at(60) }, as))).toBe("201");
  });

  it("keeps a publishable key's kind and origins, whose pages may call with both", async () => {
    const old = await makeKey({ type: "publishable", kind: "web", allowed_origins: ["https://app.acme.dev"] });
    const rotated = await rotate(old.id);
    expect(rotated.allowed_origins).toEqual(["https://app.acme.dev"]);
    for (const { key } of [old, rotated]) {
      expect(told(await ask(key, { headers: { origin: "https://app.acme.dev" } }))).toBe("200");
      expect(told(await ask(key, { headers: { origin: "https://evil.example" } }))).toBe("403 origin_not_allowed");
    }
  });

  it("happens once, however many ask at once", async () => {
    const old = await makeKey();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(`${KEYS}/${old.id}/rotate`, {})));
    expect(answers.map(told).toSorted()).toEqual(["201", ...Array.from({ length: 7 }, () => "409 conflict")]);
  });

  it("is refused for one that has ended, and for an overlap out of bounds", async () => {
    const revoked = await makeKey();
    await call(app(), "DELETE", `${KEYS}/${revoked.id}`, { key: tenant().test.secret });
    expect(told(await post(`${KEYS}/${revoked.id}/rotate`, {}))).toBe("409 conflict");
    const good = await makeKey();
    for (const overlap_seconds of [-1, 30 * DAY_SECONDS + 1, 0.5, "60", null]) {
      const refused = await post(`${KEYS}/${good.id}/rotate`, { overlap_seconds });
      expect(told(refused)).toBe("400 invalid_request");
    }
    for (const extra of [{ scopes: null }, { name: "x" }, { environment_id: tenant().live.environmentId }]) {
      expect(told(await post(`${KEYS}/${good.id}/rotate`, extra))).toBe("400 invalid_request");
    }
  });

  it("answers a repetition under its Idempotency-Key without the key's text, and makes no second one", async () => {
    const old = await makeKey();
    const headers = { "idempotency-key": randomUUID() };
    const first = await rotate(old.id, {}, { headers });
    const again = await post(`${KEYS}/${old.id}/rotate`, {}, { headers });
    expect(told(again)).toBe("201");
    expect(again.body).toMatchObject({ id: first.id, key: null, replaces: { id: old.id } });
    expect(JSON.stringify(again.body)).not.toContain(first.key);
  });
});
