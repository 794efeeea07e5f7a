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

/** What the log's address may carry. */
export type LogSearch = Readonly<Record<string, string | string[] | undefined>>;

export type LogFilters = { status: string; path: string; code: string; key: string; since: string };

/** How far back the log is shown. */
export const SINCE = [
  { name: "", label: "All that is kept", hours: null },
  { name: "1h", label: "The last hour", hours: 1 },
  { name: "24h", label: "The last 24 hours", hours: 24 },
  { name: "7d", label: "The last 7 days", hours: 168 },
] as const;

/** The filters that an address names, each an empty text where it names none. */
export function readLogFilters(search: LogSearch): LogFilters {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === "string" ? value.trim().slice(0, 200) : "";
  };
  return {
    status: text("status"),
    path: text("path"),
    code: text("code"),
    key: text("key"),
    since: text("since"),
  };
}
