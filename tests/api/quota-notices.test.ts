import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { insertMember } from "@/db/queries/members";
import { insertNotice } from "@/db/queries/notices";
import { warnOfQuotas } from "@/lib/billing";
import { readMember, setQuotaAlerts } from "@/lib/customers";
import { environmentOf } from "@/lib/environments";
import { resendFromOutbox } from "@/lib/otp";
import { drainOutbox } from "@/lib/outbox";
import type { Scope } from "@/lib/ports";
import { startApp, type TestApp } from "@/tests/support/app";
import { signInMemberBrowser } from "@/tests/support/members";
import { setQuota } from "@/tests/support/quotas";
import { call, operator, signUp, type Tenant } from "@/tests/support/tenants";

let app: TestApp;
let tenants = 0;

beforeAll(async () => {
  // DEV_MODE lets live send into the Mailbox: what is metered is metered the same.
  app = await startApp({ env: { DEV_MODE: "true" }, drain: false });
});
afterAll(() => app.close());

/** A customer with so many codes a day, and more than enough a month. */
async function customer(daily: number): Promise<Tenant> {
  tenants += 1;
  const tenant = await signUp(app, `owner${tenants}@acme.dev`);
  await setQuota(app, tenant, { daily, monthly: 1_000 });
  return tenant;
}

const ask = ({ live }: Tenant, email: string) =>
  call(app, "POST", "/api/auth/request-otp", { key: live.secret, body: { email } });

const Mails = z.object({ data: z.array(z.object({ subject: z.string().nullable(), text: z.string() })) });

/** What came to an owner from Ninepin itself, newest first. */
async function mailsTo(owner: string): Promise<z.output<typeof Mails>["data"]> {
  const { body } = await call(app, "GET", `/api/test/messages?to=${owner}`, operator);
  return Mails.parse(body).data;
}

/** The subjects of the mails about a quota of the day that came to a member. */
async function ofQuota(address: string): Promise<(string | null)[]> {
  const mails = await mailsTo(address);
  return mails.map(({ subject }) => subject).filter((subject) => /this day|This day/.test(subject ?? ""));
}

async function scopeOf({ live }: Tenant, memberId: string, role: "owner" | "viewer"): Promise<Scope> {
  const environment = await environmentOf(app.deps, live.environmentId);
  if (!environment) throw new Error("There is no such environment");
  return { environment, actor: { type: "member", memberId, role }, client: null };
}

/** Another member of the customer, who is mailed at these percents. Their address. */
async function viewerAt(tenant: Tenant, percents: readonly number[]): Promise<string> {
  const id = randomUUID();
  const email = `${id}@acme.dev`;
  await insertMember(app.deps.db.orm, { id, customerId: tenant.customerId, email, role: "viewer" });
  await setQuotaAlerts(app.deps, await scopeOf(tenant, id, "viewer"), percents);
  return email;
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

describe("the notices of a quota", () => {
  it("warn at 80 %, tell when it is used up, each once", async () => {
    const tenant = await customer(5);
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
    const theirs = mails.filter(({ subject }) => /codes/.test(subject ?? ""));
    expect(theirs.sort((a, b) => (a.subject ?? "").localeCompare(b.subject ?? "", "en"))).toMatchObject([
      { subject: "80 % of this day’s codes are used", text: expect.stringContaining("4 of 5 codes were sent") },
      { subject: "This day’s codes are used up", text: expect.stringContaining("All 5 codes of this day were sent.") },
    ]);
  });

  it("do not warn the owners of what is used up already", async () => {
    const tenant = await customer(1);
    await ask(tenant, "only@example.com");
    await warnOfQuotas(app.deps);
    await app.deps.jobs.drain(app.deps, 5);
    expect((await events(tenant)).map(({ type }) => type).sort()).toEqual(["quota.exceeded", "quota.warning"]);
    expect(await ofQuota(`owner${tenants}@acme.dev`)).toEqual(["This day’s codes are used up"]);
  });

  it("go to whoever chose that percent, in whichever role, and to webhooks only from the second on", async () => {
    const tenant = await customer(4);
    const owner = `owner${tenants}@acme.dev`;
    const { sessionId } = await signInMemberBrowser(app, owner);
    const member = await readMember(app.deps, sessionId);
    expect(member?.quotaAlerts).toEqual([80, 100]);
    await setQuotaAlerts(app.deps, await scopeOf(tenant, member?.id ?? "", "owner"), [100]);
    const viewer = await viewerAt(tenant, [50]);
    for (const email of ["m1@example.com", "m2@example.com"]) await ask(tenant, email);
    for (let time = 0; time < 2; time += 1) await warnOfQuotas(app.deps);
    expect(await events(tenant)).toEqual([]);
    await app.deps.jobs.drain(app.deps, 5);
    expect(await ofQuota(viewer)).toEqual(["50 % of this day’s codes are used"]);
    expect(await ofQuota(owner)).toEqual([]);
    for (const email of ["m3@example.com", "m4@example.com"]) await ask(tenant, email);
    await warnOfQuotas(app.deps);
    expect((await events(tenant)).map(({ type }) => type).sort()).toEqual(["quota.exceeded", "quota.warning"]);
    await app.deps.jobs.drain(app.deps, 5);
    expect(await ofQuota(viewer)).toEqual(["50 % of this day’s codes are used"]);
    expect(await ofQuota(owner)).toEqual(["This day’s codes are used up"]);
  });

  it.each([
    { sent: 9, chosen: [50], highest: "80 % of this day’s codes are used", nobody: [100] },
    { sent: 10, chosen: [50, 80], highest: "This day’s codes are used up", nobody: [] },
  ])(
    "go once to whoever chose any of the percents that $sent codes of 10 pass at once, in the words of the highest",
    async ({ sent, chosen, highest, nobody }) => {
      const tenant = await customer(10);
      const viewer = await viewerAt(tenant, chosen);
      const another = await viewerAt(tenant, nobody);
      for (let at = 0; at < sent; at += 1) await ask(tenant, `burst${at}@example.com`);
      for (let time = 0; time < 2; time += 1) await warnOfQuotas(app.deps);
      await app.deps.jobs.drain(app.deps, 5);
      expect(await ofQuota(viewer)).toEqual([highest]);
      expect(await ofQuota(`owner${tenants}@acme.dev`)).toEqual([highest]);
      expect(await ofQuota(another)).toEqual([]);
      for (const { data } of await events(tenant))
        expect(data, "webhooks are told as ever").not.toHaveProperty("passed");
    },
  );

  it("that were queued before they said what was passed at once go to whoever chose their percent", async () => {
    const tenant = await customer(10);
    const [half, most] = [await viewerAt(tenant, [50]), await viewerAt(tenant, [80])];
    const at = app.clock.now();
    const data = { period: "day", used: 9, limit: 10, percent: 80, resets_at: "2026-11-21T00:00:00Z" };
    const notice = { id: randomUUID(), environmentId: tenant.live.environmentId, type: "quota.warning", data, at };
    await app.deps.db.transaction((tx) => insertNotice(tx, notice));
    await app.deps.jobs.drain(app.deps, 5);
    expect(await ofQuota(most)).toEqual(["80 % of this day’s codes are used"]);
    expect(await ofQuota(half)).toEqual([]);
  });

  it("are chosen of those that are offered, by members, and the choice stands in the log", async () => {
    const tenant = await customer(4);
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
