import { sameBytes, sha256 } from "@/lib/core/secrets";
import { installationEnvironment } from "@/lib/environments";
import { networkOf, take } from "@/lib/limits";
import { recordEvents } from "@/lib/outbox";
import type { Actor, Client, Deps } from "@/lib/ports";

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
 * address somebody comes from, since behind a proxy everybody comes from this machine. Each try counts as one at the
 * operator's door (429 `rate_limited`), and each stands in the log of Ninepin's own environment.
 */
export async function openInstallationMailbox(
  deps: Deps,
  client: Client,
  proof: { token?: string | undefined; operatorKey?: string | undefined },
): Promise<{ cookie: string; maxAgeSeconds: number } | null> {
  await take(deps.limits, "operator.signin.ip", networkOf(client.ip));
  const { operatorKey } = deps.env;
  const byToken = proof.token !== undefined && sameBytes(sha256(proof.token), sha256(tokenOf(deps)));
  const byOperator =
    proof.operatorKey !== undefined &&
    operatorKey !== null &&
    sameBytes(sha256(proof.operatorKey), sha256(operatorKey));
  await tell(deps, client, byToken || byOperator ? "mailbox.opened" : "mailbox.open_refused");
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

async function tell(deps: Deps, client: Client, type: "mailbox.opened" | "mailbox.open_refused"): Promise<void> {
  const environment = await installationEnvironment(deps);
  const actor: Actor = { type: type === "mailbox.opened" ? "operator" : "system" };
  await deps.db.transaction((tx) => recordEvents(deps, tx, { environment, actor, client }, [{ type, data: {} }]));
  deps.nudge();
}

function tokenOf(deps: Deps): string {
  return macOf(deps, "url");
}

function macOf(deps: Deps, text: string): string {
  return deps.keyring.mac("mailbox", text).toString("base64url");
}
