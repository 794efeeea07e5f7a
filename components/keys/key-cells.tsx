import { CopyButton } from "@/components/ui/copy-button";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { KeyRow } from "./key-row";

/** How a key begins and ends; the whole of it can be copied where we have it. */
export function KeyHint({ row }: { row: KeyRow }) {
  return (
    <span className="inline-flex items-center gap-1">
      <code className="text-12">{row.hint}</code>
      {row.key && row.status === "active" ? <CopyButton value={row.key} label={`key ${row.name}`} /> : null}
    </span>
  );
}

/** The type in words. */
export function typeOf(row: KeyRow): string {
  if (row.type === "secret") return "Secret";
  return row.kind === "app" ? "Publishable, app" : "Publishable, web";
}

export function KeyStatus({ row }: { row: KeyRow }) {
  if (row.status === "revoked") return <Status kind="blocked">Revoked</Status>;
  if (row.status === "expired") return <Status kind="expired">Expired</Status>;
  return <Status kind="verified">Active</Status>;
}

export function TimeOrNever({ value }: { value: Date | null }) {
  return value ? <Time value={value} /> : <span className="text-subtle">Never</span>;
}
