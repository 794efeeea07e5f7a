import {
  type ApiKeyRow,
  countRequestsByKey,
  listApiKeyRows,
  listRotatedRows,
  type RotatedRow,
  readApiKeyRow,
} from "@/db/queries/api-keys";
import { addSeconds } from "@/lib/core/clock";
import { cutPage, openCursor } from "@/lib/core/cursor";
import type { Page } from "@/lib/core/wire";
import type { Deps, Scope } from "@/lib/ports";
import { type ApiKey, type RotatedKey, toApiKey } from "./api-key";

const DAY_SECONDS = 86_400;

/** An environment's keys, newest first, each with the other half of its rotation and its requests of the last 24 hours. */
export async function listApiKeys(
  deps: Deps,
  scope: Scope,
  page: Page,
): Promise<{ data: ApiKey[]; nextCursor: string | null }> {
  const { id: environmentId } = scope.environment;
  const list = `api_keys/${environmentId}`;
  const rows = await listApiKeyRows(deps.db.orm, environmentId, {
    before: page.cursor === null ? null : openCursor(deps.keyring, list, page.cursor),
    limit: page.limit + 1,
  });
  const { shown, nextCursor } = cutPage(deps.keyring, list, rows, page.limit);
  return {
    data: await withTraffic(deps, environmentId, shown),
    nextCursor,
  };
}

/** One key as the list has it; null where there is none of that id. */
export async function readApiKey(deps: Deps, scope: Scope, keyId: string): Promise<ApiKey | null> {
  const row = await readApiKeyRow(deps.db.orm, scope.environment.id, keyId);
  const [key] = row ? await withTraffic(deps, scope.environment.id, [row]) : [];
  return key ?? null;
}

async function withTraffic(deps: Deps, environmentId: string, rows: readonly ApiKeyRow[]): Promise<ApiKey[]> {
  if (rows.length === 0) return [];
  const since = addSeconds(deps.clock.now(), -DAY_SECONDS);
  const requests = await countRequestsByKey(deps.db.orm, environmentId, since);
  const halves = await listRotatedRows(deps.db.orm, environmentId, {
    ids: rows.flatMap(({ replacesId }) => replacesId ?? []),
    replacedIds: rows.map(({ id }) => id),
  });
  return rows.map((row) => ({
    ...toApiKey(deps, row),
    replaces: rotated(halves.find(({ id }) => id === row.replacesId)),
    // The newest, where one was replaced again after its successor was revoked.
    replacedBy: rotated(halves.findLast(({ replacesId }) => replacesId === row.id)),
    requestsInDay: requests.get(row.id) ?? 0,
  }));
}

function rotated(row: RotatedRow | undefined): RotatedKey | null {
  return row ? { id: row.id, expiresAt: row.expiresAt } : null;
}
