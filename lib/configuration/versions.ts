import { listSettingsRows, readSettingsOfResult, readSettingsVersion, type SettingsRow } from "@/db/queries/settings";
import { idOfVersion, openCursor, sealCursor, versionOfId } from "@/lib/core/cursor";
import { fail } from "@/lib/core/errors";
import type { Page } from "@/lib/core/wire";
import { refuseViewers } from "@/lib/environments/acting";
import type { Deps, Environment, Scope } from "@/lib/ports";
import { completeSettings, diffSettings, patchStored, type Settings } from "@/lib/settings";
import type { SettingsVersion } from "./contract";
import { readStored, type WrittenSettings, writeSettings } from "./write-settings";

/** What an environment begins with, and a reader of a new one is told: every default. Nothing is stored for it. */
const FIRST_VERSION = 0;

/** A version with all its settings, as they were stored. */
export type WholeVersion = SettingsVersion & { settings: Settings };

/** The versions of an environment's settings, newest first, each with what it changed. */
export async function listVersions(
  deps: Deps,
  { environment }: Scope,
  page: Page,
): Promise<{ data: SettingsVersion[]; nextCursor: string | null }> {
  const list = `settings/${environment.id}`;
  const rows = await listSettingsRows(deps.db.orm, environment.id, {
    before: page.cursor === null ? null : versionOfId(openCursor(deps.keyring, list, page.cursor)),
    limit: page.limit + 1,
  });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    data: shown.map((row, index) => toVersion(environment, row, rows[index + 1] ?? null)),
    nextCursor: rows.length > page.limit && last ? sealCursor(deps.keyring, list, idOfVersion(last.version)) : null,
  };
}

function toVersion({ kind }: Environment, row: SettingsRow, before: SettingsRow | null): SettingsVersion {
  const { version, author, note, createdAt } = row;
  const changes = diffSettings(completeSettings(kind, before?.settings), completeSettings(kind, row.settings));
  return { version, author, note, createdAt, changes };
}

/** One version with all its settings, as they were stored. `not_found` for one that never was. */
export async function readVersion(deps: Deps, { environment }: Scope, version: number): Promise<WholeVersion> {
  const row = (await readSettingsVersion(deps.db.orm, environment.id, version)) ?? fail("not_found");
  return wholeVersion(deps, environment, row);
}

/** The version that a request made which is repeated now; null where it has made none. */
export async function readVersionMade(
  deps: Deps,
  { environment }: Scope,
  resultId: string,
): Promise<WholeVersion | null> {
  const row = await readSettingsOfResult(deps.db.orm, environment.id, resultId);
  return row && wholeVersion(deps, environment, row);
}

async function wholeVersion(deps: Deps, environment: Environment, row: SettingsRow): Promise<WholeVersion> {
  const before = await readSettingsVersion(deps.db.orm, environment.id, row.version - 1);
  return { ...toVersion(environment, row, before), settings: completeSettings(environment.kind, row.settings) };
}

/**
 * Makes an earlier version the current one, as the next version. `not_found` for one that never was, `conflict` where
 * `read` is not the current version; errors as of `updateSettings` for what is not allowed any more.
 */
export async function restoreVersion(
  deps: Deps,
  scope: Scope,
  input: { version: number; read?: number | undefined },
  resultId?: string,
): Promise<WrittenSettings> {
  refuseViewers(scope);
  const { environment } = scope;
  const row = await readSettingsVersion(deps.db.orm, environment.id, input.version);
  if (row === null && input.version !== FIRST_VERSION) fail("not_found");
  return writeSettings(deps, scope, {
    current: await readStored(deps, environment.id),
    read: input.read,
    stored: patchStored(environment.kind, row?.settings, {}),
    type: "config.restored",
    note: `Restored version ${input.version}`,
    resultId,
  });
}
