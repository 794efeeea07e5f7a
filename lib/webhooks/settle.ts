import { insertNotice } from "@/db/queries/notices";
import { disableEndpointRow, raiseNoticeLevel } from "@/db/queries/webhook-endpoints";
import {
  type FailingEndpoint,
  type LeasedDelivery,
  type SettledAttempt,
  settleDelivered,
  settleFailed,
} from "@/db/queries/webhook-queue";
import { uuidv7 } from "@/lib/core/ids";
import { environmentOf } from "@/lib/environments";
import { recordEvents } from "@/lib/outbox";
import type { Deps } from "@/lib/ports";
import type { Attempted } from "./attempt";
import { targetOf } from "./endpoints";
import { hostInside, tellRefused } from "./refused-address";
import { readRetryAfter, waitAfter } from "./schedule";
import type { Throttle } from "./throttle";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A streak that is worth a mail: so many attempts in a row over at least so long. */
const STREAK = { failures: 5, ms: MINUTE_MS } as const;
const STILL_FAILING_MS = 3 * DAY_MS;
const DISABLED_AFTER_MS = 5 * DAY_MS;

/** Answers that ask for a pause (Standard Webhooks 1.0). */
const PAUSES: ReadonlySet<number> = new Set([429, 502, 504]);
const GONE = 410;

/**
 * Writes down what came of an attempt and decides what comes next: nothing after a 2xx, another attempt by the schedule,
 * or the end. An endpoint that says 410 is turned off at once, one that has failed for five days then.
 */
export async function settleAttempt(
  deps: Deps,
  throttle: Throttle,
  leased: LeasedDelivery,
  attempted: Attempted,
): Promise<void> {
  const settled = toSettled(leased, attempted);
  if (attempted.reason === null) {
    throttle.release(leased.endpoint_id);
    await settleDelivered(deps.db, settled);
    return;
  }
  const now = deps.clock.now();
  const { reply, failure } = attempted.outcome;
  const status = reply?.status ?? null;
  if (failure?.reason === "timeout" || failure?.reason === "dns") throttle.slowDown(leased.endpoint_id);
  const retryAfter = readRetryAfter(reply?.headers["retry-after"], now);
  if (status !== null && PAUSES.has(status)) throttle.hold(leased.endpoint_id, now, retryAfter);
  const tried = leased.attempts - leased.attempts_before;
  const again = status === GONE ? null : waitAfter(tried, retryAfter, chanceOf(deps));
  const endpoint = await settleFailed(deps.db, settled, again);
  if (endpoint) await judgeEndpoint(deps, leased, endpoint, status === GONE);
  await tellOfInside(deps, leased, attempted);
}

async function tellOfInside(deps: Deps, leased: LeasedDelivery, { outcome }: Attempted): Promise<void> {
  const { environment_id: environmentId, endpoint_id: endpointId, url } = leased;
  const host = await hostInside(deps, { environmentId, url }, outcome);
  const environment = host === null ? null : await environmentOf(deps, environmentId);
  if (host === null || environment === null) return;
  await tellRefused(deps, { environment, actor: { type: "system" }, client: null }, { host, endpointId });
}

function chanceOf({ random }: Pick<Deps, "random">): number {
  return random.bytes(4).readUInt32BE() / 2 ** 32;
}

function toSettled(leased: LeasedDelivery, { at, headers, outcome, reason }: Attempted): SettledAttempt {
  return {
    environmentId: leased.environment_id,
    deliveryId: leased.id,
    endpointId: leased.endpoint_id,
    number: leased.attempts,
    at,
    durationMs: outcome.durationMs,
    requestHeaders: headers,
    status: outcome.reply?.status ?? null,
    reason,
    responseHeaders: outcome.reply?.headers ?? null,
    responseBody: outcome.reply?.body ?? null,
  };
}

/** Turns an endpoint off, or tells its owners that it fails, each once. */
async function judgeEndpoint(
  deps: Deps,
  { environment_id: environmentId, endpoint_id: id, url }: LeasedDelivery,
  { failures, failing_since: since, notice_level: given }: FailingEndpoint,
  isGone: boolean,
): Promise<void> {
  const failingMs = deps.clock.now().getTime() - since.getTime();
  const told = { environmentId, id, url, since };
  if (isGone) return turnOff(deps, told, "The endpoint answered 410 Gone");
  if (failingMs >= DISABLED_AFTER_MS) return turnOff(deps, told, "Nothing was delivered for five days");
  const isStreak = failures >= STREAK.failures && failingMs >= STREAK.ms;
  const level = failingMs >= STILL_FAILING_MS ? 2 : isStreak ? 1 : 0;
  if (level <= given) return;
  const at = deps.clock.now();
  await deps.db.transaction(async (tx) => {
    if (!(await raiseNoticeLevel(tx, environmentId, id, level))) return;
    const type = level === 1 ? "webhook.failing" : "webhook.still_failing";
    await insertNotice(tx, { id: uuidv7(deps.clock, deps.random), environmentId, type, data: noticeOf(told), at });
  });
}

type Told = { environmentId: string; id: string; url: string; since: Date };

function noticeOf({ id, url, since }: Told) {
  return { endpoint_id: id, url, since: since.toISOString() };
}

async function turnOff(deps: Deps, told: Told, reason: string): Promise<void> {
  const { environmentId, id } = told;
  const environment = await environmentOf(deps, environmentId);
  if (environment === null) return;
  const at = deps.clock.now();
  const scope = { environment, actor: { type: "system" }, client: null } as const;
  await deps.db.transaction(async (tx) => {
    if (!(await disableEndpointRow(tx, environmentId, id, { at, reason }))) return;
    await recordEvents(deps, tx, scope, [
      { type: "webhook.disabled", data: { endpoint_id: id, reason }, target: targetOf(id) },
    ]);
    const data = { ...noticeOf(told), reason };
    await insertNotice(tx, { id: uuidv7(deps.clock, deps.random), environmentId, type: "webhook.off", data, at });
  });
}
