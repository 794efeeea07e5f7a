import { isDeepStrictEqual } from "node:util";
import { insertSystemSettings } from "@/db/queries/system-settings";
import { fail } from "@/lib/core/errors";
import { installationEnvironment } from "@/lib/environments";
import { actorName } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Client, Deps } from "@/lib/ports";
import { readStoredSystem, readSystemSettings, type SystemSettings } from "@/lib/settings";
import type { UpdateSystemInput } from "./contract";

/** The operator at work: in nobody's environment. */
type Operating = { environment: null; actor: { type: "operator" }; client: Client | null };

/**
 * Changes what holds for all: the next version. `conflict` with the current version and settings where `version` is not
 * it. Noted in the audit log of the installation's own environment. In this process it holds at once, in every other
 * within five seconds.
 */
export async function updateSystemSettings(
  deps: Deps,
  { actor, client }: Operating,
  input: UpdateSystemInput,
): Promise<SystemSettings> {
  const { system: current, withStrange } = await readStoredSystem(deps);
  if (input.version !== current.version) refuseOld(current);
  const { version: _, ...before } = current;
  const after = { ...before, ...input.settings };
  const changed = Object.keys(input.settings).filter(
    (name) => !isDeepStrictEqual(fieldOf(before, name), fieldOf(after, name)),
  );
  if (changed.length === 0) return current;
  const environment = await installationEnvironment(deps);
  const version = current.version + 1;
  const written = await deps.db.transaction(async (tx) => {
    const row = { version, settings: withStrange(after), author: actorName({ actor }), createdAt: deps.clock.now() };
    if (!(await insertSystemSettings(tx, row))) return false;
    const only = (settings: object) => Object.fromEntries(changed.map((name) => [name, fieldOf(settings, name)]));
    await recordEvents(deps, tx, { environment, actor, client }, [
      {
        type: "system.updated",
        data: { version, changed },
        before: only(before),
        after: only(after),
        target: "system",
      },
    ]);
    return true;
  });
  if (!written) refuseOld(await readSystemSettings(deps));
  deps.caches.system.forget("newest");
  return { version, ...after };
}

function fieldOf(settings: object, name: string): unknown {
  return Object.entries(settings).find(([key]) => key === name)?.[1];
}

function refuseOld({ version, ...settings }: SystemSettings): never {
  const detail = `The settings were changed since you read them: version ${version} is the current one`;
  return fail("conflict", { detail, extra: { version, settings } });
}
