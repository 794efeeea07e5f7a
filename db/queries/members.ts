import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { customers, memberSessions, members } from "../schema";
import { CLOCK, statement } from "./statement";

export type MemberRow = typeof members.$inferSelect;

/** The member with that address. */
export async function findMember(orm: Orm, email: string): Promise<MemberRow | null> {
  const [row] = await orm
    .select()
    .from(members)
    .where(and(eq(members.email, email), isNull(members.removedAt)));
  return row ?? null;
}

/** Adds a customer. */
export async function insertCustomer(
  orm: Orm,
  customer: { id: string; name: string; plan?: string; createdAt: Date },
): Promise<void> {
  await orm.insert(customers).values(customer);
}

/** A customer's name, and when they were cancelled; null for an unknown one. */
export async function readCustomer(
  orm: Orm,
  id: string,
): Promise<{ id: string; name: string; cancelledAt: Date | null } | null> {
  const [row] = await orm
    .select({ id: customers.id, name: customers.name, cancelledAt: customers.cancelledAt })
    .from(customers)
    .where(eq(customers.id, id));
  return row ?? null;
}

/** Adds a member. */
export async function insertMember(orm: Orm, member: typeof members.$inferInsert): Promise<void> {
  await orm.insert(members).values(member);
}

/** Adds a member's session. */
export async function insertMemberSession(orm: Orm, session: typeof memberSessions.$inferInsert): Promise<void> {
  await orm.insert(memberSessions).values(session);
}

/** Ends a member's session. */
export async function revokeMemberSession(orm: Orm, id: string, at: Date): Promise<void> {
  await orm
    .update(memberSessions)
    .set({ revokedAt: at })
    .where(and(eq(memberSessions.id, id), isNull(memberSessions.revokedAt)));
}

const READ = statement(
  "read_member",
  `SELECT m.id, m.email, m.name, m.role, m.quota_alerts, m.go_live_dismissed, c.id AS customer_id, c.name AS customer_name,
  c.suspended_at IS NOT NULL AS suspended, c.suspended_reason, c.delete_after,
  s.last_seen_at IS NULL OR s.last_seen_at < ${CLOCK} - interval '5 minutes' AS seen_long_ago,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'slug', p.slug, 'name', p.name, 'environments',
     (SELECT jsonb_object_agg(e.kind, e.id) FROM environments e WHERE e.project_id = p.id)) ORDER BY p.created_at), '[]')
   FROM projects p WHERE p.customer_id = c.id) AS projects
FROM member_sessions s JOIN members m ON m.id = s.member_id JOIN customers c ON c.id = m.customer_id
WHERE s.id = $2::uuid AND s.revoked_at IS NULL AND s.expires_at > ${CLOCK} AND s.restore_epoch = $3::int
  AND m.removed_at IS NULL AND c.cancelled_at IS NULL`,
);

export type SignedInMemberRow = {
  id: string;
  email: string;
  name: string | null;
  role: MemberRow["role"];
  quota_alerts: number[] | null;
  go_live_dismissed: string[];
  customer_id: string;
  customer_name: string;
  suspended: boolean;
  suspended_reason: string | null;
  delete_after: Date | null;
  /** Whether the session's last use was noted more than five minutes ago. */
  seen_long_ago: boolean;
  projects: { id: string; slug: string; name: string; environments: { test?: string; live?: string } }[];
};

/** The member of a session, if session, member and customer are all good this moment. */
export async function readSignedInMember(
  db: Database,
  sessionId: string,
  restoreEpoch: number,
): Promise<SignedInMemberRow | null> {
  const [row] = await db.run<SignedInMemberRow>(READ, [db.clockOffsetSeconds(), sessionId, restoreEpoch]);
  return row ?? null;
}

const TOUCH = statement(
  "touch_member_session",
  `UPDATE member_sessions SET last_seen_at = ${CLOCK} WHERE id = $2::uuid`,
);

/** Notes that a member's session is being used. */
export async function touchMemberSession(db: Database, sessionId: string): Promise<void> {
  await db.run(TOUCH, [db.clockOffsetSeconds(), sessionId]);
}

export type ListedMemberRow = {
  id: string;
  email: string;
  name: string | null;
  role: MemberRow["role"];
  createdAt: Date;
  lastSeenAt: Date | null;
};

/** A customer's members, oldest first, with when each was last seen: used a session, or began one. */
export async function listMemberRows(orm: Orm, customerId: string): Promise<ListedMemberRow[]> {
  // The selection of a single table is written without its name, which here would mean the inner one's.
  const lastSeenAt = sql<string | null>`(SELECT max(coalesce(s.last_seen_at, s.created_at)) FROM member_sessions s
    WHERE s.member_id = members.id)`;
  const { id, email, name, role, createdAt } = members;
  const rows = await orm
    .select({ id, email, name, role, createdAt, lastSeenAt })
    .from(members)
    .where(and(eq(members.customerId, customerId), isNull(members.removedAt)))
    .orderBy(asc(members.createdAt), asc(members.id));
  return rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt === null ? null : new Date(row.lastSeenAt) }));
}

export type NoticeReaderRow = Pick<MemberRow, "id" | "email" | "role" | "quotaAlerts">;

/** Who of a customer's members may be mailed notices, and which they want. */
export async function listNoticeReaders(orm: Orm, customerId: string): Promise<NoticeReaderRow[]> {
  const { id, email, role, quotaAlerts } = members;
  return orm
    .select({ id, email, role, quotaAlerts })
    .from(members)
    .where(and(eq(members.customerId, customerId), isNull(members.removedAt)))
    .orderBy(asc(members.createdAt), asc(members.id));
}

/** A member's choice of alerts as it stands, which nobody else changes until the transaction ends. */
export async function lockQuotaAlerts(
  tx: Orm,
  memberId: string,
): Promise<Pick<MemberRow, "role" | "quotaAlerts"> | null> {
  const [row] = await tx
    .select({ role: members.role, quotaAlerts: members.quotaAlerts })
    .from(members)
    .where(and(eq(members.id, memberId), isNull(members.removedAt)))
    .for("update");
  return row ?? null;
}

/** Keeps at which percents of a quota a member is mailed. */
export async function keepQuotaAlerts(tx: Orm, memberId: string, percents: readonly number[]): Promise<void> {
  await tx
    .update(members)
    .set({ quotaAlerts: [...percents] })
    .where(eq(members.id, memberId));
}

const DISMISS_GO_LIVE = statement(
  "dismiss_go_live",
  `UPDATE members SET go_live_dismissed = array_remove(go_live_dismissed, $2::uuid) || CASE WHEN $3::boolean THEN ARRAY[$2::uuid] ELSE '{}' END
WHERE id = $1::uuid`,
);

/** Notes that a member has put a project's go-live list away, or taken it out again. */
export async function noteGoLiveDismissed(
  db: Database,
  memberId: string,
  projectId: string,
  dismissed: boolean,
): Promise<void> {
  await db.run(DISMISS_GO_LIVE, [memberId, projectId, dismissed]);
}
