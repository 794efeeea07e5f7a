import { z } from "zod";
import type { ActiveUserRow, UsageRow } from "@/db/queries/usage";

/** What is counted of an event: who it was told of, and by whom (`key:<id>`, `user:<id>`, …). */
export type CountedEvent = {
  environmentId: string;
  type: string;
  data: unknown;
  actor: string | null;
  at: Date;
};

type Dimension = "channel" | "country" | "key";
type Metric = { by: readonly Dimension[]; timed?: true; signsIn?: true };

/**
 * Which events are usage. Each counts once under its own type, and once for each of its dimensions: `channel:sms`,
 * `country:GB`, `key:<id>`. A dimension stands only where the event tells it. A requested code is a message. What is not
 * here is not counted.
 */
const METRICS = {
  "otp.requested": { by: ["channel", "country", "key"] },
  "otp.verified": { by: ["channel", "key"], timed: true },
  "otp.failed": { by: ["key"] },
  "user.created": { by: [] },
  "user.logged_in": { by: ["key"], signsIn: true },
  "message.delivered": { by: [] },
  "message.bounced": { by: [] },
  "rate_limit.exceeded": { by: [] },
  "quota.exceeded": { by: [] },
} as const satisfies Record<string, Metric>;

/** How long verifying took, as counts per bucket: the dimension is the bucket's upper bound, `30` or `more`. */
export const VERIFY_SECONDS = "otp.verified.seconds";
/** Users who signed in within the day or month, each once. */
export const ACTIVE_USERS = "users.active";

/** Upper bounds of the buckets, in seconds. Fine where people are: between three seconds and two minutes. */
export const SECONDS_BOUNDS = [
  2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 23, 26, 30, 35, 40, 45, 50, 60, 75, 90, 120, 180, 240, 300, 420, 600,
] as const;

const Facts = z.object({
  channel: z
    .string()
    .regex(/^[a-z]{1,20}$/)
    .optional()
    .catch(undefined),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .catch(undefined),
  seconds: z.number().nonnegative().optional().catch(undefined),
  user_id: z.guid().toLowerCase().optional().catch(undefined),
});

const rules: ReadonlyMap<string, Metric> = new Map(Object.entries(METRICS));

/**
 * What these events add to the counts, and what `retracted` ones take back: a guess that was noted as failed before it
 * was met. Summed up, one row for each count.
 */
export function usageOf(events: readonly CountedEvent[], retracted: readonly CountedEvent[] = []): UsageRow[] {
  const sums = new Map<string, UsageRow>();
  for (const event of events) for (const row of rowsOf(event, 1)) add(sums, row);
  for (const event of retracted) for (const row of rowsOf(event, -1)) add(sums, row);
  return [...sums.values()].filter(({ count }) => count !== 0);
}

/** Who signed in within which day and month, by these events. */
export function activeUsersOf(events: readonly CountedEvent[]): ActiveUserRow[] {
  const rows = new Map<string, ActiveUserRow>();
  for (const { environmentId, type, data, at } of events) {
    const userId = rules.get(type)?.signsIn ? readFacts(data).user_id : undefined;
    if (userId === undefined) continue;
    for (const period of ["day", "month"] as const) {
      const startsAt = startOf(period, at);
      rows.set(`${environmentId} ${period} ${startsAt.getTime()} ${userId}`, {
        environmentId,
        period,
        startsAt,
        userId,
      });
    }
  }
  return [...rows.values()];
}

/** The counts of users who had not signed in before in that day or month. */
export function usageOfActiveUsers(users: readonly ActiveUserRow[]): UsageRow[] {
  const sums = new Map<string, UsageRow>();
  for (const { environmentId, period, startsAt } of users) {
    add(sums, { environmentId, period, startsAt, metric: ACTIVE_USERS, dimension: "", count: 1 });
  }
  return [...sums.values()];
}

/** When the hour, day or month of a moment began, UTC. */
export function startOf(period: UsageRow["period"], at: Date): Date {
  const day = period === "month" ? 1 : at.getUTCDate();
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), day, period === "hour" ? at.getUTCHours() : 0));
}

function rowsOf({ environmentId, type, data, actor, at }: CountedEvent, count: 1 | -1): UsageRow[] {
  const rule = rules.get(type);
  if (!rule) return [];
  const facts = readFacts(data);
  const named = { channel: facts.channel, country: facts.country, key: keyOf(actor) };
  const counted = [
    { metric: type, dimension: "" },
    ...rule.by.flatMap((by) => (named[by] === undefined ? [] : [{ metric: type, dimension: `${by}:${named[by]}` }])),
    ...(rule.timed && facts.seconds !== undefined
      ? [{ metric: VERIFY_SECONDS, dimension: bucketOf(facts.seconds) }]
      : []),
  ];
  return (["hour", "day", "month"] as const).flatMap((period) =>
    counted.map((each) => ({ environmentId, period, startsAt: startOf(period, at), ...each, count })),
  );
}

function readFacts(data: unknown): z.output<typeof Facts> {
  return Facts.catch({}).parse(data);
}

function keyOf(actor: string | null): string | undefined {
  return actor !== null && /^key:[0-9a-f-]{36}$/.test(actor) ? actor.slice(4) : undefined;
}

function bucketOf(seconds: number): string {
  return String(SECONDS_BOUNDS.find((bound) => seconds <= bound) ?? "more");
}

function add(sums: Map<string, UsageRow>, row: UsageRow): void {
  const key = `${row.environmentId} ${row.period} ${row.startsAt.getTime()} ${row.metric} ${row.dimension}`;
  const sum = sums.get(key);
  if (sum) sum.count += row.count;
  else sums.set(key, { ...row });
}
