import { type FilterSearch, filterText } from "@/components/filters/filters";

/** An entry of the audit log as a list shows it. */
export type AuditRow = {
  id: string;
  at: Date;
  type: string;
  /** What an entry of that type tells. */
  summary: string;
  /** Who did it, for a reader; null for entries that do not say. */
  actor: string | null;
  target: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  isErased: boolean;
};

const NAMES = ["q", "type", "actor", "target", "ip", "request", "since"] as const;

export type AuditPageFilters = Readonly<Record<(typeof NAMES)[number], string>>;

/** What the fields of the filters are called. */
export const AUDIT_LABELS: AuditPageFilters = {
  q: "Search",
  type: "About",
  actor: "Who",
  target: "Object",
  ip: "Address",
  request: "Request id",
  since: "Time",
};

/** How far back the log is shown. */
export const AUDIT_SINCE = [
  { name: "24h", label: "The last 24 hours", hours: 24 },
  { name: "7d", label: "The last 7 days", hours: 168 },
  { name: "30d", label: "The last 30 days", hours: 720 },
] as const;

/** The filters that an address names, each an empty text where it names none. */
export function readAuditFilters(search: FilterSearch): AuditPageFilters {
  const text = (name: string) => filterText(search, name, 100);
  return {
    q: text("q"),
    type: text("type"),
    actor: text("actor"),
    target: text("target"),
    ip: text("ip"),
    request: text("request"),
    since: text("since"),
  };
}
