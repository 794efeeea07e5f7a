import { type FilterSearch, filterText } from "@/components/filters/filters";

/** A request as the log shows it. */
export type LogEntry = {
  id: string;
  at: Date;
  method: string;
  path: string;
  status: number;
  durationMs: number;
  error: string | null;
  /** Who asked, for a reader: a key's name, or what kind of actor it was. */
  actor: string;
  ip: string | null;
  userAgent: string | null;
  /** What to do about the error, from the catalogue. */
  fix: string | null;
};

export type LogFilters = { status: string; path: string; code: string; key: string; since: string };

/** What the fields of the filters are called. */
export const LOG_LABELS: LogFilters = {
  status: "Status",
  path: "Path or request id",
  code: "Error",
  key: "API key",
  since: "Time",
};

/** How far back the log is shown. */
export const SINCE = [
  { name: "1h", label: "The last hour", hours: 1 },
  { name: "24h", label: "The last 24 hours", hours: 24 },
  { name: "7d", label: "The last 7 days", hours: 168 },
] as const;

/** The filters that an address names, each an empty text where it names none. */
export function readLogFilters(search: FilterSearch): LogFilters {
  const text = (name: string) => filterText(search, name, 200);
  return {
    status: text("status"),
    path: text("path"),
    code: text("code"),
    key: text("key"),
    since: text("since"),
  };
}
