import { describe, expect, it } from "vitest";
import { z } from "zod";
import { KEY_PATTERN } from "@/lib/keys";
import { KEYS, keyMaking } from "@/tests/support/key-making";
import { call, operator, signUp, told } from "@/tests/support/tenants";

const { app, tenant, post, makeKey, rotate, listed, ask } = keyMaking();

describe("a key's last use", () => {
  it("says when, from where and by which SDK, without a write per request", async () => {
    const made = await makeKey();
    expect(await listed(made.id)).toMatchObject({ last_used_at: null, last_used_ip: null, last_used_agent: null });
    const agent = "ninepin-node/1.4.2 node/24";
    await ask(made.key, { ip: "198.51.100.9", headers: { "user-agent": agent } });
    const first = await listed(made.id);
    expect(first).toMatchObject({ last_used_ip: "198.51.100.9", last_used_agent: agent });
    await ask(made.key, { ip: "198.51.100.10" });
    expect(await listed(made.id), "within the minute nothing is written").toEqual(first);
    app().clock.advance(61);
    await ask(made.key, { ip: "198.51.100.10", headers: { "user-agent": "<script>" } });
    expect(await listed(made.id)).toMatchObject({ last_used_ip: "198.51.100.10", last_used_agent: null });
  });

  it("stands beside the requests of 24 hours, for both halves of a rotation", async () => {
    const made = await makeKey();
    const text = `INSERT INTO traffic_hours (environment_id, starts_at, endpoint, status, error, actor, count)
      VALUES ($1, $2, 'POST /api/auth/request-otp', 200, '', $3, $4)`;
    const at = (hours: number) => new Date(app().clock.now().getTime() - hours * 3_600_000);
    for (const [hours, count] of [
      [1, 5],
      [20, 7],
      [30, 100],
    ] as const) {
      const params = [tenant().test.environmentId, at(hours), `key:${made.id}`, count];
      await app().deps.db.run({ name: "test_traffic", text }, params);
    }
    expect((await listed(made.id)).requests_24h).toBe(12);
    const rotated = await rotate(made.id);
    expect((await listed(rotated.id)).requests_24h).toBe(0);
  });
});

describe("an environment's keys", () => {
  it("are at most as many as the plan has; a rotation needs no room, and a revoked one makes some", async () => {
    const small = await signUp(app(), "owner@small.dev");
    const own = { key: small.live.secret };
    const limit = { name: "test_features", text: `UPDATE customers SET features = '{"api_keys": 4}' WHERE id = $1` };
    await app().deps.db.run(limit, [small.customerId]);
    app().clock.advance(6);
    const made = await Promise.all(Array.from({ length: 6 }, () => post(KEYS, { name: "x", type: "secret" }, own)));
    expect(made.map(told).filter((answer) => answer === "201")).toHaveLength(2);
    const refused = made.find(({ status }) => status === 403);
    expect(refused?.body.detail).toBe("The plan Free has 4 API keys per environment: revoke one first");
    const [one] = made.flatMap(({ status, body }) => (status === 201 ? [String(body.id)] : []));
    expect(told(await post(`${KEYS}/${one}/rotate`, {}, own)), "a rotation").toBe("201");
    expect(told(await post(KEYS, { name: "x", type: "secret" }, own))).toBe("403 forbidden");
    const { body } = await call(app(), "GET", KEYS, own);
    const other = z.object({ data: z.array(z.looseObject({ id: z.string(), name: z.string() })) }).parse(body).data;
    const first = other.find(({ name }) => name === "First publishable key");
    expect(told(await call(app(), "DELETE", `${KEYS}/${first?.id}`, own))).toBe("204");
    expect(told(await post(KEYS, { name: "x", type: "secret" }, own)), "after one was revoked").toBe("201");
  });

  it("are published as a pattern that finds each secret key and no publishable one", async () => {
    const { status, body, headers } = await call(app(), "GET", "/api/key-patterns");
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toContain("3600");
    const [entry] = z.object({ data: z.array(z.object({ pattern: z.string() })) }).parse(body).data;
    expect(entry?.pattern).toBe(KEY_PATTERN);
    const pattern = new RegExp(entry?.pattern ?? "", "g");
    const text = `a=${tenant().test.secret}; b="${tenant().live.secret}" ${tenant().test.publishable}`;
    expect(text.match(pattern)).toEqual([tenant().test.secret, tenant().live.secret]);
  });

  it("are the operator's to rotate and change too, where they name the environment", async () => {
    const made = await makeKey();
    const path = `/api/admin/customers/${tenant().customerId}/api-keys/${made.id}`;
    const query = `?environment_id=${tenant().test.environmentId}`;
    expect(told(await call(app(), "PATCH", path, { ...operator, body: { name: "x" } }))).toBe("400 invalid_request");
    expect(told(await call(app(), "PATCH", path + query, { ...operator, body: { name: "x" } }))).toBe("200");
    expect(told(await call(app(), "POST", `${path}/rotate${query}`, { ...operator, body: {} }))).toBe("201");
  });
});
