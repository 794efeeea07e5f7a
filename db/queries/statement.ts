import { type SQL, sql } from "drizzle-orm";
import type { Statement } from "../client";

/**
 * The database's clock at the moment the expression is evaluated, moved by $1 seconds. Not now(): that is taken before a
 * lock is waited for, so an expired code could pass after the wait.
 */
export const CLOCK = "(clock_timestamp() + make_interval(secs => $1::float8))";

/** The same clock for what is put together anew each time. */
export function clockSql(offsetSeconds: number): SQL {
  return sql`(clock_timestamp() + make_interval(secs => ${offsetSeconds}::float8))`;
}

/**
 * Names a statement, so that each connection prepares it once. Where it or a part that it is made of looks at the clock,
 * its first parameter is the clock's offset in seconds.
 */
export function statement(name: string, text: string): Statement {
  return { name, text };
}

// A row that another part of the statement names is looked up by scalar subqueries, `key = (SELECT key FROM target)`, and
// not by a join. Their values are known before the scan, so all of the key ends in the index condition. A join leaves the
// planner the choice to read everything that an environment has, which it takes while the environment is small, or as
// small as most are; and a prepared plan outlives that.

/** The user of the session `s`, found by their key whatever the planner thinks. */
export const JOIN_USER =
  "CROSS JOIN LATERAL (SELECT * FROM users WHERE environment_id = $2 AND id = s.user_id OFFSET 0) u";

/** The user of `u` as JSON, without what only we need to know. */
export const USER_JSON =
  "jsonb_build_object('id', u.id, 'name', u.name, 'locale', u.locale, 'role', u.role, 'metadata', u.metadata)";

/** The identifiers of that user expression as a JSON array, oldest first. */
export function identifiersJson(environment: string, user: string): string {
  return `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'type', i.type, 'value', i.value, 'verified_at', i.verified_at)
      ORDER BY i.created_at, i.id), '[]'::jsonb)
    FROM identifiers i WHERE i.environment_id = ${environment} AND i.user_id = ${user})`;
}

/** The environment $2 may act now: its customer is active, and the key (a uuid parameter, or null) is still good. */
export function aliveSql(key: string): string {
  return `SELECT FROM environments e JOIN customers c ON c.id = e.customer_id
    WHERE e.id = $2 AND c.suspended_at IS NULL AND c.cancelled_at IS NULL
      AND (${key}::uuid IS NULL OR EXISTS (SELECT FROM api_keys k WHERE k.environment_id = $2 AND k.id = ${key}
        AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${CLOCK})))`;
}

/** A row of identifiers as the JSON above gives it. */
export type IdentifierJson = { id: string; type: "email" | "phone" | "username"; value: string; verified_at: string };

/** A user as the JSON above gives it. */
export type UserJson = {
  id: string;
  name: string | null;
  locale: string | null;
  role: "user" | "admin" | "super";
  metadata: Record<string, unknown>;
};
