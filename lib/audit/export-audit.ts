import { csvOf } from "@/lib/core/csv";
import { take } from "@/lib/limits";
import type { Deps, Scope } from "@/lib/ports";
import { type AuditEntry, type AuditFilters, presentAuditEntry } from "./contract";
import { readPage } from "./list-audit";

const BATCH = 500;

const COLUMNS = [
  "seq",
  "at",
  "type",
  "actor",
  "actor_name",
  "ip",
  "user_agent",
  "request_id",
  "target",
  "before",
  "after",
  "data",
  "erased_at",
  "id",
] as const;

/** What the entries are saved as. */
export type AuditFile = { type: "text/csv" | "application/jsonl"; fileName: string; text: AsyncIterable<string> };

/**
 * The entries that fit as a file of that format; null for the format that is no file but pages. 429 `rate_limited` for
 * more than ten files of an environment in a minute.
 */
export async function auditFile(
  deps: Pick<Deps, "db" | "clock" | "limits">,
  scope: Scope,
  { format, filters }: { format: "json" | "csv" | "jsonl"; filters: AuditFilters },
): Promise<AuditFile | null> {
  if (format === "json") return null;
  await take(deps.limits, "audit.export", scope.environment.id);
  const day = deps.clock.now().toISOString().slice(0, 10);
  const fileName = `audit-${scope.environment.projectSlug}-${scope.environment.kind}-${day}.${format}`;
  if (format === "csv") return { type: "text/csv", fileName, text: auditCsv(deps, scope, filters) };
  return { type: "application/jsonl", fileName, text: auditJsonLines(deps, scope, filters) };
}

/** Every entry that fits as CSV, newest first, a piece at a time. No cell is run as a formula. */
async function* auditCsv(deps: Pick<Deps, "db">, scope: Scope, filters: AuditFilters): AsyncGenerator<string> {
  yield csvOf([COLUMNS]);
  for await (const entries of batches(deps, scope, filters)) yield csvOf(entries.map(cellsOf));
}

/** Every entry that fits, one JSON object a line, newest first, a piece at a time. */
async function* auditJsonLines(deps: Pick<Deps, "db">, scope: Scope, filters: AuditFilters): AsyncGenerator<string> {
  for await (const entries of batches(deps, scope, filters)) {
    yield entries.map((entry) => `${JSON.stringify(presentAuditEntry(entry))}\n`).join("");
  }
}

async function* batches(
  deps: Pick<Deps, "db">,
  scope: Scope,
  filters: AuditFilters,
): AsyncGenerator<readonly AuditEntry[]> {
  let afterId: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(deps, scope, filters, { afterId, limit: BATCH });
    if (page.entries.length > 0) yield page.entries;
    afterId = page.nextId;
  } while (afterId !== null);
}

function cellsOf(entry: AuditEntry): (string | number | null)[] {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  return [
    entry.seq,
    entry.at.toISOString(),
    entry.type,
    entry.actor?.id ?? null,
    entry.actor?.name ?? null,
    entry.ip,
    entry.userAgent,
    entry.requestId,
    entry.target,
    json(entry.before),
    json(entry.after),
    json(entry.data),
    entry.erasedAt?.toISOString() ?? null,
    entry.id,
  ];
}
