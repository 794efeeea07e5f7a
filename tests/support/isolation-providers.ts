import type { TestApp } from "./app";
import { type Asking, call, type EnvironmentKeys } from "./tenants";

/** What of providers somebody may ask after. */
export type ProviderIds = { environment: string; account: string; tenant: string };

const CONFIG = { url: "smtps://user:password@smtp.example.com", from: "login@example.com" };

/** An account of the victim's. */
export async function makeProviderIds(app: TestApp, victim: EnvironmentKeys): Promise<{ account: string }> {
  const made = await call(app, "POST", "/api/admin/providers", {
    key: victim.secret,
    body: { provider: "smtp", config: CONFIG },
  });
  return { account: `${made.body.id}` };
}

type Row = (ids: ProviderIds) => { path: string; as: Asking; answer: string }[];

/** The rows of the isolation matrix for providers, asked with that key. */
export function providerRows(bySecret: (body?: object) => Asking): Readonly<Record<string, Row>> {
  const here = (path: string, body?: object) => [
    { answer: "404 not_found", path: `/api/admin/providers${path}`, as: bySecret(body) },
  ];
  const there = (environment: string, path = "", body?: object) => here(`${path}?environment_id=${environment}`, body);
  return {
    "GET /api/admin/providers": ({ environment, tenant }) => [...there(environment), ...here(`?tenant_id=${tenant}`)],
    "POST /api/admin/providers": ({ environment, tenant }) => [
      ...there(environment, "", { provider: "smtp", config: CONFIG }),
      ...here("", { provider: "smtp", config: CONFIG, tenant_id: tenant }),
    ],
    "PATCH /api/admin/providers/{account}": ({ environment, account }) => [
      ...here(`/${account}`, { label: "Stolen" }),
      ...there(environment, `/${account}`, { label: "Stolen" }),
    ],
    "DELETE /api/admin/providers/{account}": ({ environment, account }) => [
      ...here(`/${account}`),
      ...there(environment, `/${account}`),
    ],
    "POST /api/admin/providers/{account}/test": ({ environment, account }) => [
      ...here(`/${account}/test`, { to: "ada@example.com" }),
      ...there(environment, `/${account}/test`, { to: "ada@example.com" }),
    ],
  };
}
