import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fail } from "@/lib/core/errors";
import { senderOf } from "@/lib/delivery/sender-of";
import { suggestDomain } from "@/lib/domains";
import { environmentOf } from "@/lib/environments";
import {
  addDomain,
  askDomains,
  checkNow,
  type DomainRig,
  enterRecords,
  passTime,
  removeRecords,
  shown,
  startDomainRig,
} from "@/tests/support/domains";
import { call, operator, signUp, type Tenant, told } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

const HOUR = 3_600;

let rig: DomainRig;
let owner: Tenant;
let other: Tenant;

beforeAll(async () => {
  rig = await startDomainRig();
  owner = await signUp(rig.app, "owner@northwind.dev");
  other = await signUp(rig.app, "owner@eve.dev");
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.dns.clear();
  rig.dns.behave("answer");
});

const statusOf = async (tenant: Tenant, domain: string) =>
  shown(await askDomains(rig.app, tenant.live, "GET", `/${domain}/status`)).status;

/** The domains that codes of that environment come from now. */
async function sendersOf(tenant: Tenant): Promise<string[]> {
  rig.app.deps.caches.environments.forget(tenant.live.environmentId);
  const environment = await environmentOf(rig.app.deps, tenant.live.environmentId);
  return (environment?.senders ?? []).map(({ name }) => name);
}

async function eventsOf(tenant: Tenant, domain: string): Promise<string[]> {
  await rig.app.deps.jobs.drain(rig.app.deps, 30);
  const { body } = await call(rig.app, "GET", "/api/admin/audit?limit=100", { key: tenant.live.secret });
  const entries = Array.isArray(body.data) ? body.data : [];
  return entries
    .filter((entry) => JSON.stringify(entry).includes(`"${domain}"`))
    .map((entry) => String(entry.type ?? entry.action))
    .reverse();
}

/** Proves a domain. */
async function verified(tenant: Tenant, name: string) {
  const domain = await addDomain(rig.app, tenant.live, name);
  enterRecords(rig.dns, domain);
  expect((await checkNow(rig.app, tenant.live, name)).status).toBe("verified");
  return domain;
}

describe("asking for a domain", () => {
  it("answers the records that it needs, which nobody else's are alike", async () => {
    const { app } = rig;
    const answered = await askDomains(app, owner.live, "POST", "/verify", { body: { domain: "https://One.dev/app" } });
    expect(answered.status).toBe(201);
    const mine = shown(answered);
    expect(mine).toMatchObject({ domain: "one.dev", status: "not_started", sender: "login@one.dev", zone: "one.dev" });
    expect(mine.records.map(({ purpose, type, name, host }) => [purpose, type, name, host])).toEqual([
      ["ownership", "TXT", "_ninepin.one.dev", "_ninepin"],
      ["dkim", "TXT", expect.stringMatching(/^np[0-9a-f]{8}\._domainkey\.one\.dev$/), expect.any(String)],
      ["spf", "TXT", "one.dev", "@"],
      ["return_path", "CNAME", "np-bounces.one.dev", "np-bounces"],
      ["dmarc", "TXT", "_dmarc.one.dev", "_dmarc"],
    ]);
    const theirs = await addDomain(app, other.live, "one.dev");
    expect(theirs.records[0]?.value).not.toBe(mine.records[0]?.value);
    expect(theirs.records[1]?.value).not.toBe(mine.records[1]?.value);
    expect(JSON.stringify(answered.body)).not.toContain("PRIVATE");
  });

  it("is refused for what nobody can have, twice, and beyond the plan", async () => {
    const { app } = rig;
    const ask = async (domain: unknown, extra = {}) =>
      told(await askDomains(app, owner.test, "POST", "/verify", { body: { domain, ...extra } }));
    for (const bad of ["gmail.com", "co.uk", "x", "", "10.0.0.1", "a@b@two.dev", 7]) {
      expect(await ask(bad)).toBe("400 invalid_request");
    }
    expect(await ask("two.dev", { verified: true })).toBe("400 invalid_request");
    expect(await ask("two.dev")).toBe("201");
    expect(await ask("TWO.dev.")).toBe("409 conflict");
    expect([await ask("three.dev"), await ask("four.dev"), await ask("five.dev")]).toEqual([
      "201",
      "201",
      "403 forbidden",
    ]);
  });

  it("is done once under an Idempotency-Key", async () => {
    const asking = { body: { domain: "once.dev" }, headers: { "idempotency-key": "add-once" } };
    const first = shown(await askDomains(rig.app, other.test, "POST", "/verify", asking));
    const again = shown(await askDomains(rig.app, other.test, "POST", "/verify", asking));
    expect(again).toEqual(first);
  });
});

describe("a domain's records", () => {
  it("make it verified at the next look, by its id or its name, and it is sent from", async () => {
    const { app, dns } = rig;
    const domain = await addDomain(app, owner.live, "mail.proven.dev");
    expect(await checkNow(app, owner.live, domain.id)).toMatchObject({ status: "checking", verified_at: null });
    enterRecords(dns, domain, "ownership");
    expect((await checkNow(app, owner.live, domain.domain)).status).toBe("checking");
    expect(await sendersOf(owner)).not.toContain("mail.proven.dev");
    enterRecords(dns, domain, "ownership", "dkim");
    const now = await checkNow(app, owner.live, domain.domain);
    expect(now.status).toBe("verified");
    expect(now.records.filter(({ status }) => status === "missing").map(({ purpose }) => purpose)).toEqual([
      "spf",
      "return_path",
      "dmarc",
    ]);
    expect(await sendersOf(owner)).toContain("mail.proven.dev");
    expect(await eventsOf(owner, "mail.proven.dev")).toEqual(["domain.added", "domain.verified"]);
    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
    expect(await sendersOf(owner)).not.toContain("mail.proven.dev");
  });

  it("are looked for by themselves, and given up after three days", async () => {
    const { app, dns } = rig;
    const found = await addDomain(app, other.live, "found.dev");
    const never = await addDomain(app, other.live, "never.dev");
    await passTime(app, 30);
    expect(await statusOf(other, found.id)).toBe("checking");
    enterRecords(dns, found);
    await passTime(app, 60);
    expect(await statusOf(other, found.id)).toBe("verified");
    await passTime(app, 80 * HOUR);
    expect(await statusOf(other, never.id)).toBe("failed");
    expect(await eventsOf(other, "never.dev")).toEqual(["domain.added", "domain.failed"]);
    const asked = dns.questions.length;
    await passTime(app, 200 * HOUR);
    expect(dns.questions.slice(asked).filter((each) => each.includes("never.dev"))).toEqual([]);
    enterRecords(dns, never);
    expect((await checkNow(app, other.live, never.id)).status).toBe("verified");
    for (const { id } of [found, never]) await askDomains(app, other.live, "DELETE", `/${id}`);
  });

  it("are looked at every five seconds at the most when somebody asks", async () => {
    const { app } = rig;
    const { id } = await addDomain(app, owner.live, "often.dev");
    beginWindow(app, 5);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => askDomains(app, owner.live, "POST", `/${id}/verify`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter((each) => told(each) === "429 rate_limited")).toHaveLength(5);
    await askDomains(app, owner.live, "DELETE", `/${id}`);
  });
});

describe("a verified domain", () => {
  it("goes on for three days without its records, then nothing is sent from it, and its owner is told", async () => {
    const { app, dns } = rig;
    const domain = await verified(owner, "lost.dev");
    removeRecords(dns, domain);
    await passTime(app, 25 * HOUR);
    const missing = shown(await askDomains(app, owner.live, "GET", `/${domain.id}/status`));
    expect(missing).toMatchObject({ status: "attention", sends_until: expect.any(String) });
    expect(await sendersOf(owner)).toContain("lost.dev");
    await passTime(app, 71 * HOUR);
    expect(await statusOf(owner, domain.id)).toBe("attention");
    await passTime(app, 2 * HOUR);
    expect(await statusOf(owner, domain.id)).toBe("failed");
    expect(await sendersOf(owner)).not.toContain("lost.dev");
    expect(await eventsOf(owner, "lost.dev")).toEqual([
      "domain.added",
      "domain.verified",
      "domain.lost",
      "domain.failed",
    ]);
    const mailed = await call(app, "GET", "/api/test/messages?to=owner@northwind.dev", operator);
    const text = JSON.stringify(mailed.body);
    expect(text).toContain("The DNS records of lost.dev are missing");
    expect(text).toContain("Nothing is sent from lost.dev any more");
    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
  });

  it("is not sent from after its grace, even where nobody comes to end it", async () => {
    const { app, dns } = rig;
    const domain = await verified(owner, "nobody-comes.dev");
    removeRecords(dns, domain);
    await passTime(app, 25 * HOUR);
    const environment = await environmentOf(app.deps, owner.live.environmentId);
    if (!environment) throw new Error("no environment");
    expect(senderOf(app.deps, environment)?.address).toBe("login@nobody-comes.dev");
    app.clock.advance(73 * HOUR);
    expect(senderOf(app.deps, environment)).toBeNull();
    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
  });

  it("outlives a resolver that fails, and not three days of it with a grace of three more", async () => {
    const { app, dns } = rig;
    const domain = await verified(owner, "silent.dev");
    dns.behave("fail");
    await passTime(app, 25 * HOUR);
    expect(await statusOf(owner, domain.id)).toBe("verified");
    for (let hours = 25; hours < 150; hours += 24) await passTime(app, 24 * HOUR);
    expect(await statusOf(owner, domain.id)).toBe("failed");
    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
  });

  it("has to be proven anew, with another token, when it was deleted", async () => {
    const { app } = rig;
    const before = await verified(owner, "again.dev");
    await askDomains(app, owner.live, "DELETE", `/${before.id}`);
    const after = await addDomain(app, owner.live, "again.dev");
    expect((await checkNow(app, owner.live, after.id)).status).toBe("checking");
    expect(after.records[0]?.value).not.toBe(before.records[0]?.value);
    await askDomains(app, owner.live, "DELETE", `/${after.id}`);
  });
});

describe("what to add for a name that somebody enters", () => {
  it("is found out sixty times a minute for an environment, and no name is asked about beyond that", async () => {
    rig.dns.set("NS", "entered.dev", "ns1.entered-host.dev");
    const suggest = async (tenant: Tenant, name: string) => {
      const environment = (await environmentOf(rig.app.deps, tenant.live.environmentId)) ?? fail("not_found");
      return suggestDomain(rig.app.deps, { environment, actor: { type: "system" }, client: null }, name);
    };
    expect((await suggest(owner, "https://entered.dev/")).suggested).toBe("mail.entered.dev");
    // Twice as many and more at once: even where a minute begins meanwhile, some are too many.
    const asked = await Promise.allSettled(Array.from({ length: 130 }, () => suggest(owner, "entered.dev")));
    const refused = asked.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(refused.length).toBeGreaterThanOrEqual(10);
    for (const error of refused) expect(error).toMatchObject({ code: "rate_limited" });
    expect((await suggest(other, "entered.dev")).name).toBe("entered.dev");
  });
});
