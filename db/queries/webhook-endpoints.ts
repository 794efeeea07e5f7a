import { and, count, desc, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { webhookEndpoints } from "../schema";
import { CLOCK, statement } from "./statement";

export type WebhookEndpointRow = typeof webhookEndpoints.$inferSelect;
type NewRow = typeof webhookEndpoints.$inferInsert;

/** Those of the environment that nobody has deleted. */
const isOf = (environmentId: string) =>
  and(eq(webhookEndpoints.environmentId, environmentId), isNull(webhookEndpoints.deletedAt));

const is = (environmentId: string, id: string) => and(isOf(environmentId), eq(webhookEndpoints.id, id));

/** How many endpoints an environment has. */
export async function countEndpoints(orm: Orm, environmentId: string): Promise<number> {
  const [row] = await orm.select({ count: count() }).from(webhookEndpoints).where(isOf(environmentId));
  return row?.count ?? 0;
}

/** Adds an endpoint. */
export async function insertEndpoint(orm: Orm, row: NewRow): Promise<WebhookEndpointRow> {
  const [inserted] = await orm.insert(webhookEndpoints).values(row).returning();
  if (!inserted) throw new Error("The endpoint was not inserted");
  return inserted;
}

/** An environment's endpoints, newest first, below `before`. */
export async function listEndpointRows(
  orm: Orm,
  environmentId: string,
  page: { before: string | null; limit: number },
): Promise<WebhookEndpointRow[]> {
  const below = page.before === null ? undefined : lt(webhookEndpoints.id, page.before);
  return orm
    .select()
    .from(webhookEndpoints)
    .where(and(isOf(environmentId), below))
    .orderBy(desc(webhookEndpoints.id))
    .limit(page.limit);
}

/** One endpoint of the environment. */
export async function readEndpointRow(orm: Orm, environmentId: string, id: string): Promise<WebhookEndpointRow | null> {
  const [row] = await orm.select().from(webhookEndpoints).where(is(environmentId, id));
  return row ?? null;
}

/** One endpoint, locked until the transaction ends: what it is and what it becomes are told together. */
export async function lockEndpointRow(tx: Orm, environmentId: string, id: string): Promise<WebhookEndpointRow | null> {
  const [row] = await tx.select().from(webhookEndpoints).where(is(environmentId, id)).for("update");
  return row ?? null;
}

/** Changes an endpoint. */
export async function updateEndpointRow(
  orm: Orm,
  environmentId: string,
  id: string,
  changes: Partial<NewRow>,
): Promise<WebhookEndpointRow | null> {
  const [row] = await orm.update(webhookEndpoints).set(changes).where(is(environmentId, id)).returning();
  return row ?? null;
}

/**
 * Marks an endpoint as deleted: from here on nobody finds it and nothing is sent there. Its deliveries may be many, so they
 * go later (`deleteDeliveriesOfDeleted`). False when it is not there.
 */
export async function markEndpointDeleted(orm: Orm, environmentId: string, id: string, at: Date): Promise<boolean> {
  const changes = { deletedAt: at, disabledAt: at };
  return (await updateEndpointRow(orm, environmentId, id, changes)) !== null;
}

/** Turns an endpoint off that is on. False when it was off, or is not there. */
export async function disableEndpointRow(
  tx: Orm,
  environmentId: string,
  id: string,
  off: { at: Date; reason: string },
): Promise<boolean> {
  const rows = await tx
    .update(webhookEndpoints)
    .set({ disabledAt: off.at, disabledReason: off.reason, noticeLevel: 3 })
    .where(and(is(environmentId, id), isNull(webhookEndpoints.disabledAt)))
    .returning({ id: webhookEndpoints.id });
  return rows.length > 0;
}

/** Notes that a notice of failing is given. False when that one, or a later one, was given before. */
export async function raiseNoticeLevel(tx: Orm, environmentId: string, id: string, level: number): Promise<boolean> {
  const rows = await tx
    .update(webhookEndpoints)
    .set({ noticeLevel: level })
    .where(and(is(environmentId, id), lt(webhookEndpoints.noticeLevel, level), isNull(webhookEndpoints.disabledAt)))
    .returning({ id: webhookEndpoints.id });
  return rows.length > 0;
}

/** Notes that it is told where an endpoint leads. False when that was told since then, or the endpoint is not there. */
export async function markRefusalTold(
  tx: Orm,
  environmentId: string,
  id: string,
  { at, since }: { at: Date; since: Date },
): Promise<boolean> {
  const { refusalToldAt: told } = webhookEndpoints;
  const rows = await tx
    .update(webhookEndpoints)
    .set({ refusalToldAt: at })
    .where(and(is(environmentId, id), or(isNull(told), lte(told, since))))
    .returning({ id: webhookEndpoints.id });
  return rows.length > 0;
}

// The newest of each endpoint are enough for a rate: what a page shows costs the same however much there is.
const RATES = statement(
  "webhook_rates",
  `SELECT e.id, (SELECT jsonb_build_object('delivered', count(*) FILTER (WHERE d.delivered_at IS NOT NULL),
      'failed', count(*) FILTER (WHERE d.delivered_at IS NULL AND (d.failed_at IS NOT NULL OR d.attempts > 0)))
    FROM (SELECT delivered_at, failed_at, attempts FROM webhook_deliveries
      WHERE environment_id = $2 AND endpoint_id = e.id AND created_at > ${CLOCK} - interval '24 h'
      ORDER BY created_at DESC, id DESC LIMIT 5000) d) AS rate
FROM unnest($3::uuid[]) AS e(id)`,
);

export type EndpointRate = { delivered: number; failed: number };

/** How the deliveries of the last 24 hours went, of the newest 5,000 of each endpoint. */
export async function readRates(
  db: Database,
  environmentId: string,
  ids: readonly string[],
): Promise<Map<string, EndpointRate>> {
  if (ids.length === 0) return new Map();
  const rows = await db.run<{ id: string; rate: EndpointRate }>(RATES, [
    db.clockOffsetSeconds(),
    environmentId,
    [...ids],
  ]);
  return new Map(rows.map(({ id, rate }) => [id, rate]));
}

/** The endpoints of an environment whose URL begins so. */
export async function endpointsAt(orm: Orm, environmentId: string, url: string): Promise<WebhookEndpointRow[]> {
  return orm
    .select()
    .from(webhookEndpoints)
    .where(and(isOf(environmentId), sql`starts_with(${webhookEndpoints.url}, ${url})`))
    .limit(100);
}
