import { type LogFilters, SINCE } from "@/components/logs/log-entry";
import { addSeconds } from "@/lib/core/clock";
import { RequestLogQuery } from "@/lib/usage/request-log-contract";

const PER_PAGE = "50";

/** What the page's address asks of the log as the domain has it; null for what can fit nothing. */
export function queryOf(filters: LogFilters, cursor: string | null, now: Date) {
  // As the API does before its contract is asked: no column holds NUL.
  if (Object.values(filters).some((value) => value.includes("\0"))) return null;
  const hours = SINCE.find(({ name }) => name === filters.since)?.hours ?? null;
  const isRequestId = filters.path.startsWith("req_");
  const named = {
    cursor: cursor ?? "",
    status: /^[2-5]xx$/.test(filters.status) ? filters.status : "",
    path: isRequestId ? "" : filters.path,
    request_id: isRequestId ? filters.path : "",
    code: filters.code,
    api_key_id: filters.key,
    from: hours === null ? "" : addSeconds(now, -hours * 3600).toISOString(),
  };
  const set = Object.entries(named).filter(([, value]) => value !== "");
  const parsed = RequestLogQuery.safeParse({ ...Object.fromEntries(set), limit: PER_PAGE });
  return parsed.success ? parsed.data : null;
}
