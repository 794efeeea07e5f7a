import { eq, inArray, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import type { Database, Orm } from "../client";
import * as schema from "../schema";
import { CLOCK, statement } from "./statement";

const { customers, environments, memberSessions, members, projects } = schema;

/** What hangs on a customer and goes last, with the customer's own row. */
const ACCOUNT = new Set(["customers", "environments", "members", "projects"]);

const tables = Object.values(schema)
  .filter((each) => is(each, PgTable))
  .map((table) => getTableConfig(table))
  .filter(({ name }) => !ACCOUNT.has(name));

const having = (column: string) => tables.filter(({ columns }) => columns.some(({ name }) => name === column));

/** Tables in an order in which rows can go: whoever refers to others goes before them. */
function refersFirst(these: typeof tables): typeof tables {
  const ordered: typeof tables = [];
  let waiting = these;
  while (waiting.length > 0) {
    const referredTo = new Set(
      waiting.flatMap(({ name, foreignKeys }) =>
        foreignKeys.map((key) => getTableConfig(key.reference().foreignTable).name).filter((other) => other !== name),
      ),
    );
    const free = waiting.filter(({ name }) => !referredTo.has(name));
    if (free.length === 0) throw new Error("Tables that refer to each other in a ring cannot be emptied");
    ordered.push(...free);
    waiting = waiting.filter((table) => !free.includes(table));
  }
  return ordered;
}

/** A statement that deletes at most $2 rows of a table whose column is one of $1, and counts them. */
function deleting(table: string, column: string) {
  return statement(
    `purge_${table}`,
    `WITH gone AS (
  DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${column} = ANY ($1::uuid[]) LIMIT $2::int FOR UPDATE SKIP LOCKED))
  RETURNING 1
)
SELECT count(*)::int AS rows FROM gone`,
  );
}

// Read from the schema, not written by hand: a table that is added tomorrow is emptied too.
const OF_ENVIRONMENTS = refersFirst(having("environment_id")).map(({ name }) => deleting(name, "environment_id"));
const OF_CUSTOMERS = refersFirst(having("customer_id")).map(({ name }) => deleting(name, "customer_id"));

const LEFT = statement(
  "purge_left",
  `SELECT ${[
    ...having("environment_id").map(
      ({ name }) => `EXISTS (SELECT FROM ${name} WHERE environment_id = ANY ($1::uuid[]))`,
    ),
    ...having("customer_id").map(({ name }) => `EXISTS (SELECT FROM ${name} WHERE customer_id = $2::uuid)`),
  ].join("\n  OR ")} AS left`,
);

const CLOSE = statement(
  "purge_close",
  `UPDATE customers SET cancelled_at = ${CLOCK} WHERE delete_after <= ${CLOCK} AND cancelled_at IS NULL RETURNING id`,
);

const DUE = statement(
  "purge_due",
  `SELECT c.id, (SELECT coalesce(array_agg(e.id), '{}') FROM environments e WHERE e.customer_id = c.id) AS environment_ids
FROM customers c
WHERE c.delete_after <= ${CLOCK} AND c.cancelled_at <= ${CLOCK} - make_interval(secs => $2::float8)
ORDER BY c.delete_after LIMIT 1`,
);

/** Ends every customer whose time to take a deletion back is over: from here on nothing of theirs answers. Their ids. */
export async function closeDeletedCustomers(db: Database): Promise<string[]> {
  return (await db.run<{ id: string }>(CLOSE, [db.clockOffsetSeconds()])).map((row) => row.id);
}

/** A customer who was ended at least that long ago and whose rows are to go, with their environments; or null. */
export async function findCustomerToPurge(
  db: Database,
  closedSeconds: number,
): Promise<{ id: string; environment_ids: string[] } | null> {
  const [row] = await db.run<{ id: string; environment_ids: string[] }>(DUE, [db.clockOffsetSeconds(), closedSeconds]);
  return row ?? null;
}

/** Deletes at most `limit` rows of each table that belong to the customer. Answers how many went; 0 when none is left. */
export async function deleteCustomerRows(
  db: Database,
  customer: { id: string; environment_ids: string[] },
  limit: number,
): Promise<number> {
  let gone = 0;
  for (const [statements, ids] of [
    [OF_ENVIRONMENTS, customer.environment_ids],
    [OF_CUSTOMERS, [customer.id]],
  ] as const) {
    for (const each of statements) {
      const [row] = await db.run<{ rows: number }>(each, [ids, limit]);
      gone += row?.rows ?? 0;
    }
  }
  return gone;
}

/** Whether any row of theirs is left outside their account. */
export async function customerHasRows(
  db: Database,
  customer: { id: string; environment_ids: string[] },
): Promise<boolean> {
  const [row] = await db.run<{ left: boolean }>(LEFT, [customer.environment_ids, customer.id]);
  return row?.left ?? false;
}

/** Deletes the account itself: sessions, members, environments, projects, customer. False when another was first. */
export async function deleteAccount(tx: Orm, customerId: string): Promise<boolean> {
  const theirs = tx.select({ id: members.id }).from(members).where(eq(members.customerId, customerId));
  await tx.delete(memberSessions).where(inArray(memberSessions.memberId, theirs));
  await tx.delete(members).where(eq(members.customerId, customerId));
  await tx.delete(environments).where(eq(environments.customerId, customerId));
  await tx.delete(projects).where(eq(projects.customerId, customerId));
  const rows = await tx.delete(customers).where(eq(customers.id, customerId)).returning({ id: customers.id });
  return rows.length > 0;
}
