import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { verifyDkim } from "./dkim";
import { askDomains, checkNow, type DomainRig, enterRecords, type ShownDomain, shown, startDomainRig } from "./domains";
import { readMail, signUpByMail } from "./mail";
import { type SmtpTestServer, startSmtpServer } from "./smtp";
import { type Answered, type Tenant as Customer, call, told } from "./tenants";

/** What everybody's mail comes from, without a domain of the customer's. */
export const INSTALLATION = "login@mail.ninepin.dev";

/** An installation that sends by mail, a customer in live, and a DNS that their tenants' domains can be entered in. */
export type TenantMail = DomainRig & {
  /** The installation's mail server, and one that accounts of the customer's own lead to. */
  smtp: SmtpTestServer;
  own: SmtpTestServer;
  owner: Customer;
  admin(method: string, path: string, body?: object): Promise<Answered>;
  addTenant(body: object): Promise<string>;
  addAccount(body: object): Promise<string>;
  /** A domain whose records are all in DNS, of the environment or of one of its tenants. */
  verified(name: string, tenantId?: string): Promise<ShownDomain>;
  /** Asks for a code, for somebody who has not asked before unless the body says who. */
  requestOtp(body?: object): Promise<Answered>;
  /** Who the newest mail at that server says it is from, and whose good signature it has. */
  newestAt(server: SmtpTestServer): Promise<Sent>;
  /** The same of the mail that such a request makes, which the installation carries unless it says otherwise. */
  sentWith(body: object, server?: SmtpTestServer): Promise<Sent>;
};

type Sent = Pick<Awaited<ReturnType<typeof readMail>>, "from" | "subject"> & { dkim: string | null };

/** The rig of a test file: each test begins with nobody's limits in its way, and nothing remembered. */
export function tenantMail(): () => TenantMail {
  let rig: TenantMail;
  beforeAll(async () => {
    rig = await start();
  });
  afterAll(async () => {
    await rig.close();
    await Promise.all([rig.smtp.close(), rig.own.close()]);
  });
  beforeEach(() => {
    rig.app.clock.advance(3_700);
    for (const server of [rig.smtp, rig.own]) server.received.length = 0;
  });
  return () => rig;
}

async function start(): Promise<TenantMail> {
  const [smtp, own] = await Promise.all([startSmtpServer(), startSmtpServer()]);
  const allow = [smtp, own].map(({ port }) => `127.0.0.1:${port}`).join(",");
  const rig = await startDomainRig({ SMTP_URL: smtp.url, EGRESS_ALLOW: allow });
  const { app, dns } = rig;
  const owner = await signUpByMail(app, smtp, "owner@northwind.dev");
  const key = owner.live.secret;
  const published = new Map<string, string>();
  let people = 0;

  const admin: TenantMail["admin"] = (method, path, body) =>
    call(app, method, `/api/admin/${path}`, { key, ...(body && { body }) });

  async function add(path: string, body: object): Promise<string> {
    const made = await admin("POST", path, body);
    expect(told(made)).toBe("201");
    return `${made.body.id}`;
  }

  const requestOtp: TenantMail["requestOtp"] = (body = {}) => {
    people += 1;
    const to = "challenge_id" in body ? {} : { email: `ada${people}@example.com` };
    return call(app, "POST", "/api/auth/request-otp", { key, body: { ...to, ...body } });
  };

  async function newestAt(server: SmtpTestServer): Promise<Sent> {
    const received = server.received.at(-1);
    const { from, subject } = await readMail(received);
    const dkim = verifyDkim(received?.raw ?? "", (name) => published.get(name));
    return { from, subject, dkim: dkim?.verifies ? dkim.domain : null };
  }

  return {
    ...rig,
    smtp,
    own,
    owner,
    admin,
    addTenant: (body) => add("tenants", body),
    addAccount: (body) => add("providers", { provider: "smtp", config: { url: own.url }, ...body }),
    async verified(name, tenant_id) {
      const body = { domain: name, ...(tenant_id !== undefined && { tenant_id }) };
      const domain = shown(await askDomains(app, owner.live, "POST", "/verify", { body }));
      enterRecords(dns, domain, "ownership", "dkim");
      const dkim = domain.records.find(({ purpose }) => purpose === "dkim");
      published.set(dkim?.name ?? "", dkim?.value ?? "");
      expect((await checkNow(app, owner.live, domain.id)).status).toBe("verified");
      return domain;
    },
    requestOtp,
    newestAt,
    async sentWith(body, server = smtp) {
      const before = server.received.length;
      expect(told(await requestOtp(body))).toBe("200");
      expect(server.received.length).toBe(before + 1);
      return newestAt(server);
    },
  };
}
