import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resendFromOutbox } from "@/lib/otp";
import { drainOutbox } from "@/lib/outbox";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Answered, call, signUp, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;
let statements = 0;

beforeAll(async () => {
  // DEV_MODE lets live send into the Mailbox: what it would cost is counted the same.
  app = await startApp({ env: { DEV_MODE: "true" }, drain: false });
});
afterAll(() => app.close());

function rows<Row>(text: string, params: readonly unknown[]): Promise<Row[]> {
  statements += 1;
  return app.deps.db.run<Row>({ name: `sms_${statements}`, text }, params);
}

type Kind = "test" | "live";

/** A customer whose live environment has these settings, and no pause between two codes. */
async function customer(name: string, settings: Record<string, object> = {}, kind: Kind = "live"): Promise<Tenant> {
  const tenant = await signUp(app, `${name}@acme.dev`);
  const codes = { resend_cooldown_seconds: 0, per_identifier_hour: 60, per_ip_hour: 1000, ...settings.codes };
  const body = { version: 0, settings: { ...settings, codes } };
  expect(told(await call(app, "PUT", "/api/admin/config", { key: tenant[kind].secret, body }))).toBe("200");
  await rows("UPDATE customers SET plan = 'custom', daily_quota = NULL, monthly_quota = NULL WHERE id = $1", [
    tenant.customerId,
  ]);
  app.deps.caches.environments.forget(tenant[kind].environmentId);
  app.clock.advance(6);
  return tenant;
}

const ask = (tenant: Tenant, body: object, kind: Kind = "live") =>
  call(app, "POST", "/api/auth/request-otp", { key: tenant[kind].secret, body });
const verify = (tenant: Tenant, { body }: Answered, otp: unknown = body.preview_code) =>
  call(app, "POST", "/api/auth/verify-otp", {
    key: tenant.live.secret,
    body: { challenge_id: body.challenge_id, otp },
  });

/** German numbers of one block of ten thousand. */
const number = (at: number, block = "15112") => `+49${block}34${String(at).padStart(4, "0")}`;

/** What today was counted as costing, in cents. */
async function spent({ live }: Tenant): Promise<number> {
  const [row] = await rows<{ cents: number }>(
    "SELECT sum(micros)::float8 / 10000 AS cents FROM sms_spend WHERE environment_id = $1",
    [live.environmentId],
  );
  return row?.cents ?? 0;
}

async function toldOf({ live }: Tenant, limit: string): Promise<number> {
  await app.deps.settle();
  await drainOutbox(app.deps, resendFromOutbox);
  const found = await rows(
    "SELECT FROM audit_log WHERE environment_id = $1 AND type = 'rate_limit.exceeded' AND data->>'limit' = $2",
    [live.environmentId, limit],
  );
  return found.length;
}

describe("the countries of an environment", () => {
  it("are a list: by SMS, voice and WhatsApp codes go nowhere else", async () => {
    const tenant = await customer("countries", { sms: { countries: ["DE", "AT"] } });
    expect(told(await ask(tenant, { phone: number(1) }))).toBe("200");
    for (const channel of ["sms", "voice", "whatsapp"]) {
      const refused = await ask(tenant, { phone: "+14155552671", channel });
      expect([told(refused), refused.body.detail]).toEqual([
        "400 country_not_allowed",
        "This environment does not send to that country",
      ]);
    }
    // What does not end at the phone goes to no country.
    expect(told(await ask(tenant, { phone: "+14155552671", channel: "discord" }))).toBe("200");
    expect(told(await ask(tenant, { email: "ada@example.com" }))).toBe("200");
  });

  it("count in test too where they are listed, and test recipients work everywhere", async () => {
    const tenant = await customer("countries-test", { sms: { countries: ["DE"] } }, "test");
    expect(told(await ask(tenant, { phone: number(1) }, "test"))).toBe("200");
    expect(told(await ask(tenant, { phone: "+447400123456" }, "test"))).toBe("400 country_not_allowed");
    expect(told(await ask(tenant, { phone: "+14155550100" }, "test"))).toBe("200");
  });

  it("hold for a code that is sent again, and for a phone that a user adds", async () => {
    const tenant = await customer("countries-again");
    const asked = await ask(tenant, { phone: "+14155552671" });
    expect(told(asked)).toBe("200");
    const signedIn = await verify(tenant, await ask(tenant, { email: "ada@example.com" }));
    const body = { version: 1, settings: { sms: { countries: [] } } };
    await call(app, "PUT", "/api/admin/config", { key: tenant.live.secret, body });
    app.clock.advance(6);
    expect(told(await ask(tenant, { challenge_id: asked.body.challenge_id }))).toBe("400 country_not_allowed");
    const added = await call(app, "POST", "/api/auth/me/identifiers", {
      token: String(signedIn.body.access_token),
      body: { phone: number(1) },
    });
    expect(told(added)).toBe("400 country_not_allowed");
  });
});

describe("what text messages and calls cost", () => {
  it("is counted before they are sent, and kept with each message", async () => {
    const tenant = await customer("costs");
    await ask(tenant, { phone: number(1) });
    expect(await spent(tenant), "a text to Germany").toBe(10);
    await ask(tenant, { phone: number(2), channel: "voice" });
    expect(await spent(tenant), "a call is twice that").toBe(30);
    await ask(tenant, { phone: number(3), channel: "whatsapp" });
    expect(await spent(tenant)).toBe(40);
    await ask(tenant, { email: "ada@example.com" });
    await ask(tenant, { phone: number(4), channel: "hook" });
    expect(await spent(tenant), "what ends at no phone costs nothing").toBe(40);
    const messages = await rows(
      "SELECT channel, segments, cost_micros FROM messages WHERE environment_id = $1 ORDER BY sent_at",
      [tenant.live.environmentId],
    );
    expect(messages).toEqual([
      { channel: "sms", segments: 1, cost_micros: 100_000 },
      { channel: "voice", segments: null, cost_micros: 200_000 },
      { channel: "whatsapp", segments: null, cost_micros: 100_000 },
      { channel: "email", segments: null, cost_micros: null },
      { channel: "hook", segments: null, cost_micros: null },
    ]);
  });

  it("is capped a day: beyond it nothing is sent nor counted, and it begins anew at midnight", async () => {
    const tenant = await customer("capped", { sms: { daily_spend_cap_cents: 25 } });
    expect(told(await ask(tenant, { phone: number(1) }))).toBe("200");
    expect(told(await ask(tenant, { phone: number(2) }))).toBe("200");
    const untilMidnight = () => 86_400 - ((app.clock.now().getTime() / 1000) % 86_400);
    const atMost = untilMidnight() + 1;
    const refused = await ask(tenant, { phone: number(3) });
    const atLeast = untilMidnight() - 1;
    expect([told(refused), refused.body.detail]).toEqual([
      "429 quota_exceeded",
      "The day's cap for text messages and calls is used up",
    ]);
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait >= atLeast && wait <= atMost, `${atLeast} ≤ ${wait} ≤ ${atMost}`).toBe(true);
    expect(await spent(tenant)).toBe(20);
    const guards = await rows("SELECT FROM identifier_guards WHERE environment_id = $1", [tenant.live.environmentId]);
    expect(guards.length, "guards of those who were sent a code").toBe(2);
    expect(told(await ask(tenant, { phone: "+14155552671" })), "what is cheaper still fits").toBe("200");
    expect(told(await ask(tenant, { email: "ada@example.com" })), "mail is not held up").toBe("200");
    expect(await toldOf(tenant, "sms.spend")).toBe(1);
    app.clock.advance(wait + 1);
    expect(told(await ask(tenant, { phone: number(3) }))).toBe("200");
  });

  it("is nothing in test, and a cap of nothing lets nothing through", async () => {
    const tenant = await customer("nothing", { sms: { daily_spend_cap_cents: 0 } });
    expect(told(await ask(tenant, { phone: number(1) }))).toBe("429 quota_exceeded");
    expect(told(await ask(tenant, { phone: number(1) }, "test"))).toBe("200");
    expect(await spent(tenant)).toBe(0);
  });

  it("is not taken for a code that goes nowhere, which is refused like any other", async () => {
    const tenant = await customer("decoys", {
      sign_ups: { mode: "invite_only" },
      sms: { daily_spend_cap_cents: 15 },
    });
    expect(told(await ask(tenant, { phone: number(1) }))).toBe("200");
    expect(await spent(tenant)).toBe(0);
    await rows("UPDATE sms_spend SET micros = 100000 WHERE environment_id = $1", [tenant.live.environmentId]);
    expect(told(await ask(tenant, { phone: number(2) }))).toBe("429 quota_exceeded");
  });

  it("leaves the quota alone where the day has no room", async () => {
    const tenant = await customer("quota-left", { sms: { daily_spend_cap_cents: 10 } });
    await rows("UPDATE customers SET daily_quota = 5 WHERE id = $1", [tenant.customerId]);
    app.deps.caches.environments.forget(tenant.live.environmentId);
    expect(told(await ask(tenant, { phone: number(1) }))).toBe("200");
    expect(told(await ask(tenant, { phone: number(2) }))).toBe("429 quota_exceeded");
    const [slots] = await rows<{ used: number }>(
      "SELECT sum(used)::int AS used FROM customer_quota_slots WHERE customer_id = $1 AND span = 'day'",
      [tenant.customerId],
    );
    expect(slots?.used).toBe(1);
  });
});

describe("numbers that begin alike", () => {
  const settings = { sms: { daily_spend_cap_cents: 100_000 } };

  it("get no more codes once 50 were sent and fewer than one in ten was entered; others go on", async () => {
    const tenant = await customer("pumped", settings);
    for (let at = 0; at < 50; at += 1) expect(told(await ask(tenant, { phone: number(at) }))).toBe("200");
    const refused = await ask(tenant, { phone: number(77) });
    expect(told(refused)).toBe("429 rate_limited");
    expect(refused.headers.get("ratelimit-policy")).toBe('"sms.prefix";q=50;w=900');
    expect(await toldOf(tenant, "sms.prefix")).toBe(1);
    expect(told(await ask(tenant, { phone: number(1, "15223") })), "another block").toBe("200");
    expect(told(await ask(tenant, { email: "ada@example.com" }))).toBe("200");
    const before = await spent(tenant);
    await ask(tenant, { phone: number(78) });
    expect(await spent(tenant), "a refusal costs nothing").toBe(before);
    app.clock.advance(6 * 3600 + 900);
    expect(told(await ask(tenant, { phone: number(77) })), "when the window has passed").toBe("200");
  });

  it("go on while people enter their codes, and a known device goes on in any case", async () => {
    const tenant = await customer("used", settings);
    let deviceToken = "";
    for (let at = 0; at < 55; at += 1) {
      const asked = await ask(tenant, { phone: number(at) });
      expect(told(asked)).toBe("200");
      if (at % 9 !== 0) continue;
      const signedIn = await verify(tenant, asked);
      if (at === 0) deviceToken = String(signedIn.body.device_token);
      await app.deps.settle();
    }
    await rows("UPDATE prefix_counts SET met = 0 WHERE environment_id = $1", [tenant.live.environmentId]);
    expect(told(await ask(tenant, { phone: number(54) }))).toBe("429 rate_limited");
    const borrowed = { phone: number(54), device_token: deviceToken };
    expect(told(await ask(tenant, borrowed)), "with the token of another number").toBe("429 rate_limited");
    expect(told(await ask(tenant, { phone: number(0), device_token: deviceToken }))).toBe("200");
  });

  it("add up over a million, where the blocks are changed one by one", async () => {
    const tenant = await customer("walked", settings);
    const walk = (block: number) => `+4915112${block}0001`;
    expect(told(await ask(tenant, { phone: walk(10) }))).toBe("200");
    const walked = "UPDATE prefix_counts SET sent = $2 WHERE environment_id = $1 AND prefix = '+4915112'";
    await rows(walked, [tenant.live.environmentId, 199]);
    expect(told(await ask(tenant, { phone: walk(11) }))).toBe("200");
    expect(told(await ask(tenant, { phone: walk(12) }))).toBe("429 rate_limited");
    expect(told(await ask(tenant, { phone: number(1, "15223") })), "another range").toBe("200");
  });
});
