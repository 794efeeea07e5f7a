import type { TestApp } from "./app";
import { type Asking, call, type EnvironmentKeys } from "./tenants";

/** What of domains somebody may ask after. */
export type DomainIds = { environment: string; domain: string; domainName: string; tenant: string };

/** A domain of the victim's. */
export async function makeDomainIds(
  app: TestApp,
  victim: EnvironmentKeys,
): Promise<Pick<DomainIds, "domain" | "domainName">> {
  const domainName = "mail.victim.dev";
  const asking = { key: victim.secret, body: { domain: domainName } };
  const { body } = await call(app, "POST", "/api/admin/domains/verify", asking);
  return { domain: `${body.id}`, domainName };
}

type Row = "no ids" | ((ids: DomainIds) => { path: string; as: Asking; answer: string }[]);

/** The rows of the isolation matrix for domains, asked with that key. */
export function domainRows(bySecret: (body?: object) => Asking): Readonly<Record<string, Row>> {
  const here = (path: string, body?: object) => ({
    answer: "404 not_found",
    path: `/api/admin/domains${path}`,
    as: bySecret(body),
  });
  const each =
    (path: string, body?: object): Row =>
    ({ environment, domain, domainName }) => [
      here(`/${domain}${path}`, body),
      here(`/${domainName}${path}`, body),
      here(`/${domain}${path}?environment_id=${environment}`, body),
    ];
  return {
    "GET /api/admin/domains": ({ environment }) => [here(`?environment_id=${environment}`)],
    "POST /api/admin/domains/verify": ({ environment, tenant }) => [
      here(`/verify?environment_id=${environment}`, { domain: "mail.intruder.dev" }),
      here("/verify", { domain: "mail.intruder.dev", tenant_id: tenant }),
    ],
    "GET /api/admin/domains/{domain}/status": each("/status"),
    "POST /api/admin/domains/{domain}/verify": each("/verify"),
    "DELETE /api/admin/domains/{domain}": each(""),
    "POST /api/admin/domains/{domain}/share": each("/share", {}),
    "DELETE /api/admin/domains/{domain}/share": each("/share"),
  };
}
