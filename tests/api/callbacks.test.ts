import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type CallbackAccount,
  type CallbackVendor,
  callbackUrl,
  messageCallbackUrl,
} from "@/lib/delivery/callback-url";
import type { TestApp } from "@/tests/support/app";
import {
  type Callback,
  fromResend,
  fromSendGrid,
  fromSns,
  fromTwilio,
  RESEND_SECRET,
  sesEvent,
} from "@/tests/support/callbacks";
import { AUTH_TOKEN, type CallbackRig, type Sent, startCallbackRig } from "@/tests/support/callbacks-rig";
import {
  call,
  countRows,
  type EnvironmentKeys,
  operator,
  requestCode,
  type Tenant,
  told,
} from "@/tests/support/tenants";

const OWN_SECRET = `whsec_${Buffer.from("an own account's secret, 32 long").toString("base64")}`;
const UNKNOWN = "019a9d8e-0000-7000-8000-0000000000ff";

let rig: CallbackRig;
let app: TestApp;
let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  rig = await startCallbackRig();
  app = rig.app;
  [tenant, other] = [await rig.signUp("owner@northwind.dev"), await rig.signUp("owner@intruder.dev")];
  const config = await call(app, "GET", "/api/admin/config", { key: tenant.live.secret });
  const changed = { version: config.body.version, settings: { sms: { countries: ["GB"] } } };
  expect(told(await call(app, "PUT", "/api/admin/config", { key: tenant.live.secret, body: changed }))).toBe("200");
});
afterAll(() => rig.close());

const Whole = z.looseObject({
  state: z.string(),
  delivery: z.string(),
  messages: z.array(z.looseObject({ id: z.string(), delivery: z.string() })),
  timeline: z.array(
    z.looseObject({ type: z.string(), detail: z.string().nullable(), provider: z.string().nullable() }),
  ),
  suppression: z.looseObject({ reason: z.string(), expires_at: z.string().nullable() }).nullable(),
});

const send = (keys: EnvironmentKeys, identifier: string) => rig.send(keys, identifier);

const pathOf = (of: CallbackVendor, account: CallbackAccount = "installation") =>
  new URL(callbackUrl(app.deps, of, account)).pathname;

const post = (path: string, { headers, text }: Callback) => call(app, "POST", path, { headers, raw: text });

const resent = (message: { environmentId: string; messageId: string }, type: string, data: object = {}) => ({
  type,
  created_at: app.clock.now().toISOString(),
  data: { tags: { environment_id: message.environmentId, message_id: message.messageId }, ...data },
});

const tell = (sent: Sent, type: string, data: object = {}, id = `${type}-${sent.messageId}`) =>
  post(pathOf("resend"), fromResend(resent(sent, type, data), { id }));

async function read(keys: EnvironmentKeys, { challengeId }: Sent) {
  const answered = await call(app, "GET", `/api/admin/verifications/${challengeId}`, { key: keys.secret });
  expect(told(answered)).toBe("200");
  return Whole.parse(answered.body);
}

/** How often the audit log and the webhooks are told of something of that message. */
async function timesTold({ messageId }: Sent, type: string): Promise<number> {
  await app.deps.jobs.drain(app.deps, 10);
  const statement = {
    name: "test_told",
    text: "SELECT count(*)::int AS count FROM audit_log WHERE type = $1 AND data->>'message_id' = $2",
  };
  const [row] = await app.deps.db.run<{ count: number }>(statement, [type, messageId]);
  return row?.count ?? 0;
}

const bounce = { bounce: { type: "Permanent", message: "550 5.1.1 <bea@example.com> does not exist" } };

describe("a callback", () => {
  it("shows on the timeline of the code and is told of once, however often it comes", async () => {
    const sent = await send(tenant.live, "ada@example.com");
    expect(sent.environmentId).toBe(tenant.live.environmentId);
    const names = Array.from({ length: 24 }, (_, at) => `msg_${at % 4}`);
    await tell(sent, "email.sent");
    const all = await Promise.all(names.map((name) => tell(sent, "email.delivered", {}, name)));
    expect(new Set(all.map(told))).toEqual(new Set(["204"]));
    expect(told(await tell(sent, "email.sent"))).toBe("204");
    expect(await timesTold(sent, "message.delivered")).toBe(1);
    const whole = await read(tenant.live, sent);
    expect(whole.delivery).toBe("delivered");
    expect(whole.messages).toEqual([
      expect.objectContaining({ id: sent.messageId, provider: "resend", delivery: "delivered" }),
    ]);
    const types = whole.timeline.map(({ type }) => type);
    expect(types.filter((type) => type === "sent")).toHaveLength(1);
    expect(types.filter((type) => type === "delivered")).toHaveLength(4);
    expect(types.slice(0, 2)).toEqual(["requested", "accepted"]);
    expect(whole.suppression).toBeNull();
  });

  it("that is a bounce for good holds back whoever it was for, until somebody lets them through again", async () => {
    const sent = await send(tenant.live, "bea@example.com");
    expect(told(await tell(sent, "email.bounced", bounce))).toBe("204");
    const key = tenant.live.secret;
    const ask = () => call(app, "POST", "/api/auth/request-otp", { key, body: { email: "bea@example.com" } });
    app.clock.advance(60);
    expect(told(await ask())).toBe("400 recipient_suppressed");
    expect(await timesTold(sent, "message.bounced")).toBe(1);
    const whole = await read(tenant.live, sent);
    expect(whole).toMatchObject({ delivery: "bounced", suppression: { reason: "bounced" } });
    expect(whole.timeline.find(({ type }) => type === "bounced")).toMatchObject({
      provider: "resend",
      detail: "550 5.1.1 <•••> does not exist",
    });

    const body = { email: "Bea@Example.com" };
    const at = (what: string, keys = key, of: object = body) =>
      call(app, "POST", `/api/admin/suppressions/${what}`, { key: keys, body: of });
    expect((await at("lookup")).body).toMatchObject({ suppression: { reason: "bounced" } });
    expect((await at("lookup", other.live.secret)).body).toEqual({ suppression: null });
    expect(told(await at("remove", other.live.secret))).toBe("404 not_found");
    expect(told(await at("remove", key, { email: "no address" }))).toBe("400 invalid_email");
    expect(told(await at("remove", key, {}))).toBe("400 invalid_request");
    expect(told(await at("remove"))).toBe("204");
    expect(told(await at("remove"))).toBe("404 not_found");
    expect(told(await tell(sent, "email.bounced", bounce))).toBe("204");
    expect(told(await ask())).toBe("200");
    await app.deps.jobs.drain(app.deps, 10);
    const audit = await call(app, "GET", "/api/admin/audit?type=suppression.lifted", { key });
    expect(audit.body.data).toHaveLength(1);
  });

  it("that is a complaint holds them back without an end, and one for now does not", async () => {
    const soft = await send(tenant.live, "cyd@example.com");
    await tell(soft, "email.bounced", { bounce: { type: "Transient", message: "mailbox full" } });
    expect(await timesTold(soft, "message.undeliverable")).toBe(1);
    expect(await read(tenant.live, soft)).toMatchObject({ delivery: "undeliverable", suppression: null });

    const sent = await send(tenant.live, "dan@example.com");
    await tell(sent, "email.complained");
    expect(await timesTold(sent, "message.complained")).toBe(1);
    expect((await read(tenant.live, sent)).suppression).toMatchObject({ reason: "complained", expires_at: null });
    await tell(sent, "email.bounced", bounce);
    expect((await read(tenant.live, sent)).suppression).toMatchObject({ reason: "complained", expires_at: null });
    const path = `/api/admin/verifications/${sent.challengeId}/suppression`;
    expect(told(await call(app, "DELETE", path, { key: tenant.test.secret }))).toBe("404 not_found");
    expect(told(await call(app, "DELETE", path, { key: tenant.live.secret }))).toBe("204");
    expect((await read(tenant.live, sent)).suppression).toBeNull();
  });

  it("may come as a batch of SendGrid's, of several environments at once", async () => {
    const [mine, theirs] = [await send(tenant.live, "eve@example.com"), await send(other.live, "eve@example.com")];
    const fact = (sent: Sent, event: string) => ({
      event,
      sg_event_id: `${event}-${sent.messageId}`,
      timestamp: Math.floor(app.clock.now().getTime() / 1000),
      environment_id: sent.environmentId,
      message_id: sent.messageId,
    });
    const batch = [fact(mine, "delivered"), fact(theirs, "bounce"), fact(mine, "spamreport")];
    expect(told(await post(pathOf("sendgrid"), fromSendGrid(batch, app.clock.now())))).toBe("204");
    expect((await read(tenant.live, mine)).delivery).toBe("complained");
    expect((await read(other.live, theirs)).delivery).toBe("bounced");
  });

  it("may come from SES through SNS", async () => {
    const sent = await send(tenant.live, "fay@example.com");
    const Message = sesEvent(sent, "Bounce", { bounce: { bounceType: "Permanent" } });
    const signed = fromSns({ Message }, { endpoint: rig.vendor.url, at: app.clock.now() });
    expect(told(await post(pathOf("ses"), signed))).toBe("204");
    expect((await read(tenant.live, sent)).delivery).toBe("bounced");
  });

  it("may come from Twilio, of the message that its address names", async () => {
    const sent = await send(tenant.live, "+447400123456");
    const url = messageCallbackUrl(app.deps, "twilio", "installation", sent);
    const { pathname, search } = new URL(url);
    const form = { AccountSid: "AC0123", MessageSid: "SM1", MessageStatus: "delivered" };
    const signed = fromTwilio(url, form, AUTH_TOKEN);
    const elsewhere = search.replace(sent.messageId, UNKNOWN);
    expect(told(await post(pathname + elsewhere, signed))).toBe("403 forbidden");
    expect(told(await post(pathname, signed))).toBe("400 invalid_request");
    expect(told(await post(pathname + search, { ...signed, text: `${signed.text}&x=1` }))).toBe("403 forbidden");
    expect((await read(tenant.live, sent)).delivery).toBe("accepted");
    expect(told(await post(pathname + search, signed))).toBe("204");
    expect((await read(tenant.live, sent)).delivery).toBe("delivered");
    const gone = { ...form, MessageStatus: "undelivered", ErrorCode: "30005" };
    await post(pathname + search, fromTwilio(url, gone, AUTH_TOKEN));
    expect((await read(tenant.live, sent)).suppression).toMatchObject({ reason: "bounced" });
  });
});

describe("a callback of a customer's own account", () => {
  it("tells of its own environment, and of no other", async () => {
    const key = tenant.live.secret;
    const config = { api_key: "re_own", webhook_secret: OWN_SECRET, from: "login@northwind.dev" };
    const made = await call(app, "POST", "/api/admin/providers", { key, body: { provider: "resend", config } });
    expect(told(made)).toBe("201");
    const path = new URL(String(made.body.callback_url)).pathname;
    app.clock.advance(10);
    const [mine, theirs] = [await send(tenant.live, "gus@example.com"), await send(other.live, "gus@example.com")];
    const as = (sent: Sent, secret: string) =>
      post(path, fromResend(resent(sent, "email.bounced", bounce), { secret, id: `own-${sent.messageId}` }));
    const before = await countRows(app);
    expect(told(await as(theirs, OWN_SECRET))).toBe("204");
    expect(told(await as(mine, RESEND_SECRET))).toBe("403 forbidden");
    expect(await countRows(app)).toEqual(before);
    expect((await read(other.live, theirs)).delivery).toBe("accepted");
    expect(told(await as(mine, OWN_SECRET))).toBe("204");
    expect((await read(tenant.live, mine)).delivery).toBe("bounced");

    await call(app, "DELETE", `/api/admin/providers/${made.body.id}`, { key });
    app.clock.advance(10);
    expect(told(await as(mine, OWN_SECRET))).toBe("404 not_found");
  });
});

describe("the addresses of the installation's own accounts", () => {
  it("are shown to the operator, who enters them at the vendors, and to nobody else", async () => {
    const shown = await call(app, "GET", "/api/admin/callbacks", operator);
    expect(shown.body).toEqual({
      data: (["resend", "sendgrid", "ses"] as const).map((each) => ({
        vendor: each,
        url: callbackUrl(app.deps, each, "installation"),
        checked: true,
      })),
    });
    for (const key of [tenant.live.secret, tenant.test.secret]) {
      expect(told(await call(app, "GET", "/api/admin/callbacks", { key }))).toBe("403 forbidden");
    }
  });
});

describe("nothing changes", () => {
  it("by a vendor of mail that tells of a text message, nor by one of text messages that tells of mail", async () => {
    const [mail, text] = [await send(tenant.live, "ivy@example.com"), await send(tenant.live, "+447400123457")];
    const { href, pathname, search } = new URL(messageCallbackUrl(app.deps, "twilio", "installation", mail));
    const form = { AccountSid: "AC0123", MessageSid: "SM2", MessageStatus: "delivered" };
    expect(told(await post(pathname + search, fromTwilio(href, form, AUTH_TOKEN)))).toBe("204");
    expect(told(await tell(text, "email.delivered"))).toBe("204");
    for (const sent of [mail, text]) expect((await read(tenant.live, sent)).delivery).toBe("accepted");
  });

  it("by a callback that is forged, foreign, too large, or of a message that never left", async () => {
    const sent = await send(tenant.live, "hal@example.com");
    const inTest = await requestCode(app, tenant.test.secret, { email: "hal@example.com" });
    const statement = { name: "test_message", text: "SELECT id FROM messages WHERE challenge_id = $1::uuid" };
    const [mailed] = await app.deps.db.run<{ id: string }>(statement, [inTest.challengeId]);
    const never: Sent = { ...sent, environmentId: tenant.test.environmentId, messageId: mailed?.id ?? "" };
    const good = fromResend(resent(sent, "email.bounced", bounce));
    const path = pathOf("resend");
    const forgedSecret = `${path.slice(0, -2)}${path.endsWith("AA") ? "BB" : "AA"}`;
    const foreign: CallbackAccount = { environmentId: tenant.live.environmentId, accountId: UNKNOWN };
    const huge = (bytes: number) => ({ ...good, text: good.text + " ".repeat(bytes) });
    const cases: [string, Callback, string][] = [
      [path, { ...good, headers: {} }, "403 forbidden"],
      [path, { ...good, text: good.text.replace("bounced", "complained") }, "403 forbidden"],
      [path, fromResend(resent(sent, "email.bounced"), { secret: OWN_SECRET }), "403 forbidden"],
      [path, fromResend(resent(sent, "email.bounced"), { at: new Date(Date.now() - 600_000) }), "403 forbidden"],
      [path, { headers: {}, text: "" }, "403 forbidden"],
      [path, huge(64 * 1024), "413 body_too_large"],
      [pathOf("sendgrid"), { ...good, text: " ".repeat(1024 * 1024 + 1) }, "413 body_too_large"],
      [pathOf("sendgrid"), good, "403 forbidden"],
      [pathOf("ses"), good, "403 forbidden"],
      [path.replace("resend", "sendgrid"), good, "404 not_found"],
      [forgedSecret, good, "404 not_found"],
      [pathOf("resend", foreign), good, "404 not_found"],
      ["/api/hooks/resend/short", good, "404 not_found"],
      ["/api/hooks/mailgun/short", good, "404 not_found"],
      [path, fromResend(resent(never, "email.bounced", bounce)), "204"],
      [path, fromResend(resent({ ...sent, messageId: UNKNOWN }, "email.bounced", bounce)), "204"],
      [path, fromResend(resent({ ...sent, environmentId: other.live.environmentId }, "email.bounced", bounce)), "204"],
      [path, fromResend(resent({ ...sent, messageId: "' OR true --" }, "email.bounced", bounce)), "204"],
      [path, fromResend({ type: "email.bounced" }), "403 forbidden"],
    ];
    await app.deps.settle();
    const before = await countRows(app);
    for (const [index, [to, callback, answer]] of cases.entries()) {
      expect(told(await post(to, callback)), `case ${index}`).toBe(answer);
    }
    await app.deps.settle();
    expect(await countRows(app)).toEqual(before);
    expect(await read(tenant.live, sent)).toMatchObject({ delivery: "accepted", suppression: null });
    expect(told(await call(app, "GET", path))).toBe("405 method_not_allowed");
  });
});
