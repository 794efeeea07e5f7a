import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { readSharedDomain } from "@/lib/domains";
import {
  addDomain,
  askDomains,
  checkNow,
  type DomainRig,
  enterRecords,
  passTime,
  removeRecords,
  type ShownDomain,
  shown,
  startDomainRig,
} from "@/tests/support/domains";
import { call, operator, signUp, type Tenant, told } from "@/tests/support/tenants";

const Mailed = z.object({ data: z.array(z.object({ subject: z.string(), text: z.string(), html: z.string() })) });

let rig: DomainRig;
let owner: Tenant;
let eve: Tenant;

beforeAll(async () => {
  rig = await startDomainRig();
  owner = await signUp(rig.app, "owner@northwind.dev");
  eve = await signUp(rig.app, "eve@eve.dev");
});
afterAll(() => rig.close());
beforeEach(() => rig.dns.clear());

const read = async (tenant: Tenant, domain: string) =>
  shown(await askDomains(rig.app, tenant.live, "GET", `/${domain}/status`));

/** Both environments' tokens in DNS, and the DKIM keys of both. */
function enterBoth(mine: ShownDomain, theirs: ShownDomain): void {
  enterRecords(rig.dns, mine);
  enterRecords(rig.dns, theirs, "dkim");
  const tokens = [mine, theirs].map(({ records }) => records[0]?.value ?? "");
  rig.dns.set("TXT", `_ninepin.${mine.domain}`, ...tokens);
}

describe("somebody else's domain", () => {
  it("is not proven by its owner's records", async () => {
    const { app, dns } = rig;
    const mine = await addDomain(app, owner.live, "victim.dev");
    enterRecords(dns, mine);
    const theirs = await addDomain(app, eve.live, "victim.dev");
    const looked = await checkNow(app, eve.live, theirs.id);
    expect(looked.status).toBe("checking");
    expect(looked.records[0]).toMatchObject({ status: "wrong", problem: "wrong_value" });
    expect((await checkNow(app, owner.live, mine.id)).status).toBe("verified");
    for (const [tenant, { id }] of [
      [owner, mine],
      [eve, theirs],
    ] as const) {
      await askDomains(app, tenant.live, "DELETE", `/${id}`);
    }
  });

  it("is not proven by all the other records, nor by a text that only looks like its token", async () => {
    const { app, dns } = rig;
    const { id, ...domain } = await addDomain(app, owner.live, "token.dev");
    const [ownership] = domain.records;
    const others = domain.records.map(({ purpose }) => purpose).filter((purpose) => purpose !== "ownership");
    enterRecords(dns, { id, ...domain }, ...others);
    const { name = "", value = "" } = ownership ?? {};
    const near = [null, "ninepin-verify=", value.slice(0, -1), `${value}0`, value.toUpperCase(), `see ${value}`];
    for (const text of near) {
      if (text !== null) dns.set("TXT", name, text);
      const looked = await checkNow(app, owner.live, id);
      expect([looked.status, looked.verified_at], String(text)).toEqual(["checking", null]);
    }
    dns.set("TXT", name, "another text", value);
    expect((await checkNow(app, owner.live, id)).status).toBe("verified");
    await askDomains(app, owner.live, "DELETE", `/${id}`);
  });

  it("cannot be told from a free one by asking for it", async () => {
    const { app, dns } = rig;
    const mine = await addDomain(app, owner.live, "secret.dev");
    enterRecords(dns, mine);
    await checkNow(app, owner.live, mine.id);
    const [taken, free] = [await addDomain(app, eve.live, "secret.dev"), await addDomain(app, eve.live, "free.dev")];
    const [one, two] = [await checkNow(app, eve.live, taken.id), await checkNow(app, eve.live, free.id)];
    expect([one.status, one.verified_at]).toEqual([two.status, two.verified_at]);
    for (const { id } of [taken, free]) await askDomains(app, eve.live, "DELETE", `/${id}`);
    await askDomains(app, owner.live, "DELETE", `/${mine.id}`);
  });

  it("stays its owner's for as long as the owner's record is in DNS, whoever else proves it", async () => {
    const { app } = rig;
    const mine = await addDomain(app, owner.live, "shared.dev");
    enterRecords(rig.dns, mine);
    await checkNow(app, owner.live, mine.id);
    const theirs = await addDomain(app, eve.live, "shared.dev");
    enterBoth(mine, theirs);
    const looked = await checkNow(app, eve.live, theirs.id);
    expect(looked).toMatchObject({ status: "checking", verified_at: null });
    expect(looked.records[0]).toMatchObject({
      problem: "taken",
      detail: expect.stringContaining("Another environment"),
    });
    expect((await checkNow(app, owner.live, mine.id)).status).toBe("verified");
    for (const [tenant, { id }] of [
      [owner, mine],
      [eve, theirs],
    ] as const) {
      await askDomains(app, tenant.live, "DELETE", `/${id}`);
    }
  });

  it("is its new owner's at once, without the grace of whoever had it before", async () => {
    const { app, dns } = rig;
    const before = await addDomain(app, eve.live, "sold.dev");
    enterRecords(dns, before);
    await checkNow(app, eve.live, before.id);
    removeRecords(dns, before);
    const after = await addDomain(app, owner.live, "sold.dev");
    enterRecords(dns, after);
    expect((await checkNow(app, owner.live, after.id)).status).toBe("verified");
    expect(await read(eve, before.id)).toMatchObject({ status: "failed", verified_at: null });
    expect((await checkNow(app, eve.live, before.id)).status).toBe("failed");
    await askDomains(app, eve.live, "DELETE", `/${before.id}`);
    expect((await read(owner, after.id)).status).toBe("verified");
    await askDomains(app, owner.live, "DELETE", `/${after.id}`);
  });

  it("goes to one of two who prove it at the same moment", async () => {
    const { app } = rig;
    const [mine, theirs] = [await addDomain(app, owner.live, "race.dev"), await addDomain(app, eve.live, "race.dev")];
    enterBoth(mine, theirs);
    app.clock.advance(11);
    const looked = await Promise.all([
      askDomains(app, owner.live, "POST", `/${mine.id}/verify`),
      askDomains(app, eve.live, "POST", `/${theirs.id}/verify`),
    ]);
    expect(looked.map((each) => shown(each).status).toSorted()).toEqual(["checking", "verified"]);
    await passTime(app, 60);
    const states = [(await read(owner, mine.id)).status, (await read(eve, theirs.id)).status];
    expect(states.toSorted()).toEqual(["checking", "verified"]);
    for (const [tenant, { id }] of [
      [owner, mine],
      [eve, theirs],
    ] as const) {
      await askDomains(app, tenant.live, "DELETE", `/${id}`);
    }
  });

  it("is told of where it is one's own other environment that has it", async () => {
    const { app, dns } = rig;
    const mine = await addDomain(app, owner.live, "both.dev");
    enterRecords(dns, mine);
    await checkNow(app, owner.live, mine.id);
    const refused = await askDomains(app, owner.test, "POST", "/verify", { body: { domain: "both.dev" } });
    expect(told(refused)).toBe("409 conflict");
    expect(refused.body.detail).toContain("live");
    await askDomains(app, owner.live, "DELETE", `/${mine.id}`);
  });
});

describe("the page for whoever runs the DNS", () => {
  const share = (tenant: Tenant, id: string, body: object = {}) =>
    askDomains(rig.app, tenant.live, "POST", `/${id}/share`, { body });

  it("is mailed, keeps no token, and is gone when it is taken back, or after seven days", async () => {
    const { app } = rig;
    rig.dns.set("NS", "page.dev", "ns1.page-host.dev");
    const domain = await addDomain(app, owner.live, "page.dev");
    const made = await share(owner, domain.id, { email: "dns@agency.dev" });
    expect(made.status).toBe(201);
    const token = String(made.body.url).split("/d/")[1] ?? "";
    const page = await readSharedDomain(app.deps, token);
    expect(page.project).toBe("Acme");
    expect(page.domain).toMatchObject({ name: "page.dev", status: "not_started" });
    expect(JSON.stringify(page)).not.toContain(owner.live.environmentId);

    const mailed = await call(app, "GET", "/api/test/messages?to=dns@agency.dev", operator);
    expect(JSON.stringify(mailed.body)).toContain(String(made.body.url));
    // Nothing that a mail program makes a link of but the page's own address.
    const [mail] = Mailed.parse(mailed.body).data;
    expect(mail?.subject).toBe("DNS records to add");
    expect(mail?.text).toContain("page[.]dev");
    expect(JSON.stringify(mail)).not.toContain("page.dev");
    const kept = await app.deps.db.run<{ row: string }>(
      { name: "test_shares", text: "SELECT row_to_json(s)::text AS row FROM domain_shares s" },
      [],
    );
    expect(JSON.stringify(kept)).not.toContain(token);

    expect((await askDomains(app, owner.live, "DELETE", `/${domain.id}/share`)).body).toEqual({ count: 1 });
    await expect(readSharedDomain(app.deps, token)).rejects.toMatchObject({ code: "not_found" });
    const again = String((await share(owner, domain.id)).body.url).split("/d/")[1] ?? "";
    await readSharedDomain(app.deps, again);
    app.clock.advance(7 * 86_400 + 1);
    await expect(readSharedDomain(app.deps, again)).rejects.toMatchObject({ code: "not_found" });
    for (const wrong of ["", "x", "../../x", "a".repeat(43), "a".repeat(10_000)]) {
      await expect(readSharedDomain(app.deps, wrong)).rejects.toMatchObject({ code: "not_found" });
    }
    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
  });

  it("is one of twenty of its domain, however many are made at once", async () => {
    const domain = await addDomain(rig.app, owner.live, "crowd.dev");
    const made = await Promise.all(Array.from({ length: 30 }, () => share(owner, domain.id)));
    expect(made.map(told).toSorted()).toEqual([...Array(20).fill("201"), ...Array(10).fill("409 conflict")]);
    await askDomains(rig.app, owner.live, "DELETE", `/${domain.id}`);
  });

  it("mails nobody about a name that is in no zone", async () => {
    const { app, dns } = rig;
    const domain = await addDomain(app, eve.live, "mail.nowhere.dev");
    const refused = await share(eve, domain.id, { email: "dns@agency.dev" });
    expect(told(refused)).toBe("409 conflict");
    expect(refused.body.detail).toContain("No name servers can be found for nowhere.dev");
    expect(told(await share(eve, domain.id))).toBe("201");
    dns.set("NS", "nowhere.dev", "ns1.nowhere-host.dev");
    expect(told(await share(eve, domain.id, { email: "dns@agency.dev" }))).toBe("201");
    await askDomains(app, eve.live, "DELETE", `/${domain.id}`);
  });

  it("mails nobody but one address, and only so many for a customer, from whichever environment", async () => {
    const { app, dns } = rig;
    app.clock.advance(2 * 86_400);
    dns.set("NS", "spam.dev", "ns1.spam-host.dev");
    const domain = await addDomain(app, owner.live, "spam.dev");
    for (const email of ["a@x.dev, b@x.dev", "a@x.dev\r\nBcc: b@x.dev", "nobody", "<a@x.dev>"]) {
      expect(told(await share(owner, domain.id, { email }))).toBe("400 invalid_email");
    }
    const inTest = shown(await askDomains(app, owner.test, "POST", "/verify", { body: { domain: "spam.dev" } }));
    const answers: string[] = [];
    for (let at = 0; at < 22; at += 1) {
      const [keys, { id }] = at % 2 === 0 ? [owner.live, domain] : [owner.test, inTest];
      answers.push(told(await askDomains(app, keys, "POST", `/${id}/share`, { body: { email: `a${at}@x.dev` } })));
    }
    expect(answers).toEqual([...Array.from({ length: 20 }, () => "201"), "429 rate_limited", "429 rate_limited"]);
    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
    await askDomains(app, owner.test, "DELETE", `/${inTest.id}`);
  });
});
