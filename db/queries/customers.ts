import { and, desc, eq, gt, ilike, inArray, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { apiKeys, customers, environments, members, projects } from "../schema";
import { CLOCK, clockSql, statement } from "./statement";

export type CustomerRow = typeof customers.$inferSelect;

/** Every customer but Ninepin itself, whom nobody suspends, renames or deletes. */
const isCustomer = sql`${customers.id} IS DISTINCT FROM (SELECT ${environments.customerId} FROM ${environments} WHERE ${environments.installation})`;

/** A customer; null for an unknown one, and for Ninepin itself. */
export async function readCustomerRow(orm: Orm, id: string): Promise<CustomerRow | null> {
  const [row] = await orm
    .select()
    .from(customers)
    .where(and(eq(customers.id, id), isCustomer));
  return row ?? null;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockCustomerRow(tx: Orm, id: string): Promise<CustomerRow | null> {
  const [row] = await tx
    .select()
    .from(customers)
    .where(and(eq(customers.id, id), isCustomer))
    .for("update");
  return row ?? null;
}

export type CustomerChange = Partial<Omit<CustomerRow, "id" | "createdAt">>;

/** Changes a customer whose row this transaction has locked. */
export async function updateCustomerRow(tx: Orm, id: string, change: CustomerChange): Promise<CustomerRow | null> {
  const [row] = await tx.update(customers).set(change).where(eq(customers.id, id)).returning();
  return row ?? null;
}

/** Takes a deletion back, while there is time. Null when it is too late, or nobody asked for one. */
export async function keepCustomerRow(tx: Orm, id: string, clockOffsetSeconds: number): Promise<CustomerRow | null> {
  const [row] = await tx
    .update(customers)
    .set({ deletionRequestedAt: null, deleteAfter: null })
    .where(and(eq(customers.id, id), gt(customers.deleteAfter, clockSql(clockOffsetSeconds))))
    .returning();
  return row ?? null;
}

export type CustomerFilter = {
  search: string | null;
  plan: string | null;
  status: "active" | "suspended" | "cancelled" | null;
};

/** Customers, newest first, from below `before`. The search is for a name, a member's address, a project, or an id. */
export async function listCustomerRows(
  orm: Orm,
  filter: CustomerFilter & { before: string | null; limit: number },
): Promise<CustomerRow[]> {
  return orm
    .select()
    .from(customers)
    .where(
      and(
        isCustomer,
        filter.before === null ? undefined : lt(customers.id, filter.before),
        filter.plan === null ? undefined : eq(customers.plan, filter.plan),
        ofStatus(filter.status),
        filter.search === null ? undefined : matching(filter.search),
      ),
    )
    .orderBy(desc(customers.id))
    .limit(filter.limit);
}

function ofStatus(status: CustomerFilter["status"]): SQL | undefined {
  if (status === "cancelled") return isNotNull(customers.cancelledAt);
  if (status === "suspended") return and(isNull(customers.cancelledAt), isNotNull(customers.suspendedAt));
  return status === null ? undefined : and(isNull(customers.cancelledAt), isNull(customers.suspendedAt));
}

function matching(search: string): SQL | undefined {
  const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    ilike(customers.name, like),
    sql`${customers.id}::text = ${search.toLowerCase()}`,
    sql`EXISTS (SELECT FROM ${members} WHERE ${members.customerId} = ${customers.id} AND ${members.removedAt} IS NULL AND ${ilike(members.email, like)})`,
    sql`EXISTS (SELECT FROM ${projects} WHERE ${projects.customerId} = ${customers.id} AND (${ilike(projects.slug, like)} OR ${ilike(projects.name, like)}))`,
  );
}

const USED = statement(
  "customers_quota_used",
  `SELECT s.customer_id, s.span, sum(s.used)::int AS used FROM customer_quota_slots s
WHERE s.customer_id = ANY ($2::uuid[])
  AND (s.span, s.period) IN (VALUES ('day', (${CLOCK} AT TIME ZONE 'UTC')::date),
    ('month', date_trunc('month', ${CLOCK} AT TIME ZONE 'UTC')::date))
GROUP BY s.customer_id, s.span`,
);

/** What these customers have used of their quotas of today and of this month (UTC). */
export async function readQuotaUse(
  db: Database,
  customerIds: readonly string[],
): Promise<{ customer_id: string; span: "day" | "month"; used: number }[]> {
  return db.run(USED, [db.clockOffsetSeconds(), [...customerIds]]);
}

/** The hashes of all keys of these environments: what a process remembers keys by. */
export async function listKeyHashes(orm: Orm, environmentIds: readonly string[]): Promise<Uint8Array[]> {
  const rows = await orm
    .select({ keyHash: apiKeys.keyHash })
    .from(apiKeys)
    .where(inArray(apiKeys.environmentId, [...environmentIds]));
  return rows.map((row) => row.keyHash);
}

/** Renames a project of the customer. False where it is not theirs. */
export async function renameProjectRow(tx: Orm, customerId: string, id: string, name: string): Promise<boolean> {
  const rows = await tx
    .update(projects)
    .set({ name })
    .where(and(eq(projects.customerId, customerId), eq(projects.id, id)))
    .returning({ id: projects.id });
  return rows.length > 0;
}
