import { siblingEnvironments } from "@/db/queries/projects";
import { fail } from "@/lib/core/errors";
import { environmentOf } from "@/lib/environments";
import { refuseViewers } from "@/lib/environments/acting";
import type { Deps, Environment, Scope } from "@/lib/ports";
import { copyStored } from "@/lib/settings";
import type { CopiedSettings, CopySettingsInput } from "./contract";
import { readVersionMade } from "./versions";
import { readStored, type WrittenSettings, writeSettings } from "./write-settings";

/**
 * Gives the environment what another one of the customer sets otherwise than by default: test to live, usually. Origins
 * and the audience stay: they say where the environment itself is. With `dryRun` it only says what would change. A key
 * copies within its project. `not_found` for an environment that is not the customer's; errors as of `updateSettings`.
 */
export async function copySettings(
  deps: Deps,
  scope: Scope,
  input: CopySettingsInput,
  resultId?: string,
): Promise<WrittenSettings> {
  refuseViewers(scope);
  const { environment } = scope;
  const source = await sourceOf(deps, scope, input.fromEnvironmentId);
  const [from, current] = await Promise.all([readStored(deps, source.id), readStored(deps, environment.id)]);
  return writeSettings(deps, scope, {
    current,
    read: input.version,
    stored: copyStored(environment.kind, current.settings, from.settings),
    type: "config.copied",
    note: `Copied from ${source.kind}, version ${from.version}`,
    resultId,
    dryRun: input.dryRun,
  });
}

/**
 * What an earlier run of the same request copied; null where it has not. A dry run makes nothing: it is done again.
 */
export async function readCopy(
  deps: Deps,
  scope: Scope,
  input: CopySettingsInput,
  resultId: string,
): Promise<CopiedSettings | null> {
  return input.dryRun ? copySettings(deps, scope, input) : readVersionMade(deps, scope, resultId);
}

async function sourceOf(deps: Deps, { environment, actor }: Scope, named: string | null): Promise<Environment> {
  const [sibling] = named === null ? await siblingEnvironments(deps.db.orm, environment.projectId, environment.id) : [];
  const id = named ?? sibling;
  const source = id === undefined || id === environment.id ? null : await environmentOf(deps, id);
  if (source === null || source.customerId !== environment.customerId) return fail("not_found");
  if (actor.type === "key" && source.projectId !== environment.projectId) return fail("not_found");
  return source;
}
