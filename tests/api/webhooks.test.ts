import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { disguisedUrls } from "@/tests/support/disguises";
import type { Receiver } from "@/tests/support/receiver";
import { startCanary } from "@/tests/support/receiver";
import { call, operator, requestCode, signUp, told } from "@/tests/support/tenants";
import { addEndpoint, askWebhooks, drainAll, startWebhookRig, type WebhookRig } from "@/tests/support/webhooks";

const Page = z.object({ data: z.array(z.record(z.string(), z.unknown())), next_cursor: z.string().nullable() });

let rig: WebhookRig;
let receiver: Receiver;

beforeAll(async () => {
  rig = await startWebhookRig();
  [receiver = receiver] = rig.receivers;
});
afterAll(() => rig.close());
beforeEach(() => {
  receiver.answer(204);
  receiver.received.length = 0;
});

const test = () => rig.tenant.test;
const ask = (method: string, path = "", body?: object) =>
  askWebhooks(rig.app, test(), method, path, body === undefined ? {} : { body });

describe("an endpoint", () => {
  it("is made with a secret that no other answer shows", async () => {
    const made = await ask("POST", "", { url: `${receiver.url}/hooks`, events: ["otp.verified"], description: "Mine" });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      url: `${receiver.url}/hooks`,
      events: ["otp.verified"],
      description: "Mine",
      status: "on",
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    });
    const read = await ask("GET", `/${made.body.id}`);
    const listed = await ask("GET");
    for (const { body } of [read, listed]) expect(JSON.stringify(body)).not.toContain("whsec_");
    expect(read.body).toMatchObject({ id: made.body.id, description: "Mine" });
    expect(await ask("DELETE", `/${made.body.id}`)).toMatchObject({ status: 204 });
    expect(told(await ask("GET", `/${made.body.id}`))).toBe("404 not_found");
  });

  it("is made once under an Idempotency-Key, and its secret is shown once", async () => {
    const asking = { body: { url: receiver.url }, headers: { "idempotency-key": "one" } };
    const first = await askWebhooks(rig.app, test(), "POST", "", asking);
    const again = await askWebhooks(rig.app, test(), "POST", "", asking);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.id).toBe(first.body.id);
    expect(again.body).not.toHaveProperty("secret");
    await ask("DELETE", `/${first.body.id}`);
  });

  it("is changed as far as is said, or said anew", async () => {
    const { id } = await addEndpoint(rig.app, test(), { url: receiver.url, events: ["otp.verified"] });
    expect((await ask("PATCH", `/${id}`, { description: "Changed" })).body).toMatchObject({
      events: ["otp.verified"],
      description: "Changed",
    });
    expect((await ask("PUT", `/${id}`, { url: `${receiver.url}/new` })).body).toMatchObject({
      url: `${receiver.url}/new`,
      events: [],
      description: null,
    });
    expect((await ask("PATCH", `/${id}`, { enabled: false })).body).toMatchObject({ status: "off" });
    expect((await ask("PATCH", `/${id}`, { enabled: true })).body).toMatchObject({ status: "on", disabled_at: null });
    await ask("DELETE", `/${id}`);
  });

  it.each([
    ["no URL", {}],
    ["an event that is not in the catalogue", { url: "https://example.com", events: ["otp.guessed"] }],
    ["an internal event", { url: "https://example.com", events: ["api_key.created"] }],
    ["somebody else's environment", { url: "https://example.com", environment_id: "x" }],
    ["a secret of its own", { url: "https://example.com", secret: "whsec_AAAA" }],
    ["a failure count", { url: "https://example.com", failures: 0 }],
  ])("with %s is refused", async (_, body) => {
    expect(told(await ask("POST", "", body))).toBe("400 invalid_request");
  });

  it("with any URL in disguise is refused with the reason, nobody connects, and the log keeps what led inside", async () => {
    const canary = await startCanary();
    for (const url of disguisedUrls(canary.port)) {
      const refused = await ask("POST", "", { url });
      expect(told(refused), url).toBe("400 invalid_request");
      expect(refused.body.errors, url).toEqual([{ path: "url", message: expect.any(String) }]);
    }
    const { id } = await addEndpoint(rig.app, test(), { url: receiver.url });
    for (const [method, path, body] of [
      ["PATCH", `/${id}`, { url: "https://169.254.169.254/" }],
      ["PUT", `/${id}`, { url: "https://169.254.169.254/" }],
    ] as const) {
      expect(told(await ask(method, path, body))).toBe("400 invalid_request");
    }
    const tested = await ask("POST", "/test", { url: `http://127.0.0.1:${canary.port}/` });
    expect(tested.body).toMatchObject({ delivered: false, reason: expect.stringContaining("Private address blocked") });
    expect(canary.connections()).toBe(0);
    await canary.close();
    await ask("DELETE", `/${id}`);
    const rows = await rig.app.deps.db.run<{ count: number }>(
      {
        name: "test_refused",
        text: "SELECT count(*)::int AS count FROM outbox WHERE environment_id = $1 AND type = 'webhook.address_refused'",
      },
      [test().environmentId],
    );
    expect(rows[0]?.count).toBeGreaterThan(60);
  });

  it("comes in as many as the plan has", async () => {
    const other = await signUp(rig.app, "owner@many.dev");
    const urls = Array.from({ length: 14 }, (_, at) => ({ url: `https://8.8.8.8/${at}` }));
    const answers = await Promise.all(urls.map((body) => askWebhooks(rig.app, other.test, "POST", "", { body })));
    expect(answers.map(told).toSorted()).toEqual([...Array(10).fill("201"), ...Array(4).fill("403 forbidden")]);
    const first = Page.parse((await askWebhooks(rig.app, other.test, "GET", "?limit=7")).body);
    const second = Page.parse(
      (await askWebhooks(rig.app, other.test, "GET", `?limit=7&cursor=${first.next_cursor}`)).body,
    );
    expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(10);
    expect(second.next_cursor).toBeNull();
  });

  it("is nobody else's: a key of another type, another environment, or no key", async () => {
    expect(told(await call(rig.app, "GET", "/api/admin/webhooks"))).toBe("401 missing_authorization");
    expect(told(await call(rig.app, "GET", "/api/admin/webhooks", { key: test().publishable }))).toBe("403 forbidden");
    expect(told(await call(rig.app, "GET", "/api/admin/webhooks", operator))).toBe("400 invalid_request");
    const path = `/api/admin/webhooks?environment_id=${test().environmentId}`;
    expect(told(await call(rig.app, "GET", path, operator))).toBe("200");
    expect(told(await call(rig.app, "GET", path, { key: rig.tenant.live.secret }))).toBe("404 not_found");
  });
});

describe("the catalogue", () => {
  it("is everybody's to read, with a version and the JSON schema of each body", async () => {
    const { status, body } = await call(rig.app, "GET", "/api/admin/webhooks/events");
    expect(status).toBe(200);
    expect(body.version).toBe("2026-11-20");
    const { data } = z
      .object({ data: z.array(z.object({ schema: z.record(z.string(), z.unknown()), example: z.unknown() })) })
      .parse(body);
    expect(data.length).toBeGreaterThanOrEqual(17);
    for (const { schema, example } of data) expect(z.fromJSONSchema(schema).parse(example)).toEqual(example);
  });
});

describe("what the audit log is told", () => {
  it("is every change of an endpoint, and never its secret", async () => {
    const other = await signUp(rig.app, "owner@logged.dev");
    const { id, secret } = await addEndpoint(rig.app, other.test, { url: receiver.url });
    await askWebhooks(rig.app, other.test, "PATCH", `/${id}`, { body: { description: "New" } });
    await askWebhooks(rig.app, other.test, "PATCH", `/${id}`, { body: { enabled: false } });
    await askWebhooks(rig.app, other.test, "PATCH", `/${id}`, { body: { enabled: true } });
    await askWebhooks(rig.app, other.test, "POST", `/${id}/rotate-secret`, { body: {} });
    await askWebhooks(rig.app, other.test, "DELETE", `/${id}`);
    await requestCode(rig.app, other.test.secret, { email: "ada@example.com" });
    await drainAll(rig.app);
    const rows = await rig.app.deps.db.run<{ type: string; text: string }>(
      {
        name: "test_logged",
        text: "SELECT type, a::text AS text FROM audit_log a WHERE environment_id = $1 AND type LIKE 'webhook.%' ORDER BY seq",
      },
      [other.test.environmentId],
    );
    expect(rows.map(({ type }) => type)).toEqual([
      "webhook.created",
      "webhook.updated",
      "webhook.disabled",
      "webhook.enabled",
      "webhook.secret_rotated",
      "webhook.deleted",
    ]);
    for (const { text } of rows) expect(text).not.toContain(secret.slice(6, 30));
  });
});
