import { AUDIT_SINCE, type AuditPageFilters } from "@/components/audit/audit-entry";
import { AuditQuery } from "@/lib/audit/contract";
import { addSeconds } from "@/lib/core/clock";

/** The filters of the page's address as the domain has them; null for what can fit nothing. */
export function filtersOf(filters: AuditPageFilters, now: Date) {
  // As the API does before its contract is asked: no column holds NUL.
  if (Object.values(filters).some((value) => value.includes("\0"))) return null;
  const hours = AUDIT_SINCE.find(({ name }) => name === filters.since)?.hours ?? null;
  const { q, type, actor, target, ip, request } = filters;
  const named = { q, type, actor, target, ip, request_id: request };
  const set = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ""));
  const parsed = AuditQuery.safeParse({
    ...set,
    ...(hours !== null && { from: addSeconds(now, -hours * 3600).toISOString() }),
  });
  return parsed.success ? parsed.data.filters : null;
}
