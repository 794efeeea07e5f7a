import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CONFIG, configuring, fieldsOf } from "@/tests/support/configuring";
import { call, operator, requestCode, signIn, told } from "@/tests/support/tenants";

const { app, tenant, newTenant, get, put, set, askCode, events } = configuring();

describe("the settings of an environment", () => {
  it("are read complete with their version, and differ between test and live as documented", async () => {
    const [test, live] = [await get(CONFIG), await get(CONFIG, "live")];
    expect(test.body).toMatchObject({ version: 0, settings: { codes: { resend_cooldown_seconds: 0, attempts: 5 } } });
    expect(live.body).toMatchObject({
      version: 0,
      settings: { codes: { resend_cooldown_seconds: 30, per_ip_hour: 20 } },
    });
    expect(Object.keys(z.object({ settings: z.object({}).loose() }).parse(live.body).settings)).toEqual(
      "codes tokens sessions sign_ups cors sms channels retention".split(" "),
    );
  });

  it("change by the fields that are named, and hold from the next request on", async () => {
    const changed = await put({ version: 0, settings: { codes: { length: { email: 8 }, attempts: 3 } } });
    expect(told(changed)).toBe("200");
    expect(changed.body).toMatchObject({
      version: 1,
      settings: { codes: { length: { email: 8, sms: 6 }, attempts: 3 } },
    });
    expect((await askCode({ email: "ada@example.com" })).body).toMatchObject({ code_length: 8 });
    expect((await get(CONFIG, "live")).body).toMatchObject({ version: 0 });
    const [event] = await events("config.updated");
    expect(event?.data).toEqual({ version: 1, changed: ["codes.length.email", "codes.attempts"] });
    expect(event?.context).toMatchObject({
      actor: expect.stringMatching(/^key:/),
      before: { "codes.length.email": 9, "codes.attempts": 5 },
      after: { "codes.length.email": 8, "codes.attempts": 3 },
    });
  });

  it("make no version where nothing changes", async () => {
    expect((await put({ version: 0, settings: { codes: { attempts: 5 } } })).body).toMatchObject({ version: 0 });
    expect((await put({ version: 0, settings: {} })).body).toMatchObject({ version: 0 });
  });

  it("of two editors give one a 409 with what the other made", async () => {
    expect(told(await put({ version: 0, settings: { codes: { attempts: 4 } } }))).toBe("200");
    const late = await put({ version: 0, settings: { codes: { attempts: 9 } } });
    expect(told(late)).toBe("409 conflict");
    expect(late.body).toMatchObject({ version: 1, settings: { codes: { attempts: 4 } } });
    expect(late.body.detail).toContain("version 1");
    expect(told(await put({ version: 7, settings: { codes: { attempts: 9 } } }))).toBe("409 conflict");
  });

  it("let one of thirty editors at once through", async () => {
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, at) => put({ version: 0, settings: { codes: { per_identifier_hour: at + 1 } } })),
    );
    expect(all.map(told).toSorted()).toEqual(["200", ...Array.from({ length: 29 }, () => "409 conflict")]);
    const [won] = all.filter(({ status }) => status === 200);
    const now = await get(CONFIG);
    expect(now.body).toEqual(won?.body);
    for (const lost of all.filter(({ status }) => status === 409))
      expect(lost.body.settings).toEqual(now.body.settings);
    const { data } = (await get(`${CONFIG}/versions`)).body;
    expect(data).toHaveLength(1);
  });

  it.each([
    [{ codes: { attempts: 11 } }, "settings.codes.attempts: Must be at most 10"],
    [{ codes: { lifetime_seconds: { email: 601 } } }, "settings.codes.lifetime_seconds.email: Must be at most 600"],
    [{ sessions: { max_per_user: 0 } }, "settings.sessions.max_per_user: Must be at least 1"],
    [{ codes: { customer_id: "x" } }, "settings.codes.customer_id: Unknown field"],
    [{ plan: "scale" }, "settings.plan: Unknown field"],
    [{ brand: { name: "x" } }, "settings.brand: Unknown field"],
    [
      { sms: { countries: ["XX"] } },
      "settings.sms.countries.0: Use the two letters of a country, such as GB (ISO 3166-1 alpha-2)",
    ],
    [
      { sign_ups: { synthetic_email_domain: "Ada@example.com" } },
      "settings.sign_ups.synthetic_email_domain: Must be a domain such as users.example.com",
    ],
    [
      { tokens: { custom_claims: { sub: "someone-else" } } },
      "settings.tokens.custom_claims.sub: This claim has a meaning of its own: choose another name",
    ],
    [{ cors: { origins: ["https://*.acme.dev"] } }, "settings.cors.origins.0: No wildcards: list each origin"],
  ])("refuse %j with the field and the reason", async (settings, said) => {
    const refused = await put({ version: 0, settings });
    expect(told(refused)).toBe("400 invalid_request");
    expect(fieldsOf(refused)).toEqual([said]);
  });

  it.each([
    {},
    { version: 0 },
    { settings: {} },
    { version: "0", settings: {} },
    { version: -1, settings: {} },
    { version: 0, settings: null },
    { version: 0, settings: [] },
    { version: 0, settings: {}, environment_id: "019a9d8e-0000-7000-8000-0000000000ff" },
    { version: 0, settings: {}, author: "operator" },
  ])("refuse the body %j", async (body) => {
    expect(told(await put(body))).toBe("400 invalid_request");
  });

  it("keep plain http origins out of live, and let what they list call from a browser", async () => {
    const refused = await set({ cors: { origins: ["https://app.acme.dev", "http://app.acme.dev"] } }, "live");
    expect(fieldsOf(refused)).toEqual(["settings.cors.origins.1: Must begin with https:// in a live environment"]);
    expect(told(await set({ cors: { origins: ["https://app.acme.dev"] } }, "live"))).toBe("200");
    const text = "SELECT origin FROM allowed_origins WHERE environment_id = $1 AND source = 'settings'";
    const listed = () => app().deps.db.run({ name: "test_origins", text }, [tenant().live.environmentId]);
    expect(await listed()).toEqual([{ origin: "https://app.acme.dev" }]);
    await set({ cors: { origins: [] } }, "live");
    expect(await listed()).toEqual([]);
  });

  it("go no further than the plan, whose refusal names the one that has it", async () => {
    const refused = await set({ retention: { audit_days: 365 } });
    expect(told(refused)).toBe("403 forbidden");
    expect(refused.body.detail).toBe("Keeping the audit log for 365 days is not in the plan Free: the plan Pro has it");
    const text = "UPDATE customers SET plan = 'pro' WHERE id = $1";
    await app().deps.db.run({ name: "test_plan", text }, [tenant().customerId]);
    app().clock.advance(6);
    expect(told(await set({ retention: { audit_days: 365 } }))).toBe("200");
    const none = `UPDATE customers SET features = '{"custom_claims": false}' WHERE id = $1`;
    await app().deps.db.run({ name: "test_no_claims", text: none }, [tenant().customerId]);
    app().clock.advance(6);
    expect(told(await set({ tokens: { custom_claims: { plan: "gold" } } }))).toBe("403 forbidden");
    expect(told(await set({ tokens: { custom_claims: {} }, codes: { attempts: 4 } }))).toBe("200");
  });

  it("give no two environments one audience: not another's id, nor what the project's other one has", async () => {
    const path = "settings.tokens.audience";
    const audience = (to: string | null, kind: "test" | "live" = "live") => set({ tokens: { audience: to } }, kind);
    for (const text of ["", " ", "\t", "api\r\nx", "a\u202eb", " api"]) {
      const refused = await audience(text);
      expect(told(refused), JSON.stringify(text)).toBe("400 invalid_request");
      expect(fieldsOf(refused)[0]).toContain(path);
    }
    const other = await newTenant();
    for (const id of [tenant().test.environmentId, other.live.environmentId, other.test.environmentId.toUpperCase()]) {
      const refused = await audience(id);
      expect(told(refused)).toBe("400 invalid_request");
      expect(fieldsOf(refused)).toEqual([`${path}: This is the id of an environment, and its tokens' audience`]);
    }
    expect(told(await audience("https://api.acme.dev"))).toBe("200");
    const shared = await audience("https://api.acme.dev", "test");
    expect(told(shared)).toBe("400 invalid_request");
    expect(fieldsOf(shared)[0]).toContain("The project's other environment has this audience");
    const both = await Promise.all((["test", "live"] as const).map((kind) => audience("https://new.acme.dev", kind)));
    expect(both.map(told).toSorted()).toEqual(["200", "400 invalid_request"]);
    for (const own of [tenant().live.environmentId, randomUUID(), null]) expect(told(await audience(own))).toBe("200");
  });

  it("put claims of the environment's own into its tokens, and never in the place of ours", async () => {
    await set({ tokens: { custom_claims: { plan: "gold", seats: 4, "https://acme.dev/beta": true } } });
    const user = await signIn(app(), tenant().test, "ada@example.com");
    const [, payload = ""] = user.accessToken.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    expect(claims).toMatchObject({ plan: "gold", seats: 4, "https://acme.dev/beta": true, sub: user.id, role: "user" });
    // What was stored before a name was taken still cannot stand in the place of what is ours.
    const text = `INSERT INTO settings (environment_id, version, settings, author)
      VALUES ($1, 9, '{"tokens": {"custom_claims": {"seats": 5}}}', 'system')`;
    await app().deps.db.run({ name: "test_settings", text }, [tenant().test.environmentId]);
    app().clock.advance(6);
    const me = await call(app(), "GET", "/api/auth/me", { token: user.accessToken });
    expect(told(me)).toBe("200");
  });

  it("keep a user to so many sessions: a sign-in beyond them ends the one that was used longest ago", async () => {
    await set({ sessions: { max_per_user: 2 } });
    const users = [];
    for (let at = 0; at < 3; at += 1) users.push(await signIn(app(), tenant().test, "ada@example.com"));
    const asked = users.map(({ accessToken }) => call(app(), "GET", "/api/auth/me", { token: accessToken }));
    expect((await Promise.all(asked)).map(told)).toEqual(["401 invalid_token", "200", "200"]);
  });

  it("turn channels off", async () => {
    await set({ channels: { enabled: ["email"] } });
    expect(told(await askCode({ email: "ada@example.com" }))).toBe("200");
    const refused = await askCode({ phone: "+14155550123" });
    expect(told(refused)).toBe("400 channel_unavailable");
    expect(refused.body.detail).toBe("This environment does not send by sms");
    expect(told(await askCode({ email: "ada@example.com", channel: "hook" }))).toBe("400 channel_unavailable");
    const { challengeId } = await requestCode(app(), tenant().test.secret, { email: "bea@example.com" });
    expect(told(await askCode({ challenge_id: challengeId, channel: "discord" }))).toBe("400 channel_unavailable");
  });
});

describe("the operator and customers' settings", () => {
  it("names the environment, and is named as the author", async () => {
    expect(told(await call(app(), "GET", CONFIG, operator))).toBe("400 invalid_request");
    const path = `${CONFIG}?environment_id=${tenant().live.environmentId}`;
    const body = { version: 0, settings: { codes: { attempts: 4 } } };
    expect(told(await call(app(), "PUT", path, { ...operator, body }))).toBe("200");
    const { body: versions } = await get(`${CONFIG}/versions`, "live");
    expect(versions.data).toMatchObject([{ version: 1, author: "operator" }]);
  });
});
