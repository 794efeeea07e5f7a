import {
  countRequestLogSince,
  type ListedLog,
  type LogRow,
  listRequestLog,
  readRequestLog,
} from "@/db/queries/request-log";
import { refuseCursor } from "@/lib/core/cursor";
import { fail } from "@/lib/core/errors";
import { type Keyring, sameBytes } from "@/lib/core/secrets";
import type { Deps, Scope } from "@/lib/ports";
import type { RequestLogInput } from "./request-log-contract";

export type LoggedRequest = ListedLog;
export type LoggedRequestWithBodies = ListedLog & Pick<LogRow, "request" | "response">;

const NEWER_AT_MOST = 100;

/** How many requests one call looks at for those that fit. */
const SCAN = 20_000;

/**
 * What was asked of an environment, newest first, a few seconds after it was. Filters look at the newest 20,000 of a page
 * and the cursor goes on behind them, so a page may be short. `retentionDays` is how long each is kept.
 * 400 `invalid_request` for a cursor of another list.
 */
export async function listRequests(
  deps: Pick<Deps, "db" | "keyring">,
  { environment }: Pick<Scope, "environment">,
  query: RequestLogInput,
  { scan = SCAN }: { scan?: number } = {},
): Promise<{ data: LoggedRequest[]; nextCursor: string | null; retentionDays: number }> {
  const { cursor, limit, ...filter } = query;
  const chosen = [filter.statusClass, filter.path, filter.error, filter.actor].some((value) => value !== null);
  const found = await listRequestLog(deps.db, environment.id, {
    ...filter,
    before: cursor === null ? null : openPlace(deps.keyring, environment.id, cursor),
    limit: limit + 1,
    scan: chosen ? scan : limit + 1,
  });
  const data = found.rows.slice(0, limit);
  const beyond = found.more && chosen ? found.last : null;
  const last = found.rows.length > limit ? (data.at(-1) ?? null) : beyond;
  return {
    data,
    nextCursor: last === null ? null : sealPlace(deps.keyring, environment.id, last),
    retentionDays: environment.settings.retention.request_log_days,
  };
}

/** One request with its bodies, as they were masked. `not_found` for one that is not of this environment. */
export async function readRequest(
  { db }: Pick<Deps, "db">,
  { environment }: Pick<Scope, "environment">,
  id: string,
): Promise<LoggedRequestWithBodies> {
  return (await readRequestLog(db, environment.id, id)) ?? fail("not_found");
}

/** How many requests were logged since then; a hundred at the most. */
export async function countNewRequests(
  { db }: Pick<Deps, "db">,
  { environment }: Pick<Scope, "environment">,
  since: Date,
): Promise<number> {
  return countRequestLogSince(db, environment.id, { since, most: NEWER_AT_MOST });
}

const MAC_BYTES = 12;
const TIME_BYTES = 8;

type Place = { at: Date; id: string };

/** Where the list goes on: the last row's time and id, bound to the environment. Opaque to whoever carries it. */
function sealPlace(keyring: Keyring, environmentId: string, { at, id }: Place): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeDoubleBE(at.getTime());
  const place = Buffer.concat([time, Buffer.from(id)]);
  return Buffer.concat([macOf(keyring, environmentId, place), place]).toString("base64url");
}

function openPlace(keyring: Keyring, environmentId: string, cursor: string): Place {
  const bytes = Buffer.from(cursor, "base64url");
  const place = bytes.subarray(MAC_BYTES);
  const whole = place.length > TIME_BYTES && bytes.toString("base64url") === cursor;
  if (!whole || !sameBytes(macOf(keyring, environmentId, place), bytes.subarray(0, MAC_BYTES))) {
    return refuseCursor();
  }
  return { at: new Date(place.readDoubleBE(0)), id: place.subarray(TIME_BYTES).toString() };
}

function macOf(keyring: Keyring, environmentId: string, place: Buffer): Buffer {
  const list = Buffer.from(`request_log/${environmentId}\n`);
  return keyring.mac("cursor", Buffer.concat([list, place])).subarray(0, MAC_BYTES);
}
