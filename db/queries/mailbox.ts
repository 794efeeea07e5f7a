import { and, desc, eq, lte } from "drizzle-orm";
import type { Database, Orm } from "../client";
import { mailboxMessages } from "../schema";
import type { Written } from "./request-challenge";
import { clockSql, statement } from "./statement";

export type MailboxRow = typeof mailboxMessages.$inferSelect;

function visible(db: Database) {
  return lte(mailboxMessages.visibleAt, clockSql(db.clockOffsetSeconds()));
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

/** What a message that carries a code was written for, in and by. */
export type MailboxOriginRow = Written & { challengeId: string; purpose: string };

const ORIGIN = statement(
  "mailbox_origin",
  `SELECT m.locale, m.template_version AS "templateVersion", c.id AS "challengeId", c.purpose
FROM messages m JOIN challenges c ON c.environment_id = $1 AND c.id = m.challenge_id WHERE m.environment_id = $1 AND m.id = $2::uuid`,
);

/** Where a message comes from; null for one without a code, and once its attempt is not kept any more. */
export async function readMailboxOrigin(
  db: Database,
  environmentId: string,
  id: string,
): Promise<MailboxOriginRow | null> {
  const [row] = await db.run<MailboxOriginRow>(ORIGIN, [environmentId, id]);
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

// One statement: what the Mailbox shows, and what the timeline says it was written by.
const REPLACE = statement(
  "mailbox_replace",
  `WITH told AS (UPDATE messages SET locale = $4::text, template_version = $5::int WHERE environment_id = $1 AND id = $2::uuid)
UPDATE mailbox_messages SET content_encrypted = $3::bytea WHERE environment_id = $1 AND id = $2::uuid`,
);

/** Puts another content in place of a message's own. */
export async function replaceMailboxContent(
  db: Database,
  environmentId: string,
  id: string,
  { contentEncrypted, written }: { contentEncrypted: Buffer; written: Written },
): Promise<void> {
  await db.run(REPLACE, [environmentId, id, contentEncrypted, written.locale, written.templateVersion]);
}
