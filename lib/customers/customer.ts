import {
  type CustomerRow,
  listCustomerRows,
  listKeyHashes,
  readCustomerRow,
  readQuotaUse,
} from "@/db/queries/customers";
import { listEnvironments } from "@/db/queries/environments";
import { listMemberRows } from "@/db/queries/members";
import { FeatureOverrides, planOf } from "@/lib/billing";
import { cutPage, openCursor } from "@/lib/core/cursor";
import { fail } from "@/lib/core/errors";
import type { Asking } from "@/lib/environments";
import type { Deps } from "@/lib/ports";
import type { Customer, CustomerStatus, CustomersQuery, OperatedCustomer } from "./customer-contract";

/** A customer's state: cancelled, else suspended, else active. */
export function statusOf(row: Pick<CustomerRow, "cancelledAt" | "suspendedAt">): CustomerStatus {
  if (row.cancelledAt !== null) return "cancelled";
  return row.suspendedAt === null ? "active" : "suspended";
}

/** The customer of whoever asks by a key or as a member. The operator, who is nobody's, gets `not_found`. */
export function customerIdOf(asking: Asking): string {
  return asking.environment?.customerId ?? fail("not_found");
}

/** A customer as they see themselves, with what they have used of their quotas. */
export async function readCustomer(deps: Deps, asking: Asking): Promise<Customer> {
  const row = await readCustomerRow(deps.db.orm, customerIdOf(asking));
  if (!row) return fail("not_found");
  const [customer] = await withUse(deps, [row]);
  return customer ?? fail("not_found");
}

/** A customer as the operator sees them. `not_found` for one that never was, and for Ninepin itself. */
export async function readOperatedCustomer(deps: Deps, asking: Asking, customerId: string): Promise<OperatedCustomer> {
  requireOperator(asking);
  const row = await readCustomerRow(deps.db.orm, customerId);
  if (!row) return fail("not_found");
  const [[customer], environments, members] = await Promise.all([
    withUse(deps, [row]),
    listEnvironments(deps.db.orm, customerId),
    listMemberRows(deps.db.orm, customerId),
  ]);
  if (!customer) return fail("not_found");
  return {
    ...customer,
    ownQuotas: { daily: row.dailyQuota, monthly: row.monthlyQuota },
    ownFeatures: FeatureOverrides.catch({}).parse(row.features),
    projects: environments.flatMap((environment) => {
      const live = environments.find((each) => each.projectId === environment.projectId && each.kind === "live");
      if (environment.kind === "live" || !live) return [];
      const { projectId: id, projectSlug: slug, projectName: name } = environment;
      return [{ id, slug, name, environments: { test: environment.id, live: live.id } }];
    }),
    members,
  };
}

/** Customers, newest first, for the operator. */
export async function listCustomers(
  deps: Deps,
  asking: Asking,
  query: CustomersQuery,
): Promise<{ data: Customer[]; nextCursor: string | null }> {
  requireOperator(asking);
  const rows = await listCustomerRows(deps.db.orm, {
    ...query,
    before: query.cursor === null ? null : openCursor(deps.keyring, "customers", query.cursor),
    limit: query.limit + 1,
  });
  const { shown, nextCursor } = cutPage(deps.keyring, "customers", rows, query.limit);
  return {
    data: await withUse(deps, shown),
    nextCursor,
  };
}

/** Refuses everybody but the operator. */
export function requireOperator({ actor }: Asking): void {
  if (actor.type !== "operator") fail("forbidden", { detail: "Only the operator may do that" });
}

/** The environments of a customer: what concerns the customer is told in each one's log. */
export async function environmentIdsOf(deps: Deps, customerId: string): Promise<string[]> {
  return (await listEnvironments(deps.db.orm, customerId)).map(({ id }) => id);
}

/** Makes this process look at a customer afresh; the others do within five seconds. */
export async function forgetCustomer(deps: Deps, environmentIds: readonly string[]): Promise<void> {
  for (const id of environmentIds) deps.caches.environments.forget(id);
  if (environmentIds.length === 0) return;
  const hashes = await listKeyHashes(deps.db.orm, environmentIds);
  for (const hash of hashes) deps.caches.keys.forget(Buffer.from(hash).toString("base64"));
}

async function withUse(deps: Deps, rows: readonly CustomerRow[]): Promise<Customer[]> {
  const uses =
    rows.length === 0
      ? []
      : await readQuotaUse(
          deps.db,
          rows.map(({ id }) => id),
        );
  const used = (id: string, span: "day" | "month") =>
    uses.find((use) => use.customer_id === id && use.span === span)?.used ?? 0;
  return rows.map((row) => {
    const { plan, features, quota } = planOf(row);
    return {
      id: row.id,
      name: row.name,
      status: statusOf(row),
      statusReason: statusOf(row) === "active" ? null : row.suspendedReason,
      plan,
      quotas: {
        daily: { limit: quota.daily, used: used(row.id, "day") },
        monthly: { limit: quota.monthly, used: used(row.id, "month") },
      },
      features,
      createdAt: row.createdAt,
      deletionRequestedAt: row.deletionRequestedAt,
      deleteAfter: row.deleteAfter,
    };
  });
}
