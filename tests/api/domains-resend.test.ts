import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  addDomain,
  askDomains,
  checkNow,
  type DomainRig,
  enterRecords,
  removeRecords,
  startDomainRig,
} from "@/tests/support/domains";
import { call, operator, readSignedUp, type Tenant } from "@/tests/support/tenants";
import { RESEND_KEY } from "@/tests/support/vendors/resend";
import { type ResendDomains, startResendDomains } from "@/tests/support/vendors/resend-domains";

let rig: DomainRig;
let resend: ResendDomains;
let owner: Tenant;
let eve: Tenant;

/** A customer that the operator registered: no code has to be mailed for it. */
async function register(email: string): Promise<Tenant> {
  return readSignedUp(
    await call(rig.app, "POST", "/api/admin/customers", { ...operator, body: { email, name: "Acme" } }),
  );
}

beforeAll(async () => {
  resend = await startResendDomains();
  rig = await startDomainRig({ RESEND_API_KEY: RESEND_KEY, RESEND_BASE_URL: resend.url });
  owner = await register("owner@northwind.dev");
  eve = await register("eve@eve.dev");
});
afterAll(async () => {
  await rig.close();
  await resend.close();
});
beforeEach(() => {
  rig.dns.clear();
  resend.behave("accept");
});

const asked = (method: string) => resend.asked.filter((each) => each.method === method).map(({ path }) => path);

let people = 0;

/** From whom the mail of a code is, as Resend was asked to send it. */
async function senderOf({ live }: Tenant): Promise<string> {
  people += 1;
  rig.app.deps.caches.environments.forget(live.environmentId);
  const body = { email: `ada${people}@example.com` };
  expect((await call(rig.app, "POST", "/api/auth/request-otp", { key: live.secret, body })).status).toBe(200);
  const mail = resend.asked.findLast(({ path }) => path === "/emails");
  return String(JSON.parse(mail?.body ?? "{}").from);
}

describe("a domain that Resend carries mail for", () => {
  it("is entered there once its owner is proven, and sent from once it is verified there", async () => {
    const { app, dns } = rig;
    const before = resend.asked.length;
    const domain = await addDomain(app, owner.live, "mail.northwind.dev");
    await checkNow(app, owner.live, domain.id);
    expect(resend.asked.slice(before)).toEqual([]);

    enterRecords(dns, domain, "ownership");
    const entered = await checkNow(app, owner.live, domain.id);
    expect(resend.names()).toEqual(["mail.northwind.dev"]);
    expect(entered.status).toBe("checking");
    const provider = entered.records.filter(({ purpose }) => purpose === "provider");
    expect(provider.map(({ type, name, status }) => [type, name, status])).toEqual([
      ["MX", "send.mail.northwind.dev", "missing"],
      ["TXT", "send.mail.northwind.dev", "missing"],
      ["TXT", "resend._domainkey.mail.northwind.dev", "missing"],
    ]);
    expect(entered.records.find(({ purpose }) => purpose === "dkim")?.required).toBe(false);
    expect(await senderOf(owner)).toContain("login@mail.ninepin.dev");

    enterRecords(dns, entered, "ownership", "provider");
    resend.verify("mail.northwind.dev");
    const verified = await checkNow(app, owner.live, domain.id);
    expect(verified.status).toBe("verified");
    expect(verified.records.filter(({ purpose }) => purpose === "provider").map(({ status }) => status)).toEqual([
      "found",
      "found",
      "found",
    ]);
    expect(await senderOf(owner)).toContain("<login@mail.northwind.dev>");
    expect(await senderOf(eve)).toContain("login@mail.ninepin.dev");

    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
    await app.deps.settle();
    expect(resend.names()).toEqual([]);
  });

  it("is never entered there for somebody who has only asked for it", async () => {
    const domain = await addDomain(rig.app, eve.live, "victim.dev");
    const posts = asked("POST").length;
    await checkNow(rig.app, eve.live, domain.id);
    rig.dns.set("TXT", "_ninepin.victim.dev", "ninepin-verify=0000");
    await checkNow(rig.app, eve.live, domain.id);
    expect(asked("POST")).toHaveLength(posts);
    await askDomains(rig.app, eve.live, "DELETE", `/${domain.id}`);
  });

  it("is found there again by a run that was cut off, and made anew when somebody took it out", async () => {
    const { app, dns } = rig;
    resend.make("cut.dev");
    const domain = await addDomain(app, owner.live, "cut.dev");
    enterRecords(dns, domain, "ownership");
    const entered = await checkNow(app, owner.live, domain.id);
    expect(entered.records.filter(({ purpose }) => purpose === "provider")).toHaveLength(3);
    expect(resend.names()).toEqual(["cut.dev"]);
    resend.drop("cut.dev");
    await checkNow(app, owner.live, domain.id);
    expect(resend.names()).toEqual(["cut.dev"]);
    await checkNow(app, owner.live, domain.id);
    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
    await app.deps.settle();
    expect(resend.names()).toEqual([]);
  });

  it("stays there when it is deleted here, where it was there before us", async () => {
    const { app, dns } = rig;
    const deletedBefore = asked("DELETE").length;
    resend.make("theirs.dev");
    const domain = await addDomain(app, owner.live, "theirs.dev");
    enterRecords(dns, domain, "ownership");
    for (let look = 0; look < 2; look += 1) {
      const { records } = await checkNow(app, owner.live, domain.id);
      expect(records.filter(({ purpose }) => purpose === "provider")).toHaveLength(3);
    }
    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
    await app.deps.settle();
    expect(resend.names()).toEqual(["theirs.dev"]);
    expect(asked("DELETE")).toHaveLength(deletedBefore);
    resend.drop("theirs.dev");
  });

  it.each(["garbage", "reset", { status: 500, body: { name: "application_error", message: "no" } }] as const)(
    "is verified by our own key while Resend answers %j, and Resend is not asked to send as it",
    async (behaviour) => {
      const { app, dns } = rig;
      resend.behave(behaviour);
      const domain = await addDomain(app, owner.live, "own.dev");
      enterRecords(dns, domain);
      expect((await checkNow(app, owner.live, domain.id)).status).toBe("verified");
      resend.behave("accept");
      expect(await senderOf(owner)).toContain("login@mail.ninepin.dev");
      await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
    },
  );

  it("is its new owner's there too: whoever had it before takes nothing out", async () => {
    const { app, dns } = rig;
    const before = await addDomain(app, eve.live, "sold.dev");
    enterRecords(dns, before, "ownership");
    enterRecords(dns, await checkNow(app, eve.live, before.id), "ownership", "provider");
    resend.verify("sold.dev");
    expect((await checkNow(app, eve.live, before.id)).status).toBe("verified");
    removeRecords(dns, before);
    const after = await addDomain(app, owner.live, "sold.dev");
    enterRecords(dns, after, "ownership");
    expect((await checkNow(app, owner.live, after.id)).status).toBe("verified");
    await askDomains(app, eve.live, "DELETE", `/${before.id}`);
    await app.deps.settle();
    expect(resend.names()).toContain("sold.dev");
    expect(await senderOf(eve)).toContain("login@mail.ninepin.dev");
    expect(await senderOf(owner)).toContain("<login@sold.dev>");
    await askDomains(app, owner.live, "DELETE", `/${after.id}`);
    await app.deps.settle();
    expect(resend.names()).not.toContain("sold.dev");
  });
});
