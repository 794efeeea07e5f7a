import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dismissGoLive, type Member, readGoLive, readMember } from "@/lib/customers";
import { resendFromOutbox } from "@/lib/otp";
import { drainOutbox } from "@/lib/outbox";
import {
  addDomain,
  checkNow,
  type DomainRig,
  enterRecords,
  removeRecords,
  startDomainRig,
} from "@/tests/support/domains";
import { signInMemberBrowser } from "@/tests/support/members";
import { call, requestCode, signUp, type Tenant, told } from "@/tests/support/tenants";

const OWNER = "owner@northwind.dev";
const FIVE_SECONDS = 6;

let rig: DomainRig;
let tenant: Tenant;
let sessionId: string;

beforeAll(async () => {
  rig = await startDomainRig({ DEV_MODE: "true", EGRESS_ALLOW: "127.0.0.1:9" });
  tenant = await signUp(rig.app, OWNER);
  ({ sessionId } = await signInMemberBrowser(rig.app, OWNER));
});
afterAll(() => rig.close());

async function memberOf(session: string): Promise<Member> {
  const member = await readMember(rig.app.deps, session);
  if (!member) throw new Error("Nobody is signed in");
  return member;
}

const projectOf = ({ projects: [project] }: Member) => project?.id ?? "";

/** The steps that are done, in order. */
async function done(session = sessionId): Promise<string[]> {
  rig.app.clock.advance(FIVE_SECONDS);
  await drainOutbox(rig.app.deps, resendFromOutbox);
  const member = await memberOf(session);
  const steps = await readGoLive(rig.app.deps, member, projectOf(member));
  return Object.entries(steps)
    .filter(([, isDone]) => isDone)
    .map(([step]) => step);
}

const live = (method: string, path: string, body?: unknown) =>
  call(rig.app, method, path, { key: tenant.live.secret, ...(body === undefined ? {} : { body }) });

describe("the way to live", () => {
  it("begins with the keys that a sign-up by API makes, and a code in test is the first step", async () => {
    expect(await done()).toEqual(["key"]);
    await requestCode(rig.app, tenant.test.secret, { email: "ada@example.com" });
    expect(await done()).toEqual(["test_code", "key"]);
  });

  it("follows what there is: brand, origins, webhook and a code in live, and back again", async () => {
    expect(told(await live("PUT", "/api/admin/config/email", { support_email: "help@northwind.dev" }))).toBe("200");
    const { body } = await live("GET", "/api/admin/config");
    const settings = { cors: { origins: ["https://app.northwind.dev"] } };
    expect(told(await live("PUT", "/api/admin/config", { version: body.version, settings }))).toBe("200");
    const added = await live("POST", "/api/admin/webhooks", { url: "http://127.0.0.1:9/hook" });
    expect(told(added)).toBe("201");
    await requestCode(rig.app, tenant.live.secret, { email: "ada@example.com" });
    expect(await done()).toEqual(["test_code", "brand", "origins", "key", "webhook", "live_code"]);
    await live("PATCH", `/api/admin/webhooks/${added.body.id}`, { enabled: false });
    await live("PUT", "/api/admin/config/email", { support_email: null });
    expect(await done()).toEqual(["test_code", "origins", "key", "live_code"]);
  });

  it("has a domain while its records are there", async () => {
    const domain = await addDomain(rig.app, tenant.live, "mail.northwind.dev");
    enterRecords(rig.dns, domain);
    expect((await checkNow(rig.app, tenant.live, domain.id)).status).toBe("verified");
    expect(await done()).toContain("domain");
    removeRecords(rig.dns, domain);
    await checkNow(rig.app, tenant.live, domain.id);
    expect(await done()).not.toContain("domain");
  });

  it("has a provider where one of the environment's own carries a channel, and not by DEV_MODE", async () => {
    expect(await done()).not.toContain("provider");
    const account = { provider: "resend", config: { api_key: "re_for_the_test_only", from: "login@acme.dev" } };
    expect(told(await live("POST", "/api/admin/providers", account))).toBe("201");
    expect(await done()).toContain("provider");
  });

  it("has no key when all of live are revoked, whatever test has", async () => {
    const keys = "/api/admin/customers/me/api-keys";
    const { body } = await live("GET", keys);
    const ids = Array.isArray(body.data) ? body.data.map((key: { id: string }) => key.id) : [];
    expect(ids).toHaveLength(2);
    for (const id of ids) {
      await rig.app.deps.db.run(
        { name: "test_revoke", text: "UPDATE api_keys SET revoked_at = now() WHERE environment_id = $1 AND id = $2" },
        [tenant.live.environmentId, id],
      );
    }
    expect(await done()).not.toContain("key");
  });

  it("is each customer's own", async () => {
    await signUp(rig.app, "owner@other.dev");
    const other = await signInMemberBrowser(rig.app, "owner@other.dev");
    expect(await done(other.sessionId)).toEqual(["key"]);
    const stranger = await memberOf(other.sessionId);
    const theirs = projectOf(await memberOf(sessionId));
    for (const reach of [
      () => readGoLive(rig.app.deps, stranger, theirs),
      () => dismissGoLive(rig.app.deps, stranger, theirs, true),
    ]) {
      await expect(reach()).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("is put away by each member for themselves, once or twice, and taken out again", async () => {
    const { deps } = rig.app;
    const member = await memberOf(sessionId);
    const isPutAway = async () => (await memberOf(sessionId)).projects.map(({ goLiveDismissed }) => goLiveDismissed);
    expect(await isPutAway()).toEqual([false]);
    for (let time = 0; time < 2; time += 1) await dismissGoLive(deps, member, projectOf(member), true);
    expect(await isPutAway()).toEqual([true]);
    await dismissGoLive(deps, member, projectOf(member), false);
    expect(await isPutAway()).toEqual([false]);
  });
});
