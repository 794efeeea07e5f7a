import { z } from "zod";
import { type AuditRow, listAuditRows, readAuditRow } from "@/db/queries/audit";
import { openCursor, sealCursor } from "@/lib/core/cursor";
import { fail } from "@/lib/core/errors";
import { maskIdentifier } from "@/lib/core/mask";
import type { Page } from "@/lib/core/wire";
import type { Deps, Scope } from "@/lib/ports";
import type { AuditEntry, AuditFilters } from "./contract";

/** How many entries one call looks at for those that fit. */
const SCAN = 20_000;

const text = z.string().nullable().catch(null);
const changed = z.record(z.string(), z.unknown()).nullable().catch(null);

const Context = z
  .object({
    actor: text,
    ip: text,
    user_agent: text,
    request_id: text,
    target: text,
    before: changed,
    after: changed,
  })
  .catch({ actor: null, ip: null, user_agent: null, request_id: null, target: null, before: null, after: null });

/** Names of those who act without being anybody's row. */
const NAMED: Readonly<Record<string, string>> = { operator: "The operator", system: "Ninepin" };

/**
 * The environment's audit log, newest first: what happened, who did it, to what, from where, by which request, and what
 * it was before and after. Filters look at the newest 20,000 entries of a page; the cursor goes on behind them.
 */
export async function listAudit(
  deps: Pick<Deps, "db" | "keyring">,
  scope: Scope,
  filters: AuditFilters,
  page: Page,
): Promise<{ entries: AuditEntry[]; nextCursor: string | null }> {
  const list = `audit/${scope.environment.id}`;
  const afterId = page.cursor === null ? null : openCursor(deps.keyring, list, page.cursor);
  const { entries, nextId } = await readPage(deps, scope, filters, { afterId, limit: page.limit });
  return { entries, nextCursor: nextId === null ? null : sealCursor(deps.keyring, list, nextId) };
}

/** One page of entries, and the id after which the next begins; null at the end. */
export async function readPage(
  deps: Pick<Deps, "db">,
  scope: Scope,
  filters: AuditFilters,
  { afterId, limit }: { afterId: string | null; limit: number },
): Promise<{ entries: AuditEntry[]; nextId: string | null }> {
  const chosen = [filters.type, filters.actor, filters.ip, filters.requestId, filters.target, filters.text];
  const scan = chosen.some((filter) => filter !== null) ? Math.max(SCAN, limit + 1) : limit + 1;
  const found = await listAuditRows(deps.db, scope.environment.id, { afterId, limit: limit + 1, scan, filters });
  const entries = found.rows.slice(0, limit).map(toEntry);
  if (found.rows.length > limit) return { entries, nextId: entries.at(-1)?.id ?? null };
  return { entries, nextId: found.more && scan > limit + 1 ? found.lastId : null };
}

/** One entry of the environment. 404 `not_found` for any other. */
export async function readAuditEntry(deps: Pick<Deps, "db">, scope: Scope, id: string): Promise<AuditEntry> {
  const row = await readAuditRow(deps.db, scope.environment.id, id);
  return row === null ? fail("not_found") : toEntry(row);
}

function toEntry(row: AuditRow): AuditEntry {
  const context = Context.parse(row.context ?? {});
  return {
    id: row.id,
    seq: row.seq,
    at: row.at,
    type: row.type,
    actor: context.actor === null ? null : { id: context.actor, name: nameOf(context.actor, row) },
    ip: context.ip,
    userAgent: context.user_agent,
    requestId: context.request_id,
    target: context.target,
    before: context.before,
    after: context.after,
    data: row.data,
    erasedAt: row.erased_at,
  };
}

function nameOf(actor: string, row: AuditRow): string | null {
  const { actor_identifier: value, actor_identifier_type: type } = row;
  return row.actor_name ?? NAMED[actor] ?? (value && type ? maskIdentifier({ type, value }) : null);
}
