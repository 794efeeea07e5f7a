import type { Orm } from "@/db/client";
import { syncOrigins } from "@/db/queries/origins";
import { insertSettingsRow, readSettingsRow } from "@/db/queries/settings";
import { listSigningKeys } from "@/db/queries/signing-keys";
import { fail } from "@/lib/core/errors";
import { actorName } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Environment, Scope } from "@/lib/ports";
import { completeSettings, diffSettings, type Groups, readSystemSettings, type SettingChange } from "@/lib/settings";
import { checkAudience, checkSettings } from "./check-settings";
import type { VersionedSettings } from "./contract";

/** The newest version as it is stored; version 0 stores nothing. */
export type StoredSettings = { version: number; settings: unknown; author: string };

/** The newest version of an environment's settings, as the database has it now. */
export async function readStored(deps: Pick<Deps, "db">, environmentId: string): Promise<StoredSettings> {
  const row = await readSettingsRow(deps.db.orm, environmentId);
  return row ?? { version: 0, settings: {}, author: "system" };
}

/** What would change, or has. */
export type WrittenSettings = VersionedSettings & { changes: readonly SettingChange[] };

type NextVersion = {
  current: StoredSettings;
  /** The version that whoever changes it has read; none given: whichever is the newest. */
  read?: number | undefined;
  stored: Groups;
  type: "config.updated" | "config.restored" | "config.copied";
  note: string | null;
  /** The id by which a repetition of the request finds the version. It makes one even where nothing differs. */
  resultId?: string | undefined;
  /** Only says what would change. */
  dryRun?: boolean;
  /** What is written with it, or not at all. It is written as well where no version is made. */
  also?: ((tx: Orm) => Promise<void>) | undefined;
};

/**
 * Writes the version after `current`, if anything differs. What it may not be is refused; `conflict` with the present
 * version and settings where somebody else changed them since they were read. In this process it holds at once, in every
 * other within five seconds.
 */
export async function writeSettings(deps: Deps, scope: Scope, next: NextVersion): Promise<WrittenSettings> {
  const { environment } = scope;
  const { current, stored } = next;
  const { bounds } = await readSystemSettings(deps);
  if (next.read !== undefined && next.read !== current.version) refuseOld(environment, current, bounds);
  const after = completeSettings(environment.kind, stored);
  const changes = diffSettings(completeSettings(environment.kind, current.settings), after);
  const settings = completeSettings(environment.kind, stored, bounds);
  const makesOne = changes.length > 0 || next.resultId !== undefined;
  if (!makesOne) {
    if (next.also && !next.dryRun) await deps.db.transaction(next.also);
    return { version: current.version, settings, changes };
  }
  checkSettings(environment, { changes, after }, bounds);
  await requireSharedSecret(deps, environment, changes);
  if (next.dryRun) await checkAudience(deps.db.orm, environment, { changes, after });
  if (next.dryRun) return { version: current.version, settings, changes };
  const version = current.version + 1;
  const written = await deps.db.transaction(async (tx) => {
    await checkAudience(tx, environment, { changes, after });
    const inserted = await insertSettingsRow(tx, {
      environmentId: environment.id,
      version,
      settings: stored,
      author: actorName(scope),
      note: next.note,
      resultId: next.resultId ?? null,
      createdAt: deps.clock.now(),
    });
    if (!inserted) return false;
    await next.also?.(tx);
    await syncOrigins(tx, environment.id, "settings", after.cors.origins);
    await recordEvents(deps, tx, scope, [
      {
        type: next.type,
        data: { version, changed: changes.map(({ path }) => path), ...(next.note !== null && { note: next.note }) },
        before: Object.fromEntries(changes.map((change) => [change.path, change.before])),
        after: Object.fromEntries(changes.map((change) => [change.path, change.after])),
        target: `config:${environment.id}`,
      },
    ]);
    return true;
  });
  if (!written) refuseOld(environment, await readStored(deps, environment.id), bounds);
  forgetSettings(deps, environment, changes);
  return { version, settings, changes };
}

/** Tokens by a shared secret need somebody who has it: the secret is shown when its key is made, and never again. */
async function requireSharedSecret(
  deps: Pick<Deps, "clock" | "db">,
  environment: Environment,
  changes: readonly SettingChange[],
): Promise<void> {
  if (!changes.some(({ path, after }) => path === "tokens.algorithm" && after === "HS256")) return;
  const keys = await listSigningKeys(deps.db.orm, environment.id, deps.clock.now());
  if (keys.some(({ algorithm }) => algorithm === "HS256")) return;
  const message = "Make an HS256 key first, at POST /api/admin/signing-keys: its answer shows the secret, this once";
  fail("invalid_request", { fields: [{ path: "settings.tokens.algorithm", message }] });
}

/** Two who edit at once: the second is told what the first made of it. */
function refuseOld(
  environment: Environment,
  { version, settings, author }: StoredSettings,
  bounds: Parameters<typeof completeSettings>[2],
): never {
  return fail("conflict", {
    detail: `The settings were changed since you read them: version ${version} is the current one`,
    extra: { version, author, settings: completeSettings(environment.kind, settings, bounds) },
  });
}

function forgetSettings(deps: Pick<Deps, "caches">, { id }: Environment, changes: readonly SettingChange[]): void {
  deps.caches.environments.forget(id);
  const origins = changes.filter(({ path }) => path === "cors.origins").flatMap(({ before, after }) => [before, after]);
  for (const origin of origins.flat()) {
    deps.caches.origins.forget(`${id} ${origin}`);
    // A preflight names no environment.
    deps.caches.origins.forget(`${origin}`);
  }
}
