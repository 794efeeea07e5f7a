import type { Orm } from "@/db/client";
import { refuseViewers } from "@/lib/environments/acting";
import type { Deps, Scope } from "@/lib/ports";
import { completeSettings, patchStored, readSystemSettings } from "@/lib/settings";
import { checkProviders } from "./check-providers";
import type { UpdateSettingsInput, VersionedSettings } from "./contract";
import { readStored, type WrittenSettings, writeSettings } from "./write-settings";

/** All settings of the environment and their version, as the database has them now. */
export async function readSettings(deps: Deps, { environment }: Scope): Promise<VersionedSettings> {
  const [{ version, settings }, { bounds }] = await Promise.all([
    readStored(deps, environment.id),
    readSystemSettings(deps),
  ]);
  return { version, settings: completeSettings(environment.kind, settings, bounds) };
}

/**
 * Changes the settings that are named: the next version. `conflict` with the current version and settings where
 * `version` is not it; `invalid_request` beyond the operator's bounds and for a provider that does not carry its
 * channel; `forbidden` for a member who may only look and for what the plan does not have. What changes nothing makes
 * no version. `also` is written in the same transaction, or not at all.
 */
export async function updateSettings(
  deps: Deps,
  scope: Scope,
  input: UpdateSettingsInput,
  also?: (tx: Orm) => Promise<void>,
): Promise<WrittenSettings> {
  refuseViewers(scope);
  const { environment } = scope;
  await checkProviders(deps, environment, input.settings.channels?.providers ?? {});
  const current = await readStored(deps, environment.id);
  const stored = patchStored(environment.kind, current.settings, input.settings);
  return writeSettings(deps, scope, { current, read: input.version, stored, type: "config.updated", note: null, also });
}
