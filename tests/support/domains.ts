import { z } from "zod";
import { startApp, type TestApp } from "./app";
import { type RecordDns, startRecordDns } from "./dns-records";
import { type Answered, type Asking, call, type EnvironmentKeys } from "./tenants";

const Shown = z.object({
  id: z.string(),
  domain: z.string(),
  status: z.string(),
  sender: z.string(),
  zone: z.string(),
  dns_host: z.string().nullable(),
  records: z.array(
    z.object({
      purpose: z.string(),
      type: z.enum(["TXT", "CNAME", "MX"]),
      name: z.string(),
      host: z.string(),
      value: z.string(),
      priority: z.number().nullable(),
      required: z.boolean(),
      status: z.string(),
      found: z.array(z.string()),
      problem: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
  checked_at: z.string().nullable(),
  next_check_at: z.string().nullable(),
  verified_at: z.string().nullable(),
  sends_until: z.string().nullable(),
});

/** A domain as the API shows it. */
export type ShownDomain = z.infer<typeof Shown>;

/** An installation whose resolver is a DNS server of the test's, drained when the test says so. */
export type DomainRig = { app: TestApp; dns: RecordDns; close(): Promise<void> };

/** Starts it. Mail comes from `login@mail.ninepin.dev` unless the environment says otherwise. */
export async function startDomainRig(env: Readonly<Record<string, string>> = {}): Promise<DomainRig> {
  const dns = await startRecordDns();
  const app = await startApp({
    drain: false,
    env: { DNS_SERVERS: dns.server, EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>", ...env },
  });
  return {
    app,
    dns,
    async close() {
      await app.close();
      await dns.close();
    },
  };
}

/** Asks about domains with an environment's secret key. */
export function askDomains(
  app: TestApp,
  { secret: key }: EnvironmentKeys,
  method: string,
  path = "",
  asking: Asking = {},
): Promise<Answered> {
  return call(app, method, `/api/admin/domains${path}`, { key, ...asking });
}

/** Reads an answer that shows a domain. */
export function shown({ body }: Answered): ShownDomain {
  return Shown.parse(body);
}

/** Adds a domain. */
export async function addDomain(app: TestApp, keys: EnvironmentKeys, domain: string): Promise<ShownDomain> {
  return shown(await askDomains(app, keys, "POST", "/verify", { body: { domain } }));
}

/** Enters a domain's records in DNS, all of them or those of some purposes, beside what is there already. */
export function enterRecords(dns: RecordDns, { records }: ShownDomain, ...purposes: string[]): void {
  for (const { purpose, type, name, value, priority } of records) {
    if (purposes.length > 0 && !purposes.includes(purpose)) continue;
    dns.set(type, name, type === "MX" ? `${priority} ${value}` : value);
  }
}

/** Takes a domain's records out of DNS. */
export function removeRecords(dns: RecordDns, { records }: ShownDomain): void {
  for (const { type, name } of records) dns.set(type, name);
}

/** Has a domain looked at now, and answers what it is then. */
export async function checkNow(app: TestApp, keys: EnvironmentKeys, domain: string): Promise<ShownDomain> {
  // Every five seconds at the most.
  app.clock.advance(11);
  return shown(await askDomains(app, keys, "POST", `/${domain}/verify`));
}

/** Lets everything happen that is due after so many seconds. */
export async function passTime(app: TestApp, seconds: number): Promise<void> {
  app.clock.advance(seconds);
  await app.deps.jobs.drain(app.deps, 60);
}
