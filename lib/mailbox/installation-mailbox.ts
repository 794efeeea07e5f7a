import { sameBytes, sha256 } from "@/lib/core/secrets";
import { installationEnvironment } from "@/lib/environments";
import type { Deps } from "@/lib/ports";

const COOKIE_SECONDS = 12 * 3600;

/** Where the installation's Mailbox is opened, with its token; null while Ninepin's own mail goes to a provider. */
export function installationMailboxUrl(deps: Deps): string | null {
  if (deps.delivery.hasEmailProvider()) return null;
  return `${deps.env.appUrl}/mailbox?token=${tokenOf(deps)}`;
}

/** Which environment's Mailbox that is. */
export async function installationEnvironmentId(deps: Deps): Promise<string> {
  return (await installationEnvironment(deps)).id;
}

/**
 * Exchanges the token of the Mailbox's address, or the operator's key, for a cookie. Null for anything else: never by the
 * address somebody comes from, since behind a proxy everybody comes from this machine.
 */
export function openInstallationMailbox(
  deps: Deps,
  proof: { token?: string | undefined; operatorKey?: string | undefined },
): { cookie: string; maxAgeSeconds: number } | null {
  const { operatorKey } = deps.env;
  const byToken = proof.token !== undefined && sameBytes(sha256(proof.token), sha256(tokenOf(deps)));
  const byOperator =
    proof.operatorKey !== undefined &&
    operatorKey !== null &&
    sameBytes(sha256(proof.operatorKey), sha256(operatorKey));
  if (!byToken && !byOperator) return null;
  const until = Math.floor(deps.clock.now().getTime() / 1000) + COOKIE_SECONDS;
  return { cookie: `${until}.${macOf(deps, `cookie/${until}`)}`, maxAgeSeconds: COOKIE_SECONDS };
}

/** Whether a cookie opens the installation's Mailbox now. */
export function checkInstallationMailboxCookie(deps: Deps, cookie: string): boolean {
  const [until = "", mac = ""] = cookie.split(".");
  if (!/^\d{1,12}$/.test(until) || Number(until) * 1000 <= deps.clock.now().getTime()) return false;
  return sameBytes(mac, macOf(deps, `cookie/${until}`));
}

function tokenOf(deps: Deps): string {
  return macOf(deps, "url");
}

function macOf(deps: Deps, text: string): string {
  return deps.keyring.mac("mailbox", text).toString("base64url");
}
