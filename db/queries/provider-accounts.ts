import { and, asc, count, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import type { Orm } from "../client";
import { providerAccounts } from "../schema";

export type ProviderAccountRow = typeof providerAccounts.$inferSelect;
type NewRow = typeof providerAccounts.$inferInsert;

const is = (environmentId: string, id: string) =>
  and(eq(providerAccounts.environmentId, environmentId), eq(providerAccounts.id, id));

/** Those of the environment that are a tenant's, or nobody's of its tenants. */
const isOf = (environmentId: string, tenantId: string | null) =>
  and(
    eq(providerAccounts.environmentId, environmentId),
    tenantId === null ? isNull(providerAccounts.tenantId) : eq(providerAccounts.tenantId, tenantId),
  );

/** How many accounts an environment has; of a tenant, how many that has. */
export async function countAccounts(orm: Orm, environmentId: string, tenantId: string | null): Promise<number> {
  const rows = orm.select({ count: count() }).from(providerAccounts).where(isOf(environmentId, tenantId));
  return (await rows)[0]?.count ?? 0;
}

/** Adds an account. */
export async function insertAccount(orm: Orm, row: NewRow): Promise<ProviderAccountRow> {
  const [inserted] = await orm.insert(providerAccounts).values(row).returning();
  if (!inserted) throw new Error("The account was not inserted");
  return inserted;
}

/** An environment's accounts, or those of one of its tenants, oldest first. */
export async function listAccountRows(
  orm: Orm,
  environmentId: string,
  tenantId: string | null,
): Promise<ProviderAccountRow[]> {
  return orm.select().from(providerAccounts).where(isOf(environmentId, tenantId)).orderBy(asc(providerAccounts.id));
}

/** The providers that tenants of the environment have accounts at, each once, by name. */
export async function listTenantsProviders(orm: Orm, environmentId: string): Promise<string[]> {
  const { provider, tenantId } = providerAccounts;
  const ofTenants = and(eq(providerAccounts.environmentId, environmentId), isNotNull(tenantId));
  const rows = await orm.selectDistinct({ provider }).from(providerAccounts).where(ofTenants).orderBy(asc(provider));
  return rows.map((row) => row.provider);
}

/** One account of the environment. */
export async function readAccountRow(orm: Orm, environmentId: string, id: string): Promise<ProviderAccountRow | null> {
  const [row] = await orm.select().from(providerAccounts).where(is(environmentId, id));
  return row ?? null;
}

/** One account, locked until the transaction ends: what it is and what it becomes are told together. */
export async function lockAccountRow(tx: Orm, environmentId: string, id: string): Promise<ProviderAccountRow | null> {
  const [row] = await tx.select().from(providerAccounts).where(is(environmentId, id)).for("update");
  return row ?? null;
}

/** Changes an account. */
export async function updateAccountRow(
  orm: Orm,
  environmentId: string,
  id: string,
  changes: Partial<NewRow>,
): Promise<ProviderAccountRow | null> {
  const [row] = await orm.update(providerAccounts).set(changes).where(is(environmentId, id)).returning();
  return row ?? null;
}

/** Deletes an account. False when it is not there. */
export async function deleteAccountRow(orm: Orm, environmentId: string, id: string): Promise<boolean> {
  const rows = await orm.delete(providerAccounts).where(is(environmentId, id)).returning({ id: providerAccounts.id });
  return rows.length > 0;
}

/** Notes when an account took a message, or when and why it did not: never over what is newer. */
export async function noteAccountOutcome(
  orm: Orm,
  environmentId: string,
  id: string,
  { at, error }: { at: Date; error: string | null },
): Promise<void> {
  const { lastAcceptedAt, lastErrorAt } = providerAccounts;
  const column = error === null ? lastAcceptedAt : lastErrorAt;
  const changes = error === null ? { lastAcceptedAt: at } : { lastErrorAt: at, lastError: error };
  await orm
    .update(providerAccounts)
    .set(changes)
    .where(and(is(environmentId, id), or(isNull(column), lt(column, at))));
}
