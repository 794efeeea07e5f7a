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
 * `rate_limited`), and each stands in the log of Ninepin's own environment.
 */
export async function openConsole(
  deps: Deps,
  client: Client,
  presented: string,
): Promise<{ cookie: string; maxAgeSeconds: number } | null> {
  await take(deps.limits, "operator.signin.ip", networkOf(client.ip));
  const { operatorKey } = deps.env;
  const opens = operatorKey !== null && sameBytes(sha256(presented), sha256(operatorKey));
  await tell(deps, client, opens ? "operator.signed_in" : "operator.sign_in_refused");
  if (!opens) return null;
  const until = Math.floor(deps.clock.now().getTime() / 1000) + COOKIE_SECONDS;
  return { cookie: `${until}.${macOf(deps, until)}`, maxAgeSeconds: COOKIE_SECONDS };
}

/** Whether a cookie opens the console now. None does that was given for another key. */
export function checkConsoleCookie(deps: Pick<Deps, "env" | "keyring" | "clock">, cookie: string): boolean {
  const [until = "", mac = ""] = cookie.split(".");
  if (!/^\d{1,12}$/.test(until) || Number(until) * 1000 <= deps.clock.now().getTime()) return false;
  return deps.env.operatorKey !== null && sameBytes(mac, macOf(deps, Number(until)));
}

/** Notes that the operator has left. The browser's cookie goes with its answer. */
export async function closeConsole(deps: Deps, client: Client): Promise<void> {
  await tell(deps, client, "operator.signed_out");
}

async function tell(
  deps: Deps,
  client: Client,
  type: "operator.signed_in" | "operator.sign_in_refused" | "operator.signed_out",
): Promise<void> {
  const environment = await installationEnvironment(deps);
  const actor: Actor = { type: type === "operator.sign_in_refused" ? "system" : "operator" };
  await deps.db.transaction((tx) => recordEvents(deps, tx, { environment, actor, client }, [{ type, data: {} }]));
  deps.nudge();
}

function macOf({ env, keyring }: Pick<Deps, "env" | "keyring">, until: number): string {
  const key = sha256(env.operatorKey ?? "").toString("base64url");
  return keyring.mac("operator", `cookie/${key}/${until}`).toString("base64url");
}
