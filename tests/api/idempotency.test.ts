import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/.generated/routes";
import { listOperations } from "@/lib/http/openapi";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Answered, type Asking, call, operator, signUp, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
  other = await signUp(app, "owner@other.dev");
});
afterAll(() => app.close());

const REQUEST = "/api/auth/request-otp";
const ALIAS = "/api/auth/otp/request";

function once(key: string, path: string, asking: Asking): Promise<Answered> {
  return call(app, "POST", path, { ...asking, headers: { ...asking.headers, "idempotency-key": key } });
}

const isReplay = ({ headers }: Answered) => headers.get("idempotency-replayed") === "true";

async function messagesTo(email: string): Promise<number> {
  const found = await call(app, "GET", `/api/test/messages?to=${encodeURIComponent(email)}`, {
    key: tenant.test.secret,
  });
  return Array.isArray(found.body.data) ? found.body.data.length : 0;
}

describe("a request for a code under an Idempotency-Key", () => {
  it.each([REQUEST, ALIAS])("is sent once and answered the same again: %s", async (path) => {
    const email = `again${path === ALIAS ? ".alias" : ""}@example.com`;
    const asking = { key: tenant.test.secret, body: { email } };
    const first = await once("k-1", path, asking);
    const again = await once("k-1", path, asking);
    expect([told(first), told(again)]).toEqual(["200", "200"]);
    expect(again.body).toEqual(first.body);
    expect([isReplay(first), isReplay(again)]).toEqual([false, true]);
    expect(await messagesTo(email)).toBe(1);
    const next = await once("k-2", path, asking);
    expect(next.body.challenge_id).not.toBe(first.body.challenge_id);
    expect(await messagesTo(email)).toBe(2);
  });

  it("is refused with another body, whatever blanks it has", async () => {
    const asking = { key: tenant.test.secret, body: { email: "bodies@example.com" } };
    await once("bodies", REQUEST, asking);
    const other = await once("bodies", REQUEST, { ...asking, body: { email: "others@example.com" } });
    expect(told(other)).toBe("422 idempotency_mismatch");
    const spaced = await once("bodies", REQUEST, {
      key: asking.key,
      raw: '{ "email" : "bodies@example.com" }',
      headers: { "content-type": "application/json" },
    });
    expect([told(spaced), isReplay(spaced)]).toEqual(["200", true]);
  });

  it("is of one environment, one key, one route and, for a publishable key, one network", async () => {
    const body = { email: "scopes@example.com" };
    const fresh = async (path: string, asking: Asking) => {
      const answered = await once("scopes", path, { body, ...asking });
      expect([told(answered), isReplay(answered)]).toEqual(["200", false]);
    };
    await fresh(REQUEST, { key: tenant.test.secret });
    await fresh(ALIAS, { key: tenant.test.secret });
    await fresh(REQUEST, { key: tenant.test.publishable, ip: "203.0.113.1" });
    await fresh(REQUEST, { key: tenant.test.publishable, ip: "203.0.114.1" });
    await fresh(REQUEST, { key: other.test.secret });
    const same = await once("scopes", REQUEST, { body, key: tenant.test.publishable, ip: "203.0.113.1" });
    expect(isReplay(same)).toBe(true);
    const secretElsewhere = await once("scopes", REQUEST, { body, key: tenant.test.secret, ip: "203.0.114.7" });
    expect(isReplay(secretElsewhere)).toBe(true);
  });

  it("is forgotten when it failed: the next one is done afresh", async () => {
    const asking = { key: tenant.test.secret, body: { email: "outage@ninepin.test" } };
    expect(told(await once("fails", REQUEST, asking))).toBe("500 delivery_failed");
    const afresh = await once("fails", REQUEST, { ...asking, body: { email: "verified@ninepin.test" } });
    expect([told(afresh), isReplay(afresh)]).toEqual(["200", false]);
    expect(told(await once("bad", REQUEST, { ...asking, body: { email: "no address" } }))).toBe("400 invalid_email");
    expect(told(await once("bad", REQUEST, { ...asking, body: { email: "b@example.com" } }))).toBe("200");
  });

  it("is kept for 24 hours", async () => {
    const asking = { key: tenant.test.secret, body: { email: "day@example.com" } };
    await once("day", REQUEST, asking);
    app.clock.advance(23 * 3600);
    expect(told(await once("day", REQUEST, { ...asking, body: { email: "e@example.com" } }))).toBe(
      "422 idempotency_mismatch",
    );
    app.clock.advance(3600);
    const answered = await once("day", REQUEST, { ...asking, body: { email: "e@example.com" } });
    expect([told(answered), isReplay(answered)]).toEqual(["200", false]);
  });

  it("says 409 while it runs, and is taken over when whoever ran it is gone", async () => {
    const body = { email: "gone@example.com" };
    const first = await once("gone", REQUEST, { key: tenant.test.secret, body });
    // As if the process had died between the commit and the answer.
    const text = "UPDATE idempotency_keys SET completed_at = NULL WHERE environment_id = $1";
    await app.deps.db.run({ name: "test_uncomplete", text }, [tenant.test.environmentId]);
    const meanwhile = await once("gone", REQUEST, { key: tenant.test.secret, body });
    expect(told(meanwhile)).toBe("409 idempotency_in_progress");
    expect(meanwhile.headers.get("retry-after")).toBe("1");
    app.clock.advance(61);
    const taken = await once("gone", REQUEST, { key: tenant.test.secret, body });
    expect([taken.body.challenge_id, isReplay(taken)]).toEqual([first.body.challenge_id, true]);
    expect(await messagesTo(body.email)).toBe(1);
  });

  it("is run under the id that was chosen, where it had made nothing yet", async () => {
    const body = { email: "nothing@example.com" };
    const first = await once("nothing", REQUEST, { key: tenant.test.secret, body });
    // As if the process had died before the message was written: it is there for nobody.
    const forget =
      "UPDATE idempotency_keys SET completed_at = NULL, result_id = gen_random_uuid() WHERE environment_id = $1";
    await app.deps.db.run({ name: "test_forget", text: forget }, [tenant.test.environmentId]);
    app.clock.advance(61);
    const taken = await once("nothing", REQUEST, { key: tenant.test.secret, body });
    expect([told(taken), isReplay(taken)]).toEqual(["200", false]);
    expect(taken.body.challenge_id).not.toBe(first.body.challenge_id);
    const again = await once("nothing", REQUEST, { key: tenant.test.secret, body });
    expect(again.body).toEqual(taken.body);
  });

  it("keeps no code, no address, no key and no Idempotency-Key", async () => {
    await once("my-own-secret-key", REQUEST, { key: tenant.test.secret, body: { email: "kept@example.com" } });
    const text = "SELECT k::text AS row FROM idempotency_keys k";
    const rows = await app.deps.db.run<{ row: string }>({ name: "test_kept", text }, []);
    const kept = rows.map(({ row }) => row).join("\n");
    expect(kept).not.toBe("");
    for (const secret of ["my-own-secret-key", "kept@example.com", "123456789", tenant.test.secret]) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(Buffer.from(secret).toString("hex"));
    }
  });
});

describe("an Idempotency-Key", () => {
  it.each([
    ["that is too long", "k".repeat(256)],
    ["with a control character", "a\tb"],
    ["that is not ASCII", "schlüssel"],
    ["that is empty", ""],
  ])("%s is refused", async (_, key) => {
    const answered = await once(key, REQUEST, { key: tenant.test.secret, body: { email: "a@example.com" } });
    expect(told(answered)).toBe("400 invalid_request");
    expect(answered.body.errors).toEqual([expect.objectContaining({ path: "Idempotency-Key" })]);
  });

  it("is refused where none is taken", async () => {
    const places: [string, string][] = [
      ["POST", "/api/auth/verify-otp"],
      ["POST", "/api/auth/refresh"],
      ["GET", "/api/auth/me"],
      ["GET", "/api/admin/customers/me/api-keys"],
      ["POST", "/api/signup"],
    ];
    for (const [method, path] of places) {
      const headers = { "idempotency-key": "k" };
      expect(told(await call(app, method, path, { key: tenant.test.secret, headers }))).toBe("400 invalid_request");
    }
  });

  it("is taken by request-otp, its alias and every admin POST, and by nothing else", async () => {
    const operations = await listOperations(routes);
    const taking = operations
      .filter(({ endpoint }) => endpoint.idempotent)
      .map(({ method, path }) => `${method} ${path}`);
    const admin = operations
      .filter(({ method, path }) => method === "POST" && path.startsWith("/api/admin/"))
      .map(({ method, path }) => `${method} ${path}`);
    expect(taking.toSorted()).toEqual([`POST ${REQUEST}`, `POST ${ALIAS}`, ...admin].toSorted());
  });
});

describe("what has no answer of its own, or makes nothing, under an Idempotency-Key", () => {
  it("is done once: a verification is ended, and told again that it was", async () => {
    const key = tenant.test.secret;
    const asked = await call(app, "POST", REQUEST, { key, body: { email: "ended@example.com" } });
    const path = `/api/admin/verifications/${asked.body.challenge_id}/cancel`;
    const [first, again] = [await once("end", path, { key }), await once("end", path, { key })];
    expect([told(first), isReplay(first), told(again), isReplay(again)]).toEqual(["204", false, "204", true]);
    expect(told(await once("end again", path, { key }))).toBe("409 conflict");
  });

  it.each([
    ["/api/admin/suppressions/lookup", { email: "nobody@example.com" }],
    ["/api/admin/templates/preview", { channel: "email", purpose: "sign_in", locale: "en" }],
  ])("is looked at again: %s", async (path, body) => {
    const asking = { key: tenant.test.secret, body };
    const [first, again] = [await once("look", path, asking), await once("look", path, asking)];
    expect([told(first), told(again), isReplay(again)]).toEqual(["200", "200", true]);
    expect(Object.keys(again.body)).toEqual(Object.keys(first.body));
  });
});

describe("a key made under an Idempotency-Key", () => {
  const countKeys = async () => {
    const { body } = await call(app, "GET", "/api/admin/customers/me/api-keys", { key: tenant.test.secret });
    return Array.isArray(body.data) ? body.data.length : 0;
  };

  it("is made once, and shown without its text again", async () => {
    const path = "/api/admin/customers/me/api-keys";
    const asking = { key: tenant.test.secret, body: { name: "once", type: "secret" } };
    const before = await countKeys();
    const first = await once("make", path, asking);
    const again = await once("make", path, asking);
    expect([first.status, again.status, isReplay(again)]).toEqual([201, 201, true]);
    const { key, ...shown } = first.body;
    expect(key).toMatch(/^np_test_sk_/);
    // How often it was used is of the moment that it is asked at.
    expect({ ...again.body, requests_24h: null }).toEqual({ ...shown, key: null, requests_24h: null });
    expect(await countKeys()).toBe(before + 1);
  });

  it("is one, whoever of the operator's asks again, in the environment that is named", async () => {
    const path = `/api/admin/customers/${tenant.customerId}/api-keys?environment_id=${tenant.live.environmentId}`;
    const asking = { ...operator, body: { name: "by the operator", type: "secret" } };
    const first = await once("operators", path, asking);
    const again = await once("operators", path, asking);
    expect([first.status, again.body.id, isReplay(again)]).toEqual([201, first.body.id, true]);
    const elsewhere = path.replace(tenant.live.environmentId, tenant.test.environmentId);
    expect(told(await once("operators", elsewhere, asking))).toBe("422 idempotency_mismatch");
  });
});
