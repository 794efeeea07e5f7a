import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { scopeOfEnvironment } from "@/lib/environments";
import { listMailbox, mailboxOrigin } from "@/lib/mailbox";
import { listVerifications, seenCountries } from "@/lib/messages";
import type { Receiver } from "@/tests/support/receiver";
import { call, operator, requestCode, signIn, told } from "@/tests/support/tenants";
import { addEndpoint, drainAll, startWebhookRig, type WebhookRig } from "@/tests/support/webhooks";

const Listed = z.object({
  data: z.array(z.looseObject({ id: z.string(), recipient: z.string(), state: z.string() })),
  next_cursor: z.string().nullable(),
});
const Written = z.object({
  messages: z.array(z.looseObject({ locale: z.string().nullable(), template_version: z.int().nullable() })),
});
const Whole = z.looseObject({
  state: z.string(),
  attempts: z.int(),
  took_seconds: z.number(),
  timeline: z.array(
    z.looseObject({
      type: z.string(),
      elapsed_ms: z.number(),
      actor: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
      attempts_remaining: z.int().nullable(),
      webhook: z.looseObject({ event: z.string(), status: z.string(), url: z.string() }).nullable(),
    }),
  ),
});

let rig: WebhookRig;
let receiver: Receiver;
beforeAll(async () => {
  rig = await startWebhookRig();
  [receiver = receiver] = rig.receivers;
});
afterAll(() => rig.close());

const key = () => rig.tenant.test.secret;
const ask = (method: string, path: string, asking = {}) => call(rig.app, method, path, { key: key(), ...asking });
const guess = (challengeId: string, otp: string) =>
  ask("POST", "/api/auth/verify-otp", { body: { challenge_id: challengeId, otp } });

async function list(query = "", as = key()) {
  const answered = await call(rig.app, "GET", `/api/admin/verifications${query}`, { key: as });
  expect(told(answered)).toBe("200");
  return Listed.parse(answered.body);
}

async function read(challengeId: string) {
  const answered = await ask("GET", `/api/admin/verifications/${challengeId}`);
  expect(told(answered)).toBe("200");
  return Whole.parse(answered.body);
}

describe("a verification", () => {
  it("tells of everything that happened to it, in order, and of nobody's address", async () => {
    const endpoint = await addEndpoint(rig.app, rig.tenant.test, { url: receiver.url, events: ["otp.verified"] });
    const { challengeId, code } = await requestCode(rig.app, key(), { email: "ada@example.com" });
    rig.app.clock.advance(3);
    expect(told(await guess(challengeId, "000000000"))).toBe("400 invalid_otp");
    rig.app.clock.advance(3);
    expect(told(await guess(challengeId, code))).toBe("200");
    rig.app.clock.advance(3);
    await drainAll(rig.app);
    await drainAll(rig.app);
    const whole = await read(challengeId);
    expect(whole).toMatchObject({
      state: "verified",
      attempts: 2,
      recipient: "a•••@example.com",
      delivery: "in_mailbox",
    });
    expect(whole.took_seconds).toBeGreaterThanOrEqual(6);
    const types = whole.timeline.map(({ type }) => type);
    expect(types.slice(0, 4)).toEqual(["requested", "in_mailbox", "wrong_code", "verified"]);
    expect(types.slice(4).toSorted()).toEqual(["signed_in", "user_created", "webhook"]);
    expect(whole.timeline[0]?.actor?.name).toEqual(expect.any(String));
    expect(whole.timeline[2]).toMatchObject({ attempts_remaining: 4, ip: "203.0.113.1" });
    expect(whole.timeline[2]?.elapsed_ms).toBeGreaterThanOrEqual(3000);
    expect(whole.timeline.find(({ type }) => type === "webhook")?.webhook).toMatchObject({
      endpoint_id: endpoint.id,
      url: receiver.url,
      event: "otp.verified",
      status: "delivered",
    });
    const said = JSON.stringify(whole);
    for (const secret of ["ada@", code, "np_"]) expect(said).not.toContain(secret);
    await ask("DELETE", `/api/admin/webhooks/${endpoint.id}`);
  });

  it("says in which language each message was written and by which version, also where it was the user's own", async () => {
    const written = async (challengeId: string) => {
      const { messages } = Written.parse((await ask("GET", `/api/admin/verifications/${challengeId}`)).body);
      return messages.map(({ locale, template_version: version }) => `${locale} ${version}`);
    };
    const asked = async (email: string, more = {}) =>
      (await requestCode(rig.app, key(), { email, ...more })).challengeId;
    expect(await written(await asked("fay@example.com", { locale: "de-AT" }))).toEqual(["de 0"]);
    const content = { subject: "{{code}}", preheader: null, html: "<p>{{code}}</p>", text: "{{code}}" };
    const path = "/api/admin/templates/email/sign_in/en";
    expect(told(await ask("PUT", path, { body: { version: 0, content } }))).toBe("200");
    const own = await asked("gil@example.com");
    expect(await written(own)).toEqual(["en 1"]);
    expect((await list("?template_version=1")).data.map(({ id }) => id)).toEqual([own]);
    const resent = await ask("POST", "/api/auth/request-otp", { body: { challenge_id: own, locale: "fr" } });
    expect(told(resent)).toBe("200");
    expect(await written(own)).toEqual(["en 1", "fr 0"]);

    const { accessToken } = await signIn(rig.app, rig.tenant.test, "hal@example.com");
    const changed = await call(rig.app, "PATCH", "/api/auth/me", { token: accessToken, body: { locale: "ja" } });
    expect(told(changed)).toBe("200");
    const inTheirs = await asked("hal@example.com");
    expect(await written(inTheirs)).toEqual(["ja 0"]);
    expect(told(await ask("PUT", path, { body: { version: 1, content: null } }))).toBe("200");
  });

  it("is found from its message in the Mailbox, and nobody else's is", async () => {
    const { deps } = rig.app;
    const { test, live } = rig.tenant;
    const { challengeId } = await requestCode(rig.app, key(), { email: "ivy@example.com", locale: "pt-BR" });
    const [message] = await listMailbox(deps, test.environmentId, { to: "ivy@example.com" });
    const id = message?.id ?? "";
    expect(await mailboxOrigin(deps, test.environmentId, id)).toEqual({
      challengeId,
      purpose: "sign_in",
      locale: "pt-BR",
      templateVersion: 0,
    });
    expect(await mailboxOrigin(deps, live.environmentId, id)).toBeNull();
  });

  it("of a test recipient that bounces shows it, and the suppression", async () => {
    const { challengeId } = await requestCode(rig.app, key(), { email: "bounced+timeline@ninepin.test" });
    rig.app.clock.advance(3);
    await drainAll(rig.app);
    const whole = await read(challengeId);
    expect(whole).toMatchObject({ delivery: "bounced", suppression: { reason: "bounced" } });
    expect(whole.timeline.map(({ type }) => type)).toContain("bounced");
    const path = `/api/admin/verifications/${challengeId}/suppression`;
    expect(told(await ask("DELETE", path))).toBe("204");
    expect(told(await ask("DELETE", path))).toBe("404 not_found");
  });

  it("can be ended: no code of it is right any more, and a guess hears only that", async () => {
    const { challengeId, code } = await requestCode(rig.app, key(), { email: "cyd@example.com" });
    const path = `/api/admin/verifications/${challengeId}/cancel`;
    expect(told(await call(rig.app, "POST", path, { key: rig.tenant.live.secret }))).toBe("404 not_found");
    expect(told(await ask("POST", path))).toBe("204");
    expect(told(await ask("POST", path))).toBe("409 conflict");
    expect((await guess(challengeId, code)).body).toMatchObject({ code: "invalid_otp", reason: "expired" });
    await drainAll(rig.app);
    const { state, timeline } = await read(challengeId);
    expect(state).toBe("expired");
    expect(timeline.at(-1)?.type).toBe("cancelled");
  });

  it("that was never, or is another environment's, is not found", async () => {
    const { challengeId } = await requestCode(rig.app, key(), { email: "dan@example.com" });
    for (const path of [challengeId, "019a9d8e-0000-7000-8000-0000000000ff", "no-id"]) {
      const answered = await call(rig.app, "GET", `/api/admin/verifications/${path}`, { key: rig.tenant.live.secret });
      expect(told(answered)).toBe("404 not_found");
    }
    const named = `?environment_id=${rig.tenant.test.environmentId}`;
    expect(told(await call(rig.app, "GET", `/api/admin/verifications/${challengeId}${named}`, operator))).toBe("200");
  });
});

describe("the list of verifications", () => {
  it("goes from page to page, newest first, and shows each once", async () => {
    const made: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      made.unshift((await requestCode(rig.app, key(), { email: `page${at}@example.com` })).challengeId);
      rig.app.clock.advance(1);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: z.infer<typeof Listed> = await list(`?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen.slice(0, 5)).toEqual(made);
    expect(new Set(seen).size).toBe(seen.length);
    const foreign = (await list("?limit=1")).next_cursor;
    const answered = await call(rig.app, "GET", `/api/admin/verifications?cursor=${foreign}`, {
      key: rig.tenant.live.secret,
    });
    expect(told(answered)).toBe("400 invalid_request");
    expect((await list("", rig.tenant.live.secret)).data).toEqual([]);
  });

  it("is narrowed by result, channel, country, recipient, key, template and time", async () => {
    await signIn(rig.app, rig.tenant.test, "eve@example.com");
    const phone = await requestCode(rig.app, key(), { phone: "+14155550100" });
    await drainAll(rig.app);
    const idsOf = async (query: string) => (await list(query)).data.map(({ id }) => id);
    const verified = await list("?state=verified&recipient=Eve@Example.com");
    expect(verified.data).toEqual([expect.objectContaining({ recipient: "e•••@example.com", state: "verified" })]);
    expect(await idsOf("?state=waiting&recipient=eve@example.com")).toEqual([]);
    expect(await idsOf("?channel=sms")).toEqual([phone.challengeId]);
    expect(await idsOf("?channel=voice")).toEqual([]);
    expect(await idsOf(`?recipient=${encodeURIComponent("+1 415 555 0100")}`)).toEqual([phone.challengeId]);
    expect(await idsOf("?template_version=7")).toEqual([]);
    expect(await idsOf("?country=US")).toEqual([phone.challengeId]);
    expect(await idsOf("?country=US&channel=sms&state=waiting")).toEqual([phone.challengeId]);
    expect(await idsOf("?country=GB")).toEqual([]);
    expect(await idsOf("?country=US&recipient=eve@example.com")).toEqual([]);

    const { timeline } = await read(phone.challengeId);
    const keyId = timeline[0]?.actor?.id.slice("key:".length);
    expect(await idsOf(`?api_key_id=${keyId}&channel=sms`)).toEqual([phone.challengeId]);
    expect(await idsOf("?api_key_id=019a9d8e-0000-7000-8000-0000000000ff")).toEqual([]);
    const later = new Date(rig.app.clock.now().getTime() + 60_000).toISOString();
    expect(await idsOf(`?from=${later}`)).toEqual([]);
    expect(await idsOf(`?to=${later}&channel=sms`)).toEqual([phone.challengeId]);
    expect(await idsOf("?to=2026-01-01T00:00:00Z")).toEqual([]);
    for (const [query, answer] of [
      ["?recipient=a@b@c", "400 invalid_email"],
      ["?recipient=12", "400 invalid_phone"],
      ["?state=met", "400 invalid_request"],
      ["?channel=fax", "400 invalid_request"],
      ["?country=us", "400 invalid_request"],
      ["?country=XX", "400 invalid_request"],
      ["?colour=red", "400 invalid_request"],
    ] as const) {
      expect(told(await ask("GET", `/api/admin/verifications${query}`)), query).toBe(answer);
    }
  });

  it("knows the countries of the numbers that codes were asked for, each once, and of no other environment", async () => {
    const { deps } = rig.app;
    const scopeOf = ({ environmentId }: { environmentId: string }) =>
      scopeOfEnvironment(deps, { environment: null, actor: { type: "operator" }, client: null }, environmentId);
    for (const phone of ["+447400123456", "+4915112345678", "+447400123457"]) {
      await requestCode(rig.app, key(), { phone });
    }
    expect(await seenCountries(deps, await scopeOf(rig.tenant.test))).toEqual(["DE", "GB", "US"]);
    expect(await seenCountries(deps, await scopeOf(rig.tenant.live))).toEqual([]);
    expect((await list("?country=GB&limit=1")).next_cursor).toEqual(expect.any(String));
  });

  it("looks at no more than so many, and its cursor goes on behind them", async () => {
    const { deps } = rig.app;
    const scope = await scopeOfEnvironment(
      deps,
      { environment: null, actor: { type: "operator" }, client: null },
      rig.tenant.test.environmentId,
    );
    const nothing = {
      channel: "voice",
      state: null,
      recipient: null,
      country: null,
      templateVersion: null,
      apiKeyId: null,
    } as const;
    const asked = { ...nothing, from: null, to: null, limit: 20 };
    const pages: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listVerifications>> = await listVerifications(
        deps,
        scope,
        { ...asked, cursor },
        { scan: 3 },
      );
      expect(page.data).toEqual([]);
      cursor = page.nextCursor;
      pages.push(cursor);
    } while (cursor !== null);
    const all = (await list("?limit=100")).data.length;
    expect(pages).toHaveLength(Math.floor(all / 3) + 1);
  });

  it("needs the scope to read, and changes need the one to write", async () => {
    const made = await ask("POST", "/api/admin/customers/me/api-keys", {
      body: { name: "reads", type: "secret", scopes: ["verifications:read"] },
    });
    const reader = { key: z.string().parse(made.body.key) };
    expect(told(await call(rig.app, "GET", "/api/admin/verifications", reader))).toBe("200");
    const body = { email: "bea@example.com" };
    const refused = await call(rig.app, "POST", "/api/admin/suppressions/remove", { ...reader, body });
    expect(told(refused)).toBe("403 forbidden");
  });
});
