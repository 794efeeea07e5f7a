import { getDeps } from "@/lib/deps";
import { checkInstallationMailboxCookie, installationEnvironmentId, openInstallationMailbox } from "@/lib/mailbox";
import { clientOfRequest } from "@/lib/session";
import { readCookie, writeStrictCookie } from "@/lib/session/cookies";

/** The installation's Mailbox, for a browser that has opened it; null for any other. Every page and action begins here. */
export async function findMailbox() {
  const deps = await getDeps();
  const cookie = await readCookie(deps.env, "mailbox");
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
  await writeStrictCookie(deps.env, "mailbox", opened.cookie, opened.maxAgeSeconds);
  return true;
}
