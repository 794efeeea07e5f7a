import { and, desc, eq, lt, lte, sql } from "drizzle-orm";
import type { Orm } from "../client";
import { templateDrafts, templates } from "../schema";

export type TemplateRow = typeof templates.$inferSelect;
export type TemplateDraftRow = typeof templateDrafts.$inferSelect;

/** Which template of an environment: one for each channel, purpose and language. */
export type TemplateKey = { channel: string; purpose: string; locale: string };

/** A published version without what is in it. `own`: false where it says that the built-in design is sent. */
export type TemplateHeadRow = TemplateKey & {
  version: number;
  own: boolean;
  note: string | null;
  author: string;
  createdAt: Date;
};

function isOf(environmentId: string, { channel, purpose, locale }: TemplateKey) {
  return and(
    eq(templates.environmentId, environmentId),
    eq(templates.channel, channel),
    eq(templates.purpose, purpose),
    eq(templates.locale, locale),
  );
}

function isDraftOf(environmentId: string, { channel, purpose, locale }: TemplateKey) {
  return and(
    eq(templateDrafts.environmentId, environmentId),
    eq(templateDrafts.channel, channel),
    eq(templateDrafts.purpose, purpose),
    eq(templateDrafts.locale, locale),
  );
}

const headColumns = {
  channel: templates.channel,
  purpose: templates.purpose,
  locale: templates.locale,
  version: templates.version,
  own: sql<boolean>`${templates.content} IS NOT NULL`,
  note: templates.note,
  author: templates.author,
  createdAt: templates.createdAt,
};

/** The newest version of each template of an environment that anybody has published. */
export async function listTemplateHeads(orm: Orm, environmentId: string): Promise<TemplateHeadRow[]> {
  return orm
    .selectDistinctOn([templates.channel, templates.purpose, templates.locale], headColumns)
    .from(templates)
    .where(eq(templates.environmentId, environmentId))
    .orderBy(desc(templates.channel), desc(templates.purpose), desc(templates.locale), desc(templates.version));
}

/** The newest version of one template; null where nobody has published any. */
export async function readTemplateRow(orm: Orm, environmentId: string, key: TemplateKey): Promise<TemplateRow | null> {
  const [row] = await orm
    .select()
    .from(templates)
    .where(isOf(environmentId, key))
    .orderBy(desc(templates.version))
    .limit(1);
  return row ?? null;
}

/** One version of a template. */
export async function readTemplateVersion(
  orm: Orm,
  environmentId: string,
  key: TemplateKey,
  version: number,
): Promise<TemplateRow | null> {
  const [row] = await orm
    .select()
    .from(templates)
    .where(and(isOf(environmentId, key), eq(templates.version, version)));
  return row ?? null;
}

/** The version that a request made which is repeated now. */
export async function readTemplateOfResult(
  orm: Orm,
  environmentId: string,
  key: TemplateKey,
  resultId: string,
): Promise<TemplateRow | null> {
  const [row] = await orm
    .select()
    .from(templates)
    .where(and(isOf(environmentId, key), eq(templates.resultId, resultId)));
  return row ?? null;
}

/** Versions of a template without what is in them, newest first, below `before`. */
export async function listTemplateVersions(
  orm: Orm,
  environmentId: string,
  key: TemplateKey,
  page: { before: number | null; limit: number },
): Promise<TemplateHeadRow[]> {
  const below = page.before === null ? undefined : lt(templates.version, page.before);
  return orm
    .select(headColumns)
    .from(templates)
    .where(and(isOf(environmentId, key), below))
    .orderBy(desc(templates.version))
    .limit(page.limit);
}

/** Writes that version. False when somebody else has written it: the key lets one in. */
export async function insertTemplateRow(
  tx: Orm,
  row: Omit<TemplateRow, "content"> & { content: object | null },
): Promise<boolean> {
  const rows = await tx.insert(templates).values(row).onConflictDoNothing().returning({ version: templates.version });
  return rows.length === 1;
}

/** Deletes the versions of a template up to that one. */
export async function dropOldVersions(tx: Orm, environmentId: string, key: TemplateKey, upTo: number): Promise<void> {
  await tx.delete(templates).where(and(isOf(environmentId, key), lte(templates.version, upTo)));
}

/** The drafts of an environment without what is in them. */
export async function listTemplateDrafts(
  orm: Orm,
  environmentId: string,
): Promise<(TemplateKey & { author: string; updatedAt: Date })[]> {
  const { channel, purpose, locale, author, updatedAt } = templateDrafts;
  return orm
    .select({ channel, purpose, locale, author, updatedAt })
    .from(templateDrafts)
    .where(eq(templateDrafts.environmentId, environmentId));
}

/** The draft of a template. */
export async function readTemplateDraft(
  orm: Orm,
  environmentId: string,
  key: TemplateKey,
): Promise<TemplateDraftRow | null> {
  const [row] = await orm.select().from(templateDrafts).where(isDraftOf(environmentId, key));
  return row ?? null;
}

/**
 * Saves a draft as that revision over the one that was read; `read` 0 is that there was none. Null when somebody else has
 * saved it since, or has done away with it.
 */
export async function saveTemplateDraft(
  orm: Orm,
  draft: TemplateKey & {
    environmentId: string;
    revision: number;
    basedOn: number;
    content: object;
    author: string;
    updatedAt: Date;
  },
  read: number,
): Promise<TemplateDraftRow | null> {
  if (read === 0) {
    const [row] = await orm.insert(templateDrafts).values(draft).onConflictDoNothing().returning();
    return row ?? null;
  }
  const { environmentId, channel, purpose, locale, ...rest } = draft;
  const [row] = await orm
    .update(templateDrafts)
    .set(rest)
    .where(and(isDraftOf(environmentId, { channel, purpose, locale }), eq(templateDrafts.revision, read)))
    .returning();
  return row ?? null;
}

/** Does away with a draft. With a revision, only where it still is that one. Whether there was one to do away with. */
export async function deleteTemplateDraft(
  orm: Orm,
  environmentId: string,
  key: TemplateKey,
  revision?: number,
): Promise<boolean> {
  const still = revision === undefined ? undefined : eq(templateDrafts.revision, revision);
  const rows = await orm
    .delete(templateDrafts)
    .where(and(isDraftOf(environmentId, key), still))
    .returning({ revision: templateDrafts.revision });
  return rows.length === 1;
}
