import { listSessionRows, revokeSessionRows } from "@/db/queries/sessions";
import { cutPage, openCursor } from "@/lib/core/cursor";
import { fail } from "@/lib/core/errors";
import type { Page } from "@/lib/core/wire";
import { contextOf } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import type { SessionSummary } from "./contract";

/** The user's devices that are signed in, newest first. */
export async function listSessions(
  deps: Deps,
  scope: Scope,
  page: Page,
): Promise<{ data: SessionSummary[]; nextCursor: string | null }> {
  const { userId, sessionId } = userOf(scope);
  const place = `sessions/${scope.environment.id}/${userId}`;
  const rows = await listSessionRows(deps.db, scope.environment.id, {
    userId,
    before: page.cursor === null ? null : openCursor(deps.keyring, place, page.cursor),
    limit: page.limit + 1,
    restoreEpoch: deps.env.restoreEpoch,
    devMode: deps.env.devMode,
  });
  const { shown, nextCursor } = cutPage(deps.keyring, place, rows, page.limit);
  return {
    data: shown.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
      expiresAt: row.expires_at,
      amr: row.amr,
      userAgent: row.user_agent,
      current: row.id === sessionId,
    })),
    nextCursor,
  };
}

/** Ends one of the user's own sessions. 404 for one that is not theirs, or is over, alike. */
export async function revokeSession(deps: Deps, scope: Scope, sessionId: string): Promise<void> {
  const { userId } = userOf(scope);
  const ended = await revokeSessionRows(deps.db, scope.environment.id, {
    reason: "revoked",
    userId,
    sessionId,
    saltHash: null,
    eventContext: JSON.stringify(contextOf(scope)),
  });
  if (ended.length === 0) fail("not_found");
}

function userOf({ actor }: Scope): { userId: string; sessionId: string } {
  return actor.type === "user" ? actor : fail("invalid_token");
}
