import { desc } from "drizzle-orm";
import type { Orm } from "../client";
import { systemSettings } from "../schema";

export type SystemSettingsRow = { version: number; settings: unknown };

/** The newest version of the operator's settings; null before the first change. */
export async function readSystemSettingsRow(orm: Orm): Promise<SystemSettingsRow | null> {
  const [row] = await orm
    .select({ version: systemSettings.version, settings: systemSettings.settings })
    .from(systemSettings)
    .orderBy(desc(systemSettings.version))
    .limit(1);
  return row ?? null;
}

/** Writes that version. False when somebody else has written it: the key lets one in. */
export async function insertSystemSettings(
  orm: Orm,
  version: { version: number; settings: object; author: string; createdAt: Date },
): Promise<boolean> {
  const rows = await orm
    .insert(systemSettings)
    .values(version)
    .onConflictDoNothing()
    .returning({ version: systemSettings.version });
  return rows.length === 1;
}
