import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createKeyring } from "@/lib/core/secrets";
import { reencryptStored } from "@/lib/keys";
import { startApp, type TestApp } from "@/tests/support/app";
import { codeInMail, readMail } from "@/tests/support/mail";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { type Answered, call, signUp, type Tenant, told } from "@/tests/support/tenants";

const PASSWORD = "a-password-that-nobody-sees";
const Made = z.object({ id: z.string() });
const Listed = z.object({
  data: z.array(z.looseObject({ id: z.string() })),
  order: z.object({ email: z.array(z.string()) }),
});

let app: TestApp;
let tenant: Tenant;
let first: SmtpTestServer;
let second: SmtpTestServer;
let hours = 0;

beforeAll(async () => {
  const credentials = { user: "np", pass: PASSWORD };
  [first, second] = [await startSmtpServer({ credentials }), await startSmtpServer()];
  const allow = [first, second].map(({ port }) => `127.0.0.1:${port}`).join(",");
  app = await startApp({ drain: false, env: { EGRESS_ALLOW: allow } });
  tenant = await signUp(app, "owner@acme.dev");
});
afterAll(async () => {
  await app.close();
  for (const server of [first, second]) await server.close();
});
beforeEach(async () => {
  for (const server of [first, second]) {
    server.behave("accept");
    server.received.length = 0;
  }
  // Nobody's limits are in the way of the next test, and no breaker is open.
  hours += 1;
  app.clock.advance(3_700);
  const { data } = Listed.parse((await providers("GET")).body);
  for (const { id } of data) await providers("DELETE", `/${id}`);
});

const providers = (method: string, path = "", body?: object, key = tenant.live.secret): Promise<Answered> =>
  call(app, method, `/api/admin/providers${path}`, { key, ...(body && { body }) });

async function addAccount(url: string, key = tenant.live.secret): Promise<string> {
  const made = await providers("POST", "", { provider: "smtp", label: "Ours", config: { url } }, key);
  expect(told(made)).toBe("201");
  return Made.parse(made.body).id;
}

const requestOtp = (email = `ada${hours}@example.com`) =>
  call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body: { email } });

async function rows<Row>(text: string): Promise<Row[]> {
  return app.deps.db.run<Row & object>({ name: `test_${text}`, text }, []);
}

async function putOrder(email: string[]): Promise<Answered> {
  const path = "/api/admin/config";
  const key = tenant.live.secret;
  const { version } = (await call(app, "GET", path, { key })).body;
  return call(app, "PUT", path, { key, body: { version, settings: { channels: { providers: { email } } } } });
}

describe("an account of one's own", () => {
  it("is kept encrypted, and what signs in there is in no answer, log or event", async () => {
    const made = await providers("POST", "", { provider: "smtp", config: { url: first.url } });
    expect(made.body).toMatchObject({
      provider: "smtp",
      title: "SMTP",
      label: "SMTP",
      channels: ["email"],
      last_accepted_at: null,
      last_error: null,
      callback_url: null,
    });
    const { id } = Made.parse(made.body);
    await providers("PATCH", `/${id}`, { label: "Renamed" });
    const listed = await providers("GET");
    expect(Listed.parse(listed.body).data).toMatchObject([{ id, label: "Renamed" }]);
    const stored = await rows<{ sealed: string }>(
      "SELECT encode(config_encrypted, 'escape') AS sealed FROM provider_accounts",
    );
    expect(stored).toHaveLength(1);
    await app.deps.jobs.drain(app.deps, 5);
    const audit = await call(app, "GET", `/api/admin/audit?target=provider:${id}`, { key: tenant.live.secret });
    expect(JSON.stringify(audit.body)).toContain("config_digest");
    for (const text of [made.body, listed.body, stored, audit.body, app.log].map((each) => JSON.stringify(each))) {
      expect(text).not.toContain(PASSWORD);
    }
  });

  it("is made once under an Idempotency-Key", async () => {
    const asking = {
      key: tenant.live.secret,
      body: { provider: "smtp", config: { url: first.url } },
      headers: { "idempotency-key": "one account" },
    };
    const [one, two] = [
      await call(app, "POST", "/api/admin/providers", asking),
      await call(app, "POST", "/api/admin/providers", asking),
    ];
    expect(two.body).toEqual(one.body);
    expect(Listed.parse((await providers("GET")).body).data).toHaveLength(1);
  });

  it.each([
    [{ provider: "pigeon", config: {} }, ["provider"]],
    [{ provider: "smtp", config: {} }, ["config.url"]],
    [{ provider: "smtp", config: { url: "http://x.dev" } }, ["config.url"]],
    [{ provider: "smtp", config: { url: "smtp://x.dev", base_url: "http://x.dev" } }, ["config.base_url"]],
    [{ provider: "smtp", config: { url: "smtp://x.dev" }, label: "a\nb" }, ["label"]],
    [{ provider: "smtp", config: { url: 3 } }, ["config.url"]],
    [{ provider: "smtp" }, ["config"]],
  ])("is refused as %j, field by field", async (body, paths) => {
    const refused = await providers("POST", "", body);
    expect(told(refused)).toBe("400 invalid_request");
    const errors = z.array(z.object({ path: z.string() })).parse(refused.body.errors);
    expect(errors.map(({ path }) => path)).toEqual(paths);
  });

  it("is one of twenty at most", async () => {
    for (let count = 0; count < 20; count += 1) await addAccount(second.url);
    expect(told(await providers("POST", "", { provider: "smtp", config: { url: second.url } }))).toBe("403 forbidden");
  });

  it("opens on when the root secret that sealed it is retired", async () => {
    const id = await addAccount(first.url);
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 31 + 3) % 256));
    const roots = [{ id: 2, bytes }, ...app.deps.env.rootKeys];
    await reencryptStored({ ...app.deps, keyring: createKeyring(roots, 0) });
    const [row] = await rows<{ root: number }>("SELECT get_byte(config_encrypted, 3) AS root FROM provider_accounts");
    expect(row?.root).toBe(2);
    // Back under the first one, which this installation goes on with.
    await reencryptStored({ ...app.deps, keyring: createKeyring(roots.toReversed(), 0) });
    expect(told(await providers("POST", `/${id}/test`, { to: "ada@example.com" }))).toBe("200");
    expect(first.received).toHaveLength(1);
  });
});

describe("a test", () => {
  it("goes through that account alone, holds no code, and tells what the provider said", async () => {
    const id = await addAccount(first.url);
    await addAccount(second.url);
    const tested = await providers("POST", `/${id}/test`, { to: "Ada@Example.com" });
    expect(tested.body).toMatchObject({
      accepted: true,
      reason: null,
      message: "SMTP took the message.",
      detail: null,
    });
    expect(first.received).toMatchObject([{ to: ["ada@example.com"] }]);
    expect(second.received).toEqual([]);
    const mail = await readMail(first.received[0]);
    expect(mail.subject).toBe("Test message from Acme");
    expect(Listed.parse((await providers("GET")).body).data[0]).toMatchObject({
      id,
      last_accepted_at: expect.any(String),
      last_error: null,
    });
  });

  it.each([
    [{ at: "rcpt", status: 550 }, "recipient_refused", "SMTP refuses this recipient."],
    [{ at: "mail", status: 451 }, "temporary", "SMTP asks to try again later."],
  ] as const)("says in words that the provider answers %j", async (behaviour, reason, message) => {
    const id = await addAccount(first.url);
    first.behave(behaviour);
    const tested = await providers("POST", `/${id}/test`, { to: "ada@example.com" });
    expect(tested.status).toBe(200);
    expect(tested.body).toMatchObject({ accepted: false, reason, message, provider_message_id: null });
    expect(JSON.stringify(tested.body)).not.toMatch(/secret\.address|ada@/);
    expect(Listed.parse((await providers("GET")).body).data[0]).toMatchObject({ last_error: reason });
  });

  it("says that the credentials are not known, and works once they are right", async () => {
    const id = await addAccount(first.url.replace(PASSWORD, "wrong"));
    const wrong = await providers("POST", `/${id}/test`, { to: "ada@example.com" });
    expect(wrong.body).toMatchObject({ accepted: false, reason: "authentication" });
    expect(wrong.body.message).toBe("SMTP does not know these credentials.");
    await providers("PATCH", `/${id}`, { config: { url: first.url } });
    expect((await providers("POST", `/${id}/test`, { to: "ada@example.com" })).body).toMatchObject({ accepted: true });
  });

  it.each([
    [{}, "400 invalid_request"],
    [{ to: "nobody" }, "400 invalid_email"],
    [{ to: "a@x.dev, b@x.dev" }, "400 invalid_email"],
    [{ to: "verified@ninepin.test" }, "400 test_recipient_in_live"],
    [{ to: "ada@example.com", channel: "sms" }, "400 invalid_request"],
  ])("is refused to %j", async (body, answer) => {
    const id = await addAccount(first.url);
    expect(told(await providers("POST", `/${id}/test`, body))).toBe(answer);
    expect(first.recipientCommands).toEqual(first.recipientCommands.filter((line) => line.includes("ada@example.com")));
  });

  it("does not leave a test environment", async () => {
    const id = await addAccount(first.url, tenant.test.secret);
    const tested = await providers("POST", `/${id}/test`, { to: "ada@example.com" }, tenant.test.secret);
    expect(told(tested)).toBe("400 invalid_request");
    await providers("DELETE", `/${id}`, undefined, tenant.test.secret);
  });

  it("cannot be had without an end", async () => {
    const id = await addAccount(second.url);
    const answers: string[] = [];
    for (let count = 0; count < 61; count += 1) {
      answers.push(told(await providers("POST", `/${id}/test`, { to: "ada@example.com" })));
    }
    expect(answers.at(-1)).toBe("429 rate_limited");
  });
});

describe("a code in live", () => {
  it("has no way without a provider, and goes through one's own account once there is one", async () => {
    expect(told(await requestOtp())).toBe("400 channel_unavailable");
    await addAccount(first.url);
    const asked = await requestOtp();
    expect(told(asked)).toBe("200");
    const code = await codeInMail(first.received[0]);
    const body = { challenge_id: asked.body.challenge_id, otp: code };
    expect(told(await call(app, "POST", "/api/auth/verify-otp", { key: tenant.live.secret, body }))).toBe("200");
  });

  it("goes on to the next account where the first fails, and the timeline has both", async () => {
    const [bad, good] = [await addAccount(first.url), await addAccount(second.url)];
    first.behave({ at: "mail", status: 451 });
    expect(told(await requestOtp())).toBe("200");
    expect([first.received.length, second.received.length]).toEqual([0, 1]);
    await app.deps.settle();
    const events = await rows<{ type: string }>(
      "SELECT e.type, e.provider, e.reason FROM message_events e JOIN messages m ON m.id = e.message_id ORDER BY m.sent_at DESC, e.event_key LIMIT 2",
    );
    expect(events).toEqual([
      { type: "tried", provider: "smtp", reason: "temporary" },
      { type: "accepted", provider: "smtp", reason: null },
    ]);
    const { data } = Listed.parse((await providers("GET")).body);
    expect(data).toMatchObject([
      { id: bad, last_error: "temporary", last_accepted_at: null },
      { id: good, last_error: null, last_accepted_at: expect.any(String) },
    ]);
  });

  it("is not handed to another where its recipient was refused, and says nothing of why", async () => {
    await addAccount(first.url);
    await addAccount(second.url);
    first.behave({ at: "rcpt", status: 550 });
    const asked = await requestOtp();
    expect(told(asked)).toBe("500 delivery_failed");
    expect(JSON.stringify(asked.body)).not.toMatch(/smtp|550|refused\.example|127\.0/i);
    expect(second.received).toEqual([]);
  });

  it("goes as the order says, which names only who can carry it", async () => {
    const [one, two] = [await addAccount(first.url), await addAccount(second.url)];
    expect(told(await putOrder([two, one]))).toBe("200");
    expect(Listed.parse((await providers("GET")).body).order.email).toEqual([two, one]);
    expect(told(await requestOtp())).toBe("200");
    expect([first.received.length, second.received.length]).toEqual([0, 1]);
    for (const order of [["resend"], ["019a9f3e-7c1a-7cc2-9d8e-000000000001"], ["Not a name"]]) {
      expect(told(await putOrder(order))).toBe("400 invalid_request");
    }
    const theirs = await addAccount(first.url, tenant.test.secret);
    expect(told(await putOrder([theirs]))).toBe("400 invalid_request");
  });

  it("does not go through an account that was deleted, which leaves the order too", async () => {
    const [one, two] = [await addAccount(first.url), await addAccount(second.url)];
    await putOrder([two, one]);
    expect((await providers("DELETE", `/${two}`)).status).toBe(204);
    expect(told(await providers("DELETE", `/${two}`))).toBe("404 not_found");
    expect(Listed.parse((await providers("GET")).body).order.email).toEqual([one]);
    expect(told(await requestOtp())).toBe("200");
    expect([first.received.length, second.received.length]).toEqual([1, 0]);
  });
});
