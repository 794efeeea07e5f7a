import { and, count, desc, eq, isNotNull, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { domains, providerAccounts, tenants } from "../schema";
import { statement } from "./statement";

type NewRow = typeof tenants.$inferInsert;

/**
 * A tenant, with how the domain stands that its mail is to come from; null where that is not verified, or there is
 * none.
 */
export type TenantRow = typeof tenants.$inferSelect & { domain: { lostAt: Date | null } | null };

/** An organisation by the name that a provider of its own has for it. */
export type External = { provider: string; tenantId: string };

const is = (environmentId: string, id: string) => and(eq(tenants.environmentId, environmentId), eq(tenants.id, id));

const isKnownAs = ({ provider, tenantId }: External) =>
  and(eq(tenants.externalProvider, provider), eq(tenants.externalTenantId, tenantId));

function select(orm: Orm, where: SQL | undefined) {
  const isOfAddress = eq(domains.name, sql`split_part(${tenants.senderAddress}, '@', 2)`);
  const mayBeUsed = or(isNull(domains.tenantId), eq(domains.tenantId, tenants.id));
  // Its first column says whether there is a domain.
  return orm
    .select({ tenant: tenants, domain: { verifiedAt: domains.verifiedAt, lostAt: domains.lostAt } })
    .from(tenants)
    .leftJoin(
      domains,
      and(eq(domains.environmentId, tenants.environmentId), isOfAddress, mayBeUsed, isNotNull(domains.verifiedAt)),
    )
    .where(where);
}

type Selected = {
  tenant: typeof tenants.$inferSelect;
  domain: { lostAt: Date | null; verifiedAt: Date | null } | null;
};

function toRow({ tenant, domain }: Selected): TenantRow {
  return { ...tenant, domain: domain?.verifiedAt ? { lostAt: domain.lostAt } : null };
}

/** Adds a tenant. */
export async function insertTenant(tx: Orm, row: NewRow): Promise<void> {
  await tx.insert(tenants).values(row);
}

/** An environment's tenants, newest first, below `before`; of those that a provider of their own knows, that one. */
export async function listTenantRows(
  orm: Orm,
  environmentId: string,
  page: { before: string | null; limit: number; external: External | null },
): Promise<TenantRow[]> {
  const below = page.before === null ? undefined : lt(tenants.id, page.before);
  const known = page.external === null ? undefined : isKnownAs(page.external);
  const rows = await select(orm, and(eq(tenants.environmentId, environmentId), below, known))
    .orderBy(desc(tenants.id))
    .limit(page.limit);
  return rows.map(toRow);
}

/** One tenant of the environment. */
export async function readTenantRow(orm: Orm, environmentId: string, id: string): Promise<TenantRow | null> {
  const [row] = await select(orm, is(environmentId, id));
  return row ? toRow(row) : null;
}

/** One tenant, locked until the transaction ends: what it is and what it becomes are told together. */
export async function lockTenantRow(tx: Orm, environmentId: string, id: string): Promise<TenantRow | null> {
  const [locked] = await tx.select({ id: tenants.id }).from(tenants).where(is(environmentId, id)).for("update");
  return locked ? readTenantRow(tx, environmentId, id) : null;
}

/** Whether the tenant is there; if so it stays until the transaction ends. */
export async function holdTenantRow(tx: Orm, environmentId: string, id: string): Promise<boolean> {
  const rows = await tx.select({ id: tenants.id }).from(tenants).where(is(environmentId, id)).for("key share");
  return rows.length > 0;
}

/** Whether another tenant than `id` is known to that provider by that name. */
export async function externalIsTaken(
  tx: Orm,
  environmentId: string,
  id: string,
  external: External,
): Promise<boolean> {
  const isAnother = and(eq(tenants.environmentId, environmentId), isKnownAs(external), ne(tenants.id, id));
  const rows = await tx.select({ id: tenants.id }).from(tenants).where(isAnother).limit(1);
  return rows.length > 0;
}

/** Changes a tenant. */
export async function updateTenantRow(
  tx: Orm,
  environmentId: string,
  id: string,
  changes: Partial<NewRow>,
): Promise<void> {
  await tx.update(tenants).set(changes).where(is(environmentId, id));
}

/** Deletes a tenant that nothing refers to. */
export async function deleteTenantRow(tx: Orm, environmentId: string, id: string): Promise<void> {
  await tx.delete(tenants).where(is(environmentId, id));
}

/** How many accounts at providers and domains are a tenant's own. */
export async function countTenantsOwn(
  tx: Orm,
  environmentId: string,
  id: string,
): Promise<{ accounts: number; domains: number }> {
  const isAccount = and(eq(providerAccounts.environmentId, environmentId), eq(providerAccounts.tenantId, id));
  const isDomain = and(eq(domains.environmentId, environmentId), eq(domains.tenantId, id));
  const [accounts] = await tx.select({ count: count() }).from(providerAccounts).where(isAccount);
  const [names] = await tx.select({ count: count() }).from(domains).where(isDomain);
  return { accounts: accounts?.count ?? 0, domains: names?.count ?? 0 };
}

/** What a tenant's messages have of its own: accounts and domains as JSON, in the shape of an environment's. */
export type TenantSenderRow = {
  id: string;
  app_name: string | null;
  sender_name: string | null;
  sender_address: string | null;
  accounts: unknown;
  senders: unknown;
};

const SENDER = statement(
  "tenant_sender",
  `SELECT t.id, t.app_name, t.sender_name, t.sender_address,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'provider', a.provider, 'label', a.label,
      'config_encrypted', encode(a.config_encrypted, 'hex')) ORDER BY a.id), '[]')
    FROM provider_accounts a WHERE a.environment_id = $1 AND a.tenant_id = t.id) AS accounts,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'selector', d.dkim_selector,
      'key', encode(d.dkim_private_key_encrypted, 'hex'), 'since', d.verified_at, 'lost_at', d.lost_at,
      'able', d.findings -> 'able') ORDER BY d.name <> split_part(coalesce(t.sender_address, ''), '@', 2), d.verified_at, d.id), '[]')
    FROM domains d WHERE d.environment_id = $1 AND d.verified_at IS NOT NULL
      AND (d.tenant_id = t.id OR d.tenant_id IS NULL AND d.name = split_part(t.sender_address, '@', 2))) AS senders
FROM tenants t WHERE t.environment_id = $1 AND t.id = $2::uuid`,
);

/** The same for one tenant, in one round trip; null where the environment has none of that id. */
export async function readTenantSender(
  db: Database,
  environmentId: string,
  id: string,
): Promise<TenantSenderRow | null> {
  const [row] = await db.run<TenantSenderRow>(SENDER, [environmentId, id]);
  return row ?? null;
}
