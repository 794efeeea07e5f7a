import { and, count, desc, eq, isNotNull, lt, ne, or } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { domains } from "../schema";
import { CLOCK, statement } from "./statement";

export type DomainRow = typeof domains.$inferSelect;
type NewRow = typeof domains.$inferInsert;

const is = (environmentId: string, id: string) => and(eq(domains.environmentId, environmentId), eq(domains.id, id));

/** How many domains an environment has. */
export async function countDomains(orm: Orm, environmentId: string): Promise<number> {
  const [row] = await orm.select({ count: count() }).from(domains).where(eq(domains.environmentId, environmentId));
  return row?.count ?? 0;
}

/** Adds a domain. Null where the environment has one of that name already. */
export async function insertDomain(orm: Orm, row: NewRow): Promise<DomainRow | null> {
  const target = [domains.environmentId, domains.name];
  const [inserted] = await orm.insert(domains).values(row).onConflictDoNothing({ target }).returning();
  return inserted ?? null;
}

/** An environment's domains, newest first, below `before`. */
export async function listDomainRows(
  orm: Orm,
  environmentId: string,
  page: { before: string | null; limit: number },
): Promise<DomainRow[]> {
  const below = page.before === null ? undefined : lt(domains.id, page.before);
  return orm
    .select()
    .from(domains)
    .where(and(eq(domains.environmentId, environmentId), below))
    .orderBy(desc(domains.id))
    .limit(page.limit);
}

/** One domain of the environment, by its id. */
export async function readDomainRow(orm: Orm, environmentId: string, id: string): Promise<DomainRow | null> {
  const [row] = await orm.select().from(domains).where(is(environmentId, id));
  return row ?? null;
}

/** One domain of the environment, by its name. */
export async function readDomainNamed(orm: Orm, environmentId: string, name: string): Promise<DomainRow | null> {
  const [row] = await orm
    .select()
    .from(domains)
    .where(and(eq(domains.environmentId, environmentId), eq(domains.name, name)));
  return row ?? null;
}

/** One domain, locked until the transaction ends. */
export async function lockDomainRow(tx: Orm, environmentId: string, id: string): Promise<DomainRow | null> {
  const [row] = await tx.select().from(domains).where(is(environmentId, id)).for("update");
  return row ?? null;
}

/** Changes a domain. Null where it is not there any more. */
export async function updateDomainRow(
  orm: Orm,
  environmentId: string,
  id: string,
  changes: Partial<NewRow>,
): Promise<DomainRow | null> {
  const [row] = await orm.update(domains).set(changes).where(is(environmentId, id)).returning();
  return row ?? null;
}

/** Deletes a domain with the pages that show it. */
export async function deleteDomainRow(tx: Orm, environmentId: string, id: string): Promise<void> {
  await tx.delete(domains).where(is(environmentId, id));
}

/** Whoever else has the name verified, in whatever environment: one at most. Locked until the transaction ends. */
export async function lockVerifiedHolder(
  tx: Orm,
  name: string,
  notIn: { environmentId: string; id: string },
): Promise<DomainRow | null> {
  const another = or(ne(domains.environmentId, notIn.environmentId), ne(domains.id, notIn.id));
  const [row] = await tx
    .select()
    .from(domains)
    .where(and(eq(domains.name, name), isNotNull(domains.verifiedAt), another))
    .for("update");
  return row ?? null;
}

// Of each environment a few at a time: one with hundreds that hang keeps nobody else's waiting.
const LEASE = statement(
  "domains_lease",
  `WITH due AS (
  SELECT environment_id, id, next_check_at, row_number() OVER (PARTITION BY environment_id ORDER BY next_check_at) AS turn
  FROM (SELECT environment_id, id, next_check_at FROM domains WHERE next_check_at <= (SELECT ${CLOCK})
    ORDER BY next_check_at LIMIT 1000) d
), taken AS (
  SELECT d.ctid AS place FROM domains d JOIN due ON due.environment_id = d.environment_id AND due.id = d.id
  WHERE due.turn <= $3::int AND d.next_check_at <= (SELECT ${CLOCK})
  ORDER BY d.next_check_at LIMIT $4::int FOR UPDATE OF d SKIP LOCKED
)
UPDATE domains SET next_check_at = ${CLOCK} + make_interval(secs => $2::float8)
WHERE ctid = ANY (ARRAY(SELECT place FROM taken)) RETURNING environment_id, id`,
);

/** Takes domains that are due to be checked, for `leaseSeconds`, at most `perEnvironment` of each. */
export async function leaseDomains(
  db: Database,
  input: { leaseSeconds: number; perEnvironment: number; limit: number },
): Promise<{ environmentId: string; id: string }[]> {
  const { leaseSeconds, perEnvironment, limit } = input;
  const rows = await db.run<{ environment_id: string; id: string }>(LEASE, [
    db.clockOffsetSeconds(),
    leaseSeconds,
    perEnvironment,
    limit,
  ]);
  return rows.map(({ environment_id, id }) => ({ environmentId: environment_id, id }));
}
