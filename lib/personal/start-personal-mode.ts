import { openClosedNames } from "@/db/queries/personal";
import { installationEnvironment } from "@/lib/environments";
import type { Deps } from "@/lib/ports";
import { identifierKeyOf } from "@/lib/users/identifier";
import { OWNER } from "./contract";
import { tellOfRestart } from "./tell-owner";

/**
 * What a start of the server does in personal mode, and nothing where that is off. Whoever can start it is its owner: a
 * name that a stranger closed with wrong codes is open again. The owner is told where the codes go.
 */
export async function startPersonalMode(deps: Deps, firstStart: boolean): Promise<void> {
  if (deps.env.personal === null || firstStart) return;
  const { id } = await installationEnvironment(deps);
  const key = identifierKeyOf(deps.keyring, id, { type: "username", value: OWNER });
  const opened = await openClosedNames(deps.db, id, key);
  await tellOfRestart(deps, opened > 0);
}
