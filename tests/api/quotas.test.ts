import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { insertMember } from "@/db/queries/members";
import { resizeQuotaSlots } from "@/db/queries/quota-slots";
import { warnOfQuotas } from "@/lib/billing";
import { readMember, setQuotaAlerts } from "@/lib/customers";
import { environmentOf } from "@/lib/environments";
import { resendFromOutbox } from "@/lib/otp";
import { drainOutbox } from "@/lib/outbox";
import type { Scope } from "@/lib/ports";
import { startApp, type TestApp } from "@/tests/support/app";
import { signInMemberBrowser } from "@/tests/support/members";
import { type Answered, call, operator, signUp, type Tenant, told } from "@/tests/support/tenants";

const DAY_SECONDS = 86_400;

let app: TestApp;
let tenants = 0;

beforeAll(async () => {
  // DEV_MODE lets live send into the Mailbox: what is metered is metered the same.
  app = await startApp({ env: { DEV_MODE: "true" }, drain: false });
});
afterAll(() => app.close());

/** A customer with so many codes a day and a month; null leaves the plan's. */
async function customer(daily: number | null, monthly: number | null): Promise<Tenant> {
  tenants += 1;
  const tenant = await signUp(app, `owner${tenants}@acme.dev`);
  await setQuota(tenant, daily, monthly);
  return tenant;
}

async function setQuota(tenant: Tenant, daily: number | null, monthly: number | null): Promise<void> {
  await app.deps.db.run(
    { name: "set_quota", text: "UPDATE customers SET daily_quota = $2, monthly_quota = $3 WHERE id = $1" },
    [tenant.customerId, daily, monthly],
  );
  for (const kind of ["test", "live"] as const) app.deps.caches.environments.forget(tenant[kind].environmentId);
  app.clock.advance(6);
}

const resize = ({ customerId }: Tenant, quota: number) =>
  app.deps.db.transaction((tx) => resizeQuotaSlots(tx, app.clock.offsetSeconds(), { customerId, span: "day", quota }));

const ask = (tenant: Tenant, email: string, kind: "test" | "live" = "live") =>
  call(app, "POST", "/api/auth/request-otp", { key: tenant[kind].secret, body: { email } });

const quotaOf = ({ headers }: Answered) =>
  ["limit", "remaining", "period"].map((name) => headers.get(`x-quota-${name}`)).join(" ");

const Mails = z.object({ data: z.array(z.object({ subject: z.string().nullable(), text: z.string() })) });

/** What came to an owner from Ninepin itself, newest first. */
async function mailsTo(owner: string): Promise<z.output<typeof Mails>["data"]> {
  const { body } = await call(app, "GET", `/api/test/messages?to=${owner}`, operator);
  return Mails.parse(body).data;
}

async function events(tenant: Tenant): Promise<{ type: string; data: unknown }[]> {
  await drainOutbox(app.deps, resendFromOutbox);
  return app.deps.db.run<{ type: string; data: unknown }>(
    {
      name: "quota_events",
      text: "SELECT type, data FROM audit_log WHERE environment_id = $1 AND type LIKE 'quota.%' ORDER BY seq",
    },
    [tenant.live.environmentId],
  );
}

describe("the quota of a customer", () => {
  it("is there for the first codes of a day, however many are asked for at once", async () => {
    const tenant = await customer(60, 60);
    const asked = Array.from({ length: 70 }, (_, at) => ask(tenant, `first${at}@example.com`));
    const answers = (await Promise.all(asked)).map(told).sort();
    expect(answers.filter((answer) => answer === "200")).toHaveLength(60);
    expect(new Set(answers)).toEqual(new Set(["200", "429 quota_exceeded"]));
  });

  it("says in every answer what is left, of the day or of the month, whichever is less", async () => {
    const tenant = await customer(5, 7);
    expect(quotaOf(await ask(tenant, "a1@example.com"))).toBe("5 4 day");
    await setQuota(tenant, 5, 3);
    expect(quotaOf(await ask(tenant, "a2@example.com")).endsWith("month")).toBe(true);
  });

  it("lets exactly the last code pass, and refuses the next until the day ends", async () => {
    const tenant = await customer(3, 100);
    const answers = [];
    for (let at = 0; at < 4; at += 1) answers.push(await ask(tenant, `b${at}@example.com`));
    expect(answers.map(told)).toEqual(["200", "200", "200", "429 quota_exceeded"]);
    const refused = answers.at(-1);
    expect(refused && quotaOf(refused)).toBe("3 0 day");
    const wait = Number(refused?.headers.get("retry-after"));
    expect(wait).toBe(Number(refused?.headers.get("x-quota-reset")));
    expect(wait).toBeLessThanOrEqual(DAY_SECONDS);
    app.clock.advance(wait + 1);
    expect(told(await ask(tenant, "b9@example.com"))).toBe("200");
  });

  it("holds for the month when the day has more", async () => {
    const tenant = await customer(100, 2);
    const answers = [];
    for (let at = 0; at < 3; at += 1) answers.push(await ask(tenant, `c${at}@example.com`));
    expect(answers.map(told)).toEqual(["200", "200", "429 quota_exceeded"]);
    expect(answers.at(-1)?.headers.get("ratelimit-policy")).toMatch(/^"quota\.monthly";q=2;w=\d+$/);
  });

  it("does not touch a test environment, which is told of none", async () => {
    const tenant = await customer(1, 1);
    for (let at = 0; at < 3; at += 1) {
      const answered = await ask(tenant, `d${at}@example.com`, "test");
      expect(told(answered)).toBe("200");
      expect(answered.headers.get("x-quota-limit")).toBeNull();
    }
  });

  it("counts nothing for a code that was refused for another reason", async () => {
    const tenant = await customer(10, 10);
    await ask(tenant, "e@example.com");
    const refused = await ask(tenant, "e@example.com");
    expect(told(refused)).toBe("429 resend_cooldown");
    expect(quotaOf(await ask(tenant, "e2@example.com"))).toBe("10 8 day");
  });

  it("that is made larger or smaller in the middle of the day keeps what was used", async () => {
    const tenant = await customer(2, 100);
    for (let at = 0; at < 2; at += 1) await ask(tenant, `f${at}@example.com`);
    await setQuota(tenant, 4, 100);
    await resize(tenant, 4);
    expect(quotaOf(await ask(tenant, "f3@example.com"))).toBe("4 1 day");
    await setQuota(tenant, 1, 100);
    await resize(tenant, 1);
    expect(told(await ask(tenant, "f4@example.com"))).toBe("429 quota_exceeded");
  });

  it("that is spent counts its refusals nowhere: whoever waited for a larger one has all their codes left", async () => {
    const tenant = await customer(1, 100);
    await ask(tenant, "h1@example.com");
    for (let at = 0; at < 4; at += 1) expect(told(await ask(tenant, "h2@example.com"))).toBe("429 quota_exceeded");
    await setQuota(tenant, 100, 100);
    await resize(tenant, 100);
    for (let at = 0; at < 3; at += 1) {
      expect(told(await ask(tenant, "h2@example.com"))).toBe("200");
      app.clock.advance(31);
    }
    expect(told(await ask(tenant, "h2@example.com"))).toBe("429 rate_limited");
  });

  it("is what the customer's row says when its slots are made, however old what the process knows", async () => {
    const tenant = await customer(1, 100);
    // Behind the process's back, and within the five seconds.
    const raise = "UPDATE customers SET daily_quota = 5 WHERE id = $1";
    await app.deps.db.run({ name: "raise_quota", text: raise }, [tenant.customerId]);
    for (let at = 0; at < 5; at += 1) expect(told(await ask(tenant, `i${at}@example.com`))).toBe("200");
    expect(told(await ask(tenant, "i9@example.com"))).toBe("429 quota_exceeded");
  });

  it("that grows has as many slots as one that was large from the start", async () => {
    const tenant = await customer(10, 100);
    await ask(tenant, "j@example.com");
    await resize(tenant, 1_000);
    const slots = await app.deps.db.run<{ cap: number }>(
      {
        name: "slots",
        text: "SELECT cap FROM customer_quota_slots WHERE customer_id = $1 AND span = 'day' ORDER BY slot",
      },
      [tenant.customerId],
    );
    expect(slots).toHaveLength(16);
    expect(slots.reduce((sum, { cap }) => sum + cap, 0)).toBe(1_000);
  });

  it("comes from the plan where the operator set none", async () => {
    const tenant = await customer(null, null);
    const environment = await environmentOf(app.deps, tenant.live.environmentId);
    expect(environment?.plan).toBe("free");
    expect(quotaOf(await ask(tenant, "g@example.com"))).toBe("1000 999 day");
  });
});

describe("the notices of a quota", () => {
  it("warn at 80 %, tell when it is used up, each once", async () => {
    const tenant = await customer(5, 100);
    for (let at = 0; at < 3; at += 1) await ask(tenant, `n${at}@example.com`);
    await warnOfQuotas(app.deps);
    expect(await events(tenant)).toEqual([]);
    await ask(tenant, "n3@example.com");
    await warnOfQuotas(app.deps);
    await warnOfQuotas(app.deps);
    expect((await events(tenant)).map(({ type }) => type)).toEqual(["quota.warning"]);
    await ask(tenant, "n4@example.com");
    await Promise.all([warnOfQuotas(app.deps), warnOfQuotas(app.deps)]);
    const told = await events(tenant);
    expect(told.map(({ type }) => type)).toEqual(["quota.warning", "quota.exceeded"]);
    expect(told[1]?.data).toMatchObject({ period: "day", used: 5, limit: 5, percent: 100 });
    await app.deps.jobs.drain(app.deps, 5);
    const mails = await mailsTo(`owner${tenants}@acme.dev`);
    // Both go out at once: either may arrive first.
    const ofQuota = mails.filter(({ subject }) => /codes/.test(subject ?? ""));
    expect(ofQuota.sort((a, b) => (a.subject ?? "").localeCompare(b.subject ?? "", "en"))).toMatchObject([
      { subject: "80 % of this day’s codes are used", text: expect.stringContaining("4 of 5 codes were sent") },
      { subject: "This day’s codes are used up", text: expect.stringContaining("All 5 codes of this day were sent.") },
    ]);
  });

  it("do not warn the owners of what is used up already", async () => {
    const tenant = await customer(1, 100);
    await ask(tenant, "only@example.com");
    await warnOfQuotas(app.deps);
    await app.deps.jobs.drain(app.deps, 5);
    expect((await events(tenant)).map(({ type }) => type).sort()).toEqual(["quota.exceeded", "quota.warning"]);
    const mails = await mailsTo(`owner${tenants}@acme.dev`);
    expect(mails.map(({ subject }) => subject).filter((subject) => /this day|This day/.test(subject ?? ""))).toEqual([
      "This day’s codes are used up",
    ]);
  });

  it("go to whoever chose that percent, in whichever role, and to webhooks only from the second on", async () => {
    const tenant = await customer(4, 100);
    const owner = `owner${tenants}@acme.dev`;
    const { sessionId } = await signInMemberBrowser(app, owner);
    const scopeOf = async (memberId: string, role: "owner" | "viewer"): Promise<Scope> => {
      const environment = await environmentOf(app.deps, tenant.live.environmentId);
      if (!environment) throw new Error("There is no such environment");
      return { environment, actor: { type: "member", memberId, role }, client: null };
    };
    const member = await readMember(app.deps, sessionId);
    expect(member?.quotaAlerts).toEqual([80, 100]);
    await setQuotaAlerts(app.deps, await scopeOf(member?.id ?? "", "owner"), [100]);
    const viewerId = randomUUID();
    await insertMember(app.deps.db.orm, {
      id: viewerId,
      customerId: tenant.customerId,
      email: `viewer${tenants}@acme.dev`,
      role: "viewer",
    });
    await setQuotaAlerts(app.deps, await scopeOf(viewerId, "viewer"), [50]);
    for (const email of ["m1@example.com", "m2@example.com"]) await ask(tenant, email);
    for (let time = 0; time < 2; time += 1) await warnOfQuotas(app.deps);
    expect(await events(tenant)).toEqual([]);
    await app.deps.jobs.drain(app.deps, 5);
    const ofQuota = async (address: string) =>
      (await mailsTo(address))
        .map(({ subject }) => subject)
        .filter((subject) => /this day|This day/.test(subject ?? ""));
    expect(await ofQuota(`viewer${tenants}@acme.dev`)).toEqual(["50 % of this day’s codes are used"]);
    expect(await ofQuota(owner)).toEqual([]);
    for (const email of ["m3@example.com", "m4@example.com"]) await ask(tenant, email);
    await warnOfQuotas(app.deps);
    expect((await events(tenant)).map(({ type }) => type).sort()).toEqual(["quota.exceeded", "quota.warning"]);
    await app.deps.jobs.drain(app.deps, 5);
    expect(await ofQuota(`viewer${tenants}@acme.dev`)).toEqual(["50 % of this day’s codes are used"]);
    expect(await ofQuota(owner)).toEqual(["This day’s codes are used up"]);
  });

  it("are chosen of those that are offered, by members, and the choice stands in the log", async () => {
    const tenant = await customer(4, 100);
    const { sessionId } = await signInMemberBrowser(app, `owner${tenants}@acme.dev`);
    const member = await readMember(app.deps, sessionId);
    const environment = await environmentOf(app.deps, tenant.live.environmentId);
    if (!member || !environment) throw new Error("Nobody is signed in");
    const scope: Scope = { environment, actor: { type: "member", memberId: member.id, role: "owner" }, client: null };
    for (const percents of [[60], [80, Number.NaN], [80, 80.5]]) {
      await expect(setQuotaAlerts(app.deps, scope, percents)).rejects.toMatchObject({ code: "invalid_request" });
    }
    const byKey: Scope = { ...scope, actor: { type: "operator" } };
    await expect(setQuotaAlerts(app.deps, byKey, [80])).rejects.toMatchObject({ code: "forbidden" });
    await setQuotaAlerts(app.deps, scope, []);
    await setQuotaAlerts(app.deps, scope, []);
    expect((await readMember(app.deps, sessionId))?.quotaAlerts).toEqual([]);
    await drainOutbox(app.deps, resendFromOutbox);
    const told = await app.deps.db.run<{ context: unknown }>(
      {
        name: "alerts_told",
        text: "SELECT context FROM audit_log WHERE environment_id = $1 AND type = 'member.alerts_changed'",
      },
      [tenant.live.environmentId],
    );
    expect(told.map(({ context }) => context)).toMatchObject([
      { before: { quota_alerts: [80, 100] }, after: { quota_alerts: [] } },
    ]);
  });
});
