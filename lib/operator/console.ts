import { isConsoleClosed } from "@/db/queries/installation";
import { addSeconds } from "@/lib/core/clock";
import { isUuid, uuidv7 } from "@/lib/core/ids";
import { sameBytes, sha256 } from "@/lib/core/secrets";
import { installationEnvironment } from "@/lib/environments";
import { networkOf, take } from "@/lib/limits";
import { recordEvents } from "@/lib/outbox";
import type { Actor, Client, Deps } from "@/lib/ports";

const COOKIE_SECONDS = 12 * 3600;

/** The operator, for the functions that ask who does it. */
export type OperatorAsking = { environment: null; actor: Extract<Actor, { type: "operator" }>; client: Client };

/** Who acts in the console. */
export function operatorAt(client: Client): OperatorAsking {
  return { environment: null, actor: { type: "operator" }, client };
}

/**
 * Exchanges the operator's key for a cookie that opens the console for twelve hours; null for any other text. Never by
 * the address somebody comes from, since behind a proxy everybody comes from this machine. Each try counts (429
 * `rate_limited`), and each stands in the log of Ninepin's own environment. The console that the browser had, `earlier`, is
 * closed by a right one: a copy of its cookie must not outlive it (ASVS 7.2.4).
 */
export async function openConsole(
  deps: Deps,
  client: Client,
  presented: string,
  earlier: string | null = null,
): Promise<{ cookie: string; maxAgeSeconds: number } | null> {
  await take(deps.limits, "operator.signin.ip", networkOf(client.ip));
  const { operatorKey } = deps.env;
  const opens = operatorKey !== null && sameBytes(sha256(presented), sha256(operatorKey));
  if (!opens) {
    await tell(deps, client, "operator.sign_in_refused");
    return null;
  }
  if (earlier !== null) await closeConsole(deps, client, earlier);
  const consoleId = uuidv7(deps.clock, deps.random);
  await tell(deps, client, "operator.signed_in", consoleId);
  const until = Math.floor(deps.clock.now().getTime() / 1000) + COOKIE_SECONDS;
  return { cookie: `${until}.${consoleId}.${macOf(deps, until, consoleId)}`, maxAgeSeconds: COOKIE_SECONDS };
}

/**
 * Which console a cookie opens now; null for none. None does that was given for another key, or that its browser has left,
 * wherever a copy of it is (ASVS 7.4.1).
 */
export async function openedConsole(
  deps: Pick<Deps, "env" | "keyring" | "clock" | "db" | "caches">,
  cookie: string,
): Promise<string | null> {
  const [until = "", consoleId = "", mac = ""] = cookie.split(".");
  if (!/^\d{1,12}$/.test(until) || Number(until) * 1000 <= deps.clock.now().getTime()) return null;
  if (deps.env.operatorKey === null || !isUuid(consoleId)) return null;
  if (!sameBytes(mac, macOf(deps, Number(until), consoleId))) return null;
  // Twice as long ago as it can have been: the database may have another clock.
  const since = addSeconds(new Date(Number(until) * 1000), -2 * COOKIE_SECONDS);
  const { id } = await installationEnvironment(deps);
  const closed = await deps.caches.consoles.get(consoleId, () => isConsoleClosed(deps.db, id, { consoleId, since }));
  return closed ? null : consoleId;
}

/** Closes a console: its cookie opens nothing any more, in other processes within five seconds. */
export async function closeConsole(deps: Deps, client: Client, consoleId: string): Promise<void> {
  await tell(deps, client, "operator.signed_out", consoleId);
  deps.caches.consoles.forget(consoleId);
}

async function tell(
  deps: Deps,
  client: Client,
  type: "operator.signed_in" | "operator.sign_in_refused" | "operator.signed_out",
  consoleId?: string,
): Promise<void> {
  const environment = await installationEnvironment(deps);
  const actor: Actor = { type: type === "operator.sign_in_refused" ? "system" : "operator" };
  const data = consoleId === undefined ? {} : { console_id: consoleId };
  await deps.db.transaction((tx) => recordEvents(deps, tx, { environment, actor, client }, [{ type, data }]));
  deps.nudge();
}

function macOf({ env, keyring }: Pick<Deps, "env" | "keyring">, until: number, consoleId: string): string {
  const key = sha256(env.operatorKey ?? "").toString("base64url");
  return keyring.mac("operator", `cookie/${key}/${until}/${consoleId}`).toString("base64url");
}
