import type { TestApp } from "./app";
import { type Asking, call, type EnvironmentKeys } from "./tenants";

/** What of tenants somebody may ask after. */
export type TenantIds = { environment: string; tenant: string };

/** A tenant of the victim's. */
export async function makeTenantIds(app: TestApp, { secret: key }: EnvironmentKeys): Promise<{ tenant: string }> {
  const { body } = await call(app, "POST", "/api/admin/tenants", { key, body: { name: "Victim's tenant" } });
  return { tenant: `${body.id}` };
}

type Row = (ids: TenantIds) => { path: string; as: Asking; answer: string }[];

/** The rows of the isolation matrix for tenants, asked with somebody else's key and the one of the other environment. */
export function tenantRows(
  bySecret: (body?: object) => Asking,
  byLive: (body?: object) => Asking,
): Readonly<Record<string, Row>> {
  const nothing = (path: string, as: Asking) => ({ answer: "404 not_found", path: `/api/admin/tenants${path}`, as });
  const there = (environment: string, path = "", body?: object) =>
    nothing(`${path}?environment_id=${environment}`, bySecret(body));
  const each =
    (body?: object): Row =>
    ({ environment, tenant }) => [
      nothing(`/${tenant}`, bySecret(body)),
      nothing(`/${tenant}`, byLive(body)),
      there(environment, `/${tenant}`, body),
    ];
  return {
    "GET /api/admin/tenants": ({ environment }) => [there(environment)],
    "POST /api/admin/tenants": ({ environment }) => [there(environment, "", { name: "Stolen" })],
    "GET /api/admin/tenants/{tenant}": each(),
    "PUT /api/admin/tenants/{tenant}": each({ name: "Stolen" }),
    "PATCH /api/admin/tenants/{tenant}": each({ name: "Stolen" }),
    "DELETE /api/admin/tenants/{tenant}": each(),
  };
}
