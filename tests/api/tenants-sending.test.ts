import { describe, expect, it } from "vitest";
import { environmentOf } from "@/lib/environments";
import { listProvidersOfTenants } from "@/lib/providers";
import { addDomain, askDomains, checkNow, enterRecords, passTime, removeRecords } from "@/tests/support/domains";
import { INSTALLATION, tenantMail } from "@/tests/support/tenant-mail";
import { told } from "@/tests/support/tenants";

const rig = tenantMail();

describe("the mail of a tenant", () => {
  it("comes from its name and address on a domain of the environment, signed, also when it is sent again", async () => {
    const domain = await rig().verified("mail.northwind.dev");
    const tenant = {
      name: "Acme",
      app_name: "Acme app",
      sender_name: "Acme logins",
      sender_address: " Acme@Mail.Northwind.dev",
    };
    const tenant_id = await rig().addTenant(tenant);
    expect((await rig().admin("GET", `tenants/${tenant_id}`)).body).toMatchObject({
      sender_address: "acme@mail.northwind.dev",
      sender_status: "ready",
    });
    const itsOwn = {
      from: { name: "Acme logins", address: "acme@mail.northwind.dev" },
      subject: expect.stringContaining("Acme app"),
      dkim: "mail.northwind.dev",
    };
    const asked = await rig().requestOtp({ tenant_id });
    expect(await rig().newestAt(rig().smtp)).toMatchObject(itsOwn);
    rig().app.clock.advance(31);
    expect(told(await rig().requestOtp({ challenge_id: asked.body.challenge_id }))).toBe("200");
    expect(rig().smtp.received).toHaveLength(2);
    expect(await rig().newestAt(rig().smtp)).toMatchObject(itsOwn);
    // Everybody else's is as before.
    expect(await rig().sentWith({})).toMatchObject({
      from: { name: "Acme", address: "login@mail.northwind.dev" },
      subject: expect.not.stringContaining("Acme app"),
    });
    await rig().admin("DELETE", `tenants/${tenant_id}`);
    await askDomains(rig().app, rig().owner.live, "DELETE", `/${domain.id}`);
  });

  it("comes from a domain of its own, which nobody else's mail comes from", async () => {
    const tenant_id = await rig().addTenant({ name: "Bank", sender_name: "Bank" });
    const another = await rig().addTenant({ name: "Shop" });
    const domain = await rig().verified("mail.bank.dev", tenant_id);
    expect((await askDomains(rig().app, rig().owner.live, "GET", `/${domain.id}/status`)).body).toMatchObject({
      tenant_id,
    });
    expect(await rig().sentWith({ tenant_id })).toMatchObject({
      from: { name: "Bank", address: "login@mail.bank.dev" },
      dkim: "mail.bank.dev",
    });
    expect((await rig().sentWith({})).from?.address).toBe(INSTALLATION);
    expect((await rig().sentWith({ tenant_id: another })).from?.address).toBe(INSTALLATION);
    const stolen = await rig().admin("PATCH", `tenants/${another}`, { sender_address: "login@mail.bank.dev" });
    expect(told(stolen)).toBe("400 invalid_request");
    expect(told(await rig().admin("PATCH", `tenants/${tenant_id}`, { sender_address: "codes@mail.bank.dev" }))).toBe(
      "200",
    );
    expect((await rig().sentWith({ tenant_id })).from?.address).toBe("codes@mail.bank.dev");

    const kept = await rig().admin("DELETE", `tenants/${tenant_id}`);
    expect(told(kept)).toBe("409 conflict");
    expect(kept.body.detail).toBe("The tenant has domains of its own: delete them first");
    await askDomains(rig().app, rig().owner.live, "DELETE", `/${domain.id}`);
    expect(told(await rig().admin("DELETE", `tenants/${tenant_id}`))).toBe("204");
  });

  it("comes from what everybody's does once its domain is lost or deleted, and the tenant says so", async () => {
    const everybodys = await rig().verified("mail.customer.dev");
    const domain = await rig().verified("mail.lost.dev");
    const tenant_id = await rig().addTenant({ name: "Lost", sender_address: "login@mail.lost.dev" });
    const statusNow = async () => (await rig().admin("GET", `tenants/${tenant_id}`)).body.sender_status;
    removeRecords(rig().dns, domain);
    await checkNow(rig().app, rig().owner.live, domain.id);
    // For three days it goes on.
    expect(await statusNow()).toBe("ready");
    expect((await rig().sentWith({ tenant_id })).from?.address).toBe("login@mail.lost.dev");
    await passTime(rig().app, 73 * 3_600);
    await rig().app.deps.settle();
    expect(await statusNow()).toBe("domain_not_verified");
    expect(await rig().sentWith({ tenant_id })).toMatchObject({
      from: { address: "login@mail.customer.dev" },
      dkim: "mail.customer.dev",
    });
    // What is not changed is not asked about.
    expect(told(await rig().admin("PATCH", `tenants/${tenant_id}`, { name: "Lost and found" }))).toBe("200");
    enterRecords(rig().dns, domain, "ownership", "dkim");
    await checkNow(rig().app, rig().owner.live, domain.id);
    expect((await rig().sentWith({ tenant_id })).from?.address).toBe("login@mail.lost.dev");
    await askDomains(rig().app, rig().owner.live, "DELETE", `/${domain.id}`);
    expect(await statusNow()).toBe("domain_not_verified");
    // What a process remembers of a tenant is at most five seconds old.
    rig().app.clock.advance(6);
    expect((await rig().sentWith({ tenant_id })).from?.address).toBe("login@mail.customer.dev");
    await askDomains(rig().app, rig().owner.live, "DELETE", `/${everybodys.id}`);
  });

  it("cannot come from a domain that is asked for and not proven", async () => {
    await addDomain(rig().app, rig().owner.live, "mail.asked.dev");
    const refused = await rig().admin("POST", "tenants", { name: "Asked", sender_address: "login@mail.asked.dev" });
    expect(told(refused)).toBe("400 invalid_request");
    expect(refused.body.errors).toEqual([
      { path: "sender_address", message: "Verify the domain mail.asked.dev here first" },
    ]);
  });
});

describe("an account of a tenant's own", () => {
  it("is asked first for its messages, whatever the order says, and for nobody else's", async () => {
    const tenant_id = await rig().addTenant({ name: "Accounts" });
    const account = await rig().addAccount({ tenant_id, config: { url: rig().own.url, from: "login@accounts.dev" } });
    expect((await rig().sentWith({ tenant_id }, rig().own)).from?.address).toBe("login@accounts.dev");
    expect((await rig().sentWith({})).from?.address).toBe(INSTALLATION);
    expect([rig().smtp.received.length, rig().own.received.length]).toEqual([1, 1]);

    const order = { channels: { providers: { email: ["smtp"] } } };
    const { body } = await rig().admin("GET", "config");
    expect(told(await rig().admin("PUT", "config", { version: body.version, settings: order }))).toBe("200");
    await rig().sentWith({ tenant_id }, rig().own);
    expect([rig().smtp.received.length, rig().own.received.length]).toEqual([1, 2]);
    rig().own.behave({ at: "mail", status: 451 });
    await rig().sentWith({ tenant_id });
    rig().own.behave("accept");
    expect(rig().smtp.received).toHaveLength(2);

    const everybodys = await rig().admin("GET", "providers");
    expect(everybodys.body).toMatchObject({ data: [], order: { email: ["smtp"] } });
    const itsOwn = await rig().admin("GET", `providers?tenant_id=${tenant_id}`);
    expect(itsOwn.body).toMatchObject({ data: [{ id: account, tenant_id }], order: { email: [account, "smtp"] } });
    // Nobody else's order can name it.
    const named = { channels: { providers: { email: [account] } } };
    expect(told(await rig().admin("PUT", "config", { version: Number(body.version) + 1, settings: named }))).toBe(
      "400 invalid_request",
    );
    const nothing = { version: Number(body.version) + 1, settings: { channels: { providers: { email: [] } } } };
    expect(told(await rig().admin("PUT", "config", nothing))).toBe("200");
    const tested = await rig().admin("POST", `providers/${account}/test`, { to: "ada@example.com" });
    expect(tested.body).toMatchObject({ accepted: true });

    expect((await rig().admin("DELETE", `tenants/${tenant_id}`)).body).toMatchObject({ code: "conflict" });
    expect(told(await rig().admin("DELETE", `providers/${account}`))).toBe("204");
    await rig().sentWith({ tenant_id });
    expect(told(await rig().admin("DELETE", `tenants/${tenant_id}`))).toBe("204");
  });

  it("sends as the tenant's address where there is one; so does everybody's account, which names another", async () => {
    const domain = await rig().verified("mail.named.dev");
    const tenant_id = await rig().addTenant({ name: "Named", sender_address: "login@mail.named.dev" });
    const everybodys = await rig().addAccount({ config: { url: rig().own.url, from: "login@customer.dev" } });
    expect(await rig().sentWith({ tenant_id }, rig().own)).toMatchObject({
      from: { address: "login@mail.named.dev" },
      dkim: "mail.named.dev",
    });
    expect((await rig().sentWith({}, rig().own)).from?.address).toBe("login@customer.dev");
    await rig().admin("DELETE", `providers/${everybodys}`);
    const itsOwn = await rig().addAccount({ tenant_id });
    expect((await rig().sentWith({ tenant_id }, rig().own)).from?.address).toBe("login@mail.named.dev");
    await rig().admin("DELETE", `providers/${itsOwn}`);
    await askDomains(rig().app, rig().owner.live, "DELETE", `/${domain.id}`);
  });

  it("is told of to whoever keeps a record of who carries messages: its provider, once", async () => {
    const { app, owner } = rig();
    const askedBy = async ({ environmentId }: { environmentId: string }) => {
      const environment = await environmentOf(app.deps, environmentId);
      if (!environment) throw new Error("There is no such environment");
      return (await listProvidersOfTenants(app.deps, { environment })).map(({ name, title }) => ({ name, title }));
    };
    const made: { tenant: string; account: string }[] = [];
    for (const name of ["First", "Second"]) {
      const tenant = await rig().addTenant({ name });
      const config = { api_key: "SG.of-a-tenant", from: "login@first.dev" };
      made.push({ tenant, account: await rig().addAccount({ provider: "sendgrid", config, tenant_id: tenant }) });
    }
    const everybodys = await rig().addAccount({ config: { url: rig().own.url, from: "login@customer.dev" } });
    expect(await askedBy(owner.live)).toEqual([{ name: "sendgrid", title: "SendGrid" }]);
    expect(await askedBy(owner.test)).toEqual([]);
    for (const { tenant, account } of made) {
      await rig().admin("DELETE", `providers/${account}`);
      await rig().admin("DELETE", `tenants/${tenant}`);
    }
    await rig().admin("DELETE", `providers/${everybodys}`);
    expect(await askedBy(owner.live)).toEqual([]);
  });

  it("needs something to send from, and cannot be at a provider that makes the codes itself", async () => {
    const tenant_id = await rig().addTenant({ name: "Refused" });
    const smtpAccount = { provider: "smtp", config: { url: rig().own.url }, tenant_id };
    expect(told(await rig().admin("POST", "providers", smtpAccount))).toBe("400 invalid_request");
    const refused = await rig().admin("POST", "providers", { provider: "twilio_verify", config: {}, tenant_id });
    expect(refused.body.errors).toEqual([
      { path: "provider", message: "Makes the codes itself: add it for the whole environment" },
    ]);
  });
});
