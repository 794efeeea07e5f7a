import { getDeps } from "@/lib/deps";
import { checkInstallationMailboxCookie, installationEnvironmentId, openInstallationMailbox } from "@/lib/mailbox";
import { clientOfRequest } from "@/lib/session";
import { readMailboxCookie, writeMailboxCookie } from "@/lib/session/mailbox-access";

/** The installation's Mailbox, for a browser that has opened it; null for any other. Every page and action begins here. */
export async function findMailbox() {
  const deps = await getDeps();
  const cookie = await readMailboxCookie(deps.env);
  if (!cookie || !checkInstallationMailboxCookie(deps, cookie)) return null;
  const environmentId = await installationEnvironmentId(deps);
  const actor = { type: "operator" } as const;
  return { deps, environmentId, scope: { environment: { id: environmentId }, actor, client: await clientOfRequest() } };
}

/**
 * Opens the Mailbox for this browser with the token of its address or the operator's key; answers whether it did.
 * `rate_limited` for one try too many.
 */
export async function openMailbox(credential: { token: string } | { operatorKey: string }): Promise<boolean> {
  const deps = await getDeps();
  const opened = await openInstallationMailbox(deps, await clientOfRequest(), credential);
  if (!opened) return false;
  await writeMailboxCookie(deps.env, opened.cookie, opened.maxAgeSeconds);
  return true;
}
