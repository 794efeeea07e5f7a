import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyDkim } from "@/tests/support/dkim";
import {
  addDomain,
  askDomains,
  checkNow,
  type DomainRig,
  enterRecords,
  removeRecords,
  startDomainRig,
} from "@/tests/support/domains";
import { readMail, signUpByMail } from "@/tests/support/mail";
import { type SmtpTestServer, startSmtpServer } from "@/tests/support/smtp";
import { call, type Tenant, told } from "@/tests/support/tenants";

const INSTALLATION = "login@mail.ninepin.dev";

let rig: DomainRig;
let smtp: SmtpTestServer;
let owner: Tenant;
let other: Tenant;

beforeAll(async () => {
  smtp = await startSmtpServer();
  rig = await startDomainRig({ SMTP_URL: smtp.url, EGRESS_ALLOW: `127.0.0.1:${smtp.port}` });
  owner = await signUpByMail(rig.app, smtp, "owner@northwind.dev");
  other = await signUpByMail(rig.app, smtp, "owner@eve.dev");
});
afterAll(async () => {
  await rig.close();
  await smtp.close();
});

let people = 0;

/** Sends a code in live; the mail that came, its sender and its DKIM signature. */
async function mailOf({ live }: Tenant) {
  people += 1;
  rig.app.deps.caches.environments.forget(live.environmentId);
  const answered = await call(rig.app, "POST", "/api/auth/request-otp", {
    key: live.secret,
    body: { email: `ada${people}@example.com` },
  });
  expect(answered.status).toBe(200);
  const received = smtp.received.at(-1);
  const mail = await readMail(received);
  const keys = new Map(published);
  return {
    from: mail.from?.address,
    envelope: received?.from,
    messageId: mail.messageId,
    dkim: verifyDkim(received?.raw ?? "", (name) => keys.get(name)),
  };
}

const published: [string, string][] = [];

describe("a code's mail", () => {
  it("comes from the verified domain, signed with its own key, and its bounces come back to us", async () => {
    const { app, dns } = rig;
    expect(await mailOf(owner)).toMatchObject({ from: INSTALLATION, envelope: INSTALLATION, dkim: null });
    const domain = await addDomain(app, owner.live, "mail.northwind.dev");
    enterRecords(dns, domain, "ownership", "dkim", "dmarc", "spf");
    const dkim = domain.records.find(({ purpose }) => purpose === "dkim");
    published.push([dkim?.name ?? "", dkim?.value ?? ""]);
    const account = { key: owner.live.secret, body: { provider: "smtp", config: { url: smtp.url } } };
    expect(told(await call(app, "POST", "/api/admin/providers", account))).toBe("400 invalid_request");
    expect((await checkNow(app, owner.live, domain.id)).status).toBe("verified");
    const sent = await mailOf(owner);
    expect(sent).toMatchObject({
      from: "login@mail.northwind.dev",
      envelope: "login@mail.northwind.dev",
      messageId: expect.stringMatching(/@mail\.northwind\.dev>$/),
      dkim: { domain: "mail.northwind.dev", verifies: true },
    });
    expect(sent.dkim?.signed).toEqual(expect.arrayContaining(["from", "to", "subject", "message-id"]));
    enterRecords(dns, domain, "return_path");
    await checkNow(app, owner.live, domain.id);
    expect(await mailOf(owner)).toMatchObject({
      from: "login@mail.northwind.dev",
      envelope: "bounces@np-bounces.mail.northwind.dev",
      dkim: { verifies: true },
    });
    // An account of the customer's own needs no sender beside it, and sends as it.
    const made = await call(app, "POST", "/api/admin/providers", account);
    expect(told(made)).toBe("201");
    const at = `/api/admin/providers/${made.body.id}`;
    const test = { key: owner.live.secret, body: { to: "ada@example.com" } };
    expect((await call(app, "POST", `${at}/test`, test)).body).toMatchObject({ accepted: true });
    expect((await readMail(smtp.received.at(-1))).from?.address).toBe("login@mail.northwind.dev");
    await call(app, "DELETE", at, { key: owner.live.secret });
    // Nobody else's mail has anything of it.
    expect(await mailOf(other)).toMatchObject({ from: INSTALLATION, envelope: INSTALLATION, dkim: null });
    removeRecords(dns, domain);
    await checkNow(app, owner.live, domain.id);
    expect(await mailOf(owner)).toMatchObject({ from: "login@mail.northwind.dev" });
    await askDomains(app, owner.live, "DELETE", `/${domain.id}`);
    expect(await mailOf(owner)).toMatchObject({ from: INSTALLATION, dkim: null });
  });
});
