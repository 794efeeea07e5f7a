import type { Orm } from "@/db/client";
import { lockForTransaction } from "@/db/queries/lock";
import {
  externalIsTaken,
  holdTenantRow,
  insertTenant,
  listTenantRows,
  readTenantRow,
  type TenantRow,
} from "@/db/queries/tenants";
import { cutPage, openCursor } from "@/lib/core/cursor";
import { fail } from "@/lib/core/errors";
import { isSendable } from "@/lib/delivery/sender-of";
import { actorName, refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { checkSender } from "./check-sender";
import type { Tenant, TenantInput, TenantsPage } from "./contract";
import { forgetTenant } from "./tenant-sender";

/** An environment's tenants, newest first; or the one that a provider of its own knows by that name. */
export async function listTenants(
  deps: Deps,
  { environment }: Scope,
  page: TenantsPage,
): Promise<{ data: Tenant[]; nextCursor: string | null }> {
  const list = `tenants/${environment.id}`;
  const rows = await listTenantRows(deps.db.orm, environment.id, {
    before: page.cursor === null ? null : openCursor(deps.keyring, list, page.cursor),
    limit: page.limit + 1,
    external: page.external,
  });
  const { shown, nextCursor } = cutPage(deps.keyring, list, rows, page.limit);
  return {
    data: shown.map((row) => toTenant(deps, row)),
    nextCursor,
  };
}

/** One tenant. `not_found` for one that is not here. */
export async function readTenant(deps: Deps, scope: Scope, id: string): Promise<Tenant> {
  return (await findTenant(deps, scope, id)) ?? fail("not_found");
}

/** The tenant that an earlier run of the same request made; null where it made none. */
export async function findTenant(deps: Deps, { environment }: Scope, id: string): Promise<Tenant | null> {
  const row = await readTenantRow(deps.db.orm, environment.id, id);
  return row && toTenant(deps, row);
}

/**
 * Adds a tenant under the given id. `invalid_request` for an address to send from whose domain is not verified here, or
 * is another tenant's; `conflict` where another tenant is known to the provider by that name; `forbidden` for a member who
 * may only look.
 */
export async function createTenant(deps: Deps, scope: Scope, id: string, input: TenantInput): Promise<Tenant> {
  refuseViewers(scope);
  const { environment } = scope;
  const now = deps.clock.now();
  const row = await deps.db.transaction(async (tx) => {
    await refuseTaken(tx, environment.id, id, input.external);
    await insertTenant(tx, {
      environmentId: environment.id,
      id,
      ...columnsOf(input),
      senderAddress: await checkSender(deps, tx, environment.id, { id, address: input.senderAddress }),
      createdBy: actorName(scope),
      createdAt: now,
      updatedAt: now,
    });
    const inserted = (await readTenantRow(tx, environment.id, id)) ?? fail("not_found");
    await recordEvents(deps, tx, scope, [
      { type: "tenant.created", data: dataOf(inserted), after: termsOf(inserted), target: targetOf(id) },
    ]);
    return inserted;
  });
  forgetTenant(deps, { environmentId: environment.id, tenantId: id });
  return toTenant(deps, row);
}

/** Refuses what another tenant is known by: 409 `conflict`. Nobody else takes it until the transaction ends. */
export async function refuseTaken(
  tx: Orm,
  environmentId: string,
  id: string,
  external: Tenant["external"],
): Promise<void> {
  if (external === null) return;
  await lockForTransaction(tx, `tenants/${environmentId}`);
  if (!(await externalIsTaken(tx, environmentId, id, external))) return;
  const message = "Another tenant is known to that provider by this id";
  fail("conflict", { detail: message, fields: [{ path: "external.tenant_id", message }] });
}

/**
 * Has the tenant stay until the transaction ends: what is made for it there. `not_found` where the environment has none of
 * that id.
 */
export async function holdTenant(tx: Orm, environmentId: string, id: string): Promise<void> {
  if (!(await holdTenantRow(tx, environmentId, id))) refuseUnknown();
}

/** Refuses a tenant that this environment does not have: 404 `not_found`, whosever it is. */
export function refuseUnknown(): never {
  const message = "There is no such tenant";
  return fail("not_found", { detail: message, fields: [{ path: "tenant_id", message }] });
}

/** The columns of what a tenant is said to be, but for the address, which is checked. */
export function columnsOf({ external, name, appName, senderName }: Omit<TenantInput, "senderAddress">) {
  return {
    name,
    appName,
    senderName,
    externalProvider: external?.provider ?? null,
    externalTenantId: external?.tenantId ?? null,
  };
}

/** What events tell of a tenant. */
export function dataOf({ id }: Pick<TenantRow, "id">): { tenant_id: string } {
  return { tenant_id: id };
}

/** What a tenant is, as the audit log keeps it. */
export function termsOf(row: TenantRow): Record<string, unknown> {
  const { name, externalProvider: provider, externalTenantId, appName, senderName, senderAddress } = row;
  return {
    name,
    external: provider === null ? null : { provider, tenant_id: externalTenantId },
    app_name: appName,
    sender_name: senderName,
    sender_address: senderAddress,
  };
}

/** How the audit log names a tenant. */
export function targetOf(id: string): string {
  return `tenant:${id}`;
}

/** A tenant as the domain has it. */
export function toTenant({ clock }: Pick<Deps, "clock">, row: TenantRow): Tenant {
  const { id, name, externalProvider: provider, externalTenantId: tenantId, senderAddress, domain } = row;
  const isReady = domain !== null && isSendable(domain, clock.now());
  return {
    id,
    name,
    external: provider === null || tenantId === null ? null : { provider, tenantId },
    appName: row.appName,
    senderName: row.senderName,
    senderAddress,
    senderStatus: senderAddress === null ? "default" : isReady ? "ready" : "domain_not_verified",
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    updatedAt: row.updatedAt,
  };
}
