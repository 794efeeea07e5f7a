import { and, desc, eq, lt } from "drizzle-orm";
import type { Orm } from "../client";
import { settings } from "../schema";

export type SettingsRow = typeof settings.$inferSelect;

/** The newest version of an environment's settings; null before the first change. */
export async function readSettingsRow(orm: Orm, environmentId: string): Promise<SettingsRow | null> {
  const [row] = await orm
    .select()
    .from(settings)
    .where(eq(settings.environmentId, environmentId))
    .orderBy(desc(settings.version))
    .limit(1);
  return row ?? null;
}

/** One version of an environment's settings. */
export async function readSettingsVersion(
  orm: Orm,
  environmentId: string,
  version: number,
): Promise<SettingsRow | null> {
  const [row] = await orm
    .select()
    .from(settings)
    .where(and(eq(settings.environmentId, environmentId), eq(settings.version, version)));
  return row ?? null;
}

/** The version that a request made which is repeated now. */
export async function readSettingsOfResult(
  orm: Orm,
  environmentId: string,
  resultId: string,
): Promise<SettingsRow | null> {
  const [row] = await orm
    .select()
    .from(settings)
    .where(and(eq(settings.environmentId, environmentId), eq(settings.resultId, resultId)));
  return row ?? null;
}

/** Versions of an environment's settings, newest first, below `before`. */
export async function listSettingsRows(
  orm: Orm,
  environmentId: string,
  page: { before: number | null; limit: number },
): Promise<SettingsRow[]> {
  const below = page.before === null ? undefined : lt(settings.version, page.before);
  return orm
    .select()
    .from(settings)
    .where(and(eq(settings.environmentId, environmentId), below))
    .orderBy(desc(settings.version))
    .limit(page.limit);
}

/** Writes that version. False when somebody else has written it: the key lets one in. */
export async function insertSettingsRow(
  orm: Orm,
  row: {
    environmentId: string;
    version: number;
    settings: object;
    author: string;
    note: string | null;
    resultId: string | null;
    createdAt: Date;
  },
): Promise<boolean> {
  const rows = await orm.insert(settings).values(row).onConflictDoNothing().returning({ version: settings.version });
  return rows.length === 1;
}
