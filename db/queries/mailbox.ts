import { and, desc, eq, lte, sql } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { mailboxMessages } from "../schema";

export type MailboxRow = typeof mailboxMessages.$inferSelect;

function visible(db: Database) {
  const now = sql`clock_timestamp() + make_interval(secs => ${db.clockOffsetSeconds()}::float8)`;
  return lte(mailboxMessages.visibleAt, now);
}

/** What landed, newest first. */
export async function listMailboxRows(
  db: Database,
  environmentId: string,
  filter: { recipient: string | null; limit: number },
): Promise<MailboxRow[]> {
  const { recipient } = filter;
  return db.orm
    .select()
    .from(mailboxMessages)
    .where(
      and(
        eq(mailboxMessages.environmentId, environmentId),
        recipient === null ? undefined : eq(mailboxMessages.recipient, recipient),
        visible(db),
      ),
    )
    .orderBy(desc(mailboxMessages.visibleAt), desc(mailboxMessages.id))
    .limit(filter.limit);
}

/** One message of the environment. */
export async function readMailboxRow(db: Database, environmentId: string, id: string): Promise<MailboxRow | null> {
  const [row] = await db.orm
    .select()
    .from(mailboxMessages)
    .where(and(eq(mailboxMessages.environmentId, environmentId), eq(mailboxMessages.id, id), visible(db)));
  return row ?? null;
}

/** The newest message's id. */
export async function newestMailboxRow(db: Database, environmentId: string): Promise<string | null> {
  const [row] = await db.orm
    .select({ id: mailboxMessages.id })
    .from(mailboxMessages)
    .where(and(eq(mailboxMessages.environmentId, environmentId), visible(db)))
    .orderBy(desc(mailboxMessages.visibleAt), desc(mailboxMessages.id))
    .limit(1);
  return row?.id ?? null;
}

/** Deletes one message, or all of them. Answers how many there were. */
export async function deleteMailboxRows(orm: Orm, environmentId: string, id: string | null): Promise<number> {
  const rows = await orm
    .delete(mailboxMessages)
    .where(and(eq(mailboxMessages.environmentId, environmentId), id === null ? undefined : eq(mailboxMessages.id, id)))
    .returning({ id: mailboxMessages.id });
  return rows.length;
}

/** Puts another content in place of a message's own. */
export async function replaceMailboxContent(
  db: Database,
  environmentId: string,
  id: string,
  contentEncrypted: Buffer,
): Promise<void> {
  await db.orm
    .update(mailboxMessages)
    .set({ contentEncrypted })
    .where(and(eq(mailboxMessages.environmentId, environmentId), eq(mailboxMessages.id, id)));
}
