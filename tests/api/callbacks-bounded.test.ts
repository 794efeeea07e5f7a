import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { MESSAGE_EVENTS_MAX } from "@/db/queries/message-events";
import { LIMITS } from "@/lib/limits";
import { fromEventStreams, fromSendGrid, SENDGRID_KEY, verifyEvent } from "@/tests/support/callbacks";
import { type CallbackRig, type Sent, startCallbackRig } from "@/tests/support/callbacks-rig";
import { call, type Tenant, told } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

/** As many statements as this process has connections: each of them may pass the most by one. */
const AT_ONCE = 12;

let rig: CallbackRig;
let tenant: Tenant;
let path: string;

beforeAll(async () => {
  rig = await startCallbackRig();
  tenant = await rig.signUp("owner@northwind.dev");
  const config = { api_key: "SG.own", webhook_key: SENDGRID_KEY, from: "login@northwind.dev" };
  const body = { provider: "sendgrid", config };
  const made = await call(rig.app, "POST", "/api/admin/providers", { key: tenant.live.secret, body });
  expect(told(made)).toBe("201");
  path = new URL(String(made.body.callback_url)).pathname;
  // The installation's carry the codes; what the customer holds is a key to sign with.
  const order = { version: 0, settings: { channels: { providers: { email: ["resend"] } } } };
  const saved = await call(rig.app, "PUT", "/api/admin/config", { key: tenant.live.secret, body: order });
  expect(told(saved)).toBe("200");
  rig.app.clock.advance(6);
});
afterAll(() => rig.close());

const fact = (
  { environmentId, messageId }: Pick<Sent, "environmentId" | "messageId">,
  event: string,
  name: string,
) => ({
  event,
  sg_event_id: name,
  timestamp: Math.floor(rig.app.clock.now().getTime() / 1000),
  environment_id: environmentId,
  message_id: messageId,
});

const batchOf = (size: number, sent: Pick<Sent, "environmentId" | "messageId">, event: string) =>
  Array.from({ length: size }, (_, at) => fact(sent, event, `${event}-${at}`));

const post = (batch: object[], to = path) => {
  const { headers, text } = fromSendGrid(batch, rig.app.clock.now());
  return call(rig.app, "POST", to, { headers, raw: text });
};

/** Signed and fresh, and of no message that could be. */
const nothing = () => ({ environmentId: tenant.live.environmentId, messageId: "no message" });

const Whole = z.looseObject({ delivery: z.string(), timeline: z.array(z.looseObject({ type: z.string() })) });

async function read({ challengeId }: Sent) {
  const key = tenant.live.secret;
  return Whole.parse((await call(rig.app, "GET", `/api/admin/verifications/${challengeId}`, { key })).body);
}

async function rows<Row>(name: string, text: string, of: Sent): Promise<Row[]> {
  return rig.app.deps.db.run<Row>({ name, text }, [of.messageId]);
}

async function timesTold(sent: Sent, type: string): Promise<number> {
  await rig.app.deps.jobs.drain(rig.app.deps, 10);
  const text = `SELECT FROM audit_log WHERE type = '${type}' AND data->>'message_id' = $1`;
  return (await rows(`test_${type}`, text, sent)).length;
}

describe("whoever signs callbacks with a key of their own", () => {
  it("adds a hundred facts to a message at most, and each end of it is told of once", async () => {
    const sent = await rig.send(tenant.live, "ada@example.com");
    expect(told(await post(batchOf(8, sent, "dropped")))).toBe("204");
    expect(await timesTold(sent, "message.undeliverable")).toBe(1);
    expect((await read(sent)).delivery).toBe("undeliverable");
    for (const event of ["delivered", "bounce", "spamreport"]) await post(batchOf(8, sent, event));
    for (const event of ["delivered", "bounced", "complained"]) {
      expect(await timesTold(sent, `message.${event}`), event).toBe(1);
    }
    expect(told(await post(batchOf(200, sent, "processed")))).toBe("204");
    const kept = await rows("test_kept", "SELECT FROM message_events WHERE message_id = $1::uuid", sent);
    expect(kept.length).toBeGreaterThanOrEqual(MESSAGE_EVENTS_MAX);
    expect(kept.length).toBeLessThanOrEqual(MESSAGE_EVENTS_MAX + AT_ONCE);
  });

  it("makes no page longer, whatever is stored", async () => {
    const sent = await rig.send(tenant.live, "bea@example.com");
    const text = `INSERT INTO message_events (environment_id, message_id, event_key, type, provider, at)
      SELECT m.environment_id, m.id, 'x' || n, 'delayed', 'sendgrid', m.sent_at FROM messages m, generate_series(1, 300) n
      WHERE m.id = $1::uuid`;
    await rows("test_many", text, sent);
    const types = (await read(sent)).timeline.map(({ type }) => type);
    expect(types.filter((type) => type === "delayed").length).toBeLessThanOrEqual(MESSAGE_EVENTS_MAX);
  });

  it("has a thousand facts of a request read, and so many a minute; then the vendor is told when to come back", async () => {
    beginWindow(rig.app, 60);
    const sent = await rig.send(tenant.live, "cyd@example.com");
    expect(told(await post([...batchOf(1_000, nothing(), "processed"), fact(sent, "delivered", "late")]))).toBe("204");
    expect((await read(sent)).delivery).toBe("accepted");
    expect(told(await post([...batchOf(999, nothing(), "processed"), fact(sent, "delivered", "last")]))).toBe("204");
    expect((await read(sent)).delivery).toBe("delivered");
    for (let taken = 2_000; taken < LIMITS["hooks.account"].limit; taken += 1_000) {
      expect(told(await post(batchOf(1_000, nothing(), "processed")))).toBe("204");
    }
    const refused = await post([fact(sent, "bounce", "more")]);
    expect(told(refused)).toBe("429 rate_limited");
    expect(refused.headers.get("ratelimit-policy")).toContain("hooks.account");
    expect((await read(sent)).delivery).toBe("delivered");
    rig.app.clock.advance(120);
    expect(told(await post([fact(sent, "bounce", "more")]))).toBe("204");
    expect((await read(sent)).delivery).toBe("bounced");
  });
});

describe("a fact that says what cannot be kept", () => {
  /** More than are written at a time. */
  const between = () => batchOf(20, nothing(), "processed");

  it.each([
    ["a time", { timestamp: 1e12 }],
    ["a name", { sg_event_id: "null\0character" }],
  ])("as %s counts without it, and so do those after it", async (what, fields) => {
    const bad = await rig.send(tenant.live, `bad-${what.slice(2)}@example.com`);
    const good = await rig.send(tenant.live, `good-${what.slice(2)}@example.com`);
    const batch = [{ ...fact(bad, "bounce", "bad"), ...fields }, ...between(), fact(good, "delivered", "good")];
    expect(told(await post(batch))).toBe("204");
    expect([(await read(bad)).delivery, (await read(good)).delivery]).toEqual(["bounced", "delivered"]);
  });

  it("is taken so from an account at Twilio Verify too", async () => {
    const key = tenant.live.secret;
    const { body: config } = await call(rig.app, "GET", "/api/admin/config", { key });
    const settings = { sms: { countries: ["DE"] } };
    const saved = await call(rig.app, "PUT", "/api/admin/config", { key, body: { version: config.version, settings } });
    expect(told(saved)).toBe("200");
    rig.app.clock.advance(6);
    const [bad, good] = [await rig.send(tenant.live, "+4915112345601"), await rig.send(tenant.live, "+4915112345602")];
    const own = {
      account_sid: `AC${"7".repeat(32)}`,
      auth_token: "their-own-token",
      service_sid: `VA${"7".repeat(32)}`,
    };
    const account = { provider: "twilio_verify", config: own };
    const made = await call(rig.app, "POST", "/api/admin/providers", { key, body: account });
    expect(told(made)).toBe("201");
    const url = String(made.body.callback_url);
    const event = (sent: Sent) => verifyEvent(sent, "delivered", { accountSid: own.account_sid });
    const batch = [
      { ...event(bad), time: "0000-01-01T00:00:00Z" },
      ...Array.from({ length: 20 }, () => event({ ...good, messageId: "no message" })),
      event(good),
    ];
    const { search, headers, text } = fromEventStreams(url, batch, own.auth_token);
    expect(told(await call(rig.app, "POST", new URL(url).pathname + search, { headers, raw: text }))).toBe("204");
    expect([(await read(bad)).delivery, (await read(good)).delivery]).toEqual(["delivered", "delivered"]);
  });
});

describe("an account of one tenant's", () => {
  it("may tell of its environment's messages like any other of the customer's", async () => {
    const key = tenant.live.secret;
    const { body } = await call(rig.app, "POST", "/api/admin/tenants", { key, body: { name: "Acme Bank" } });
    const config = { api_key: "SG.bank", webhook_key: SENDGRID_KEY, from: "login@bank.dev" };
    const account = { provider: "sendgrid", config, tenant_id: body.id };
    const made = await call(rig.app, "POST", "/api/admin/providers", { key, body: account });
    const sent = await rig.send(tenant.live, "ida@example.com");
    const to = new URL(String(made.body.callback_url)).pathname;
    expect(told(await post([fact(sent, "delivered", "bank")], to))).toBe("204");
    expect((await read(sent)).delivery).toBe("delivered");
  });
});
