import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { type Change, SettingChanges } from "./setting-changes";

export type VersionRow = {
  version: number;
  author: string;
  note: string | null;
  createdAt: Date;
  changes: readonly Change[];
};

/** The versions of an environment's settings, newest first, each with what it changed. */
export function VersionList({
  rows,
  current,
  actions,
}: {
  rows: readonly VersionRow[];
  current: number;
  actions: (row: VersionRow) => ReactNode;
}) {
  return (
    <ol
      aria-label="Versions"
      data-rows=""
      className="divide-y divide-line overflow-clip rounded-3 border border-line bg-surface"
    >
      {rows.map((row) => (
        <li key={row.version} className="grid grid-cols-1 gap-3 px-4 py-3.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="text-15">Version {row.version}</h2>
            {row.version === current ? <Badge tone="good">Current</Badge> : null}
            <span className="min-w-0 break-words text-13 text-muted">
              by {row.author}, <Time value={row.createdAt} />
            </span>
            <span className="ml-auto">{row.version === current ? null : actions(row)}</span>
          </div>
          {row.note ? <p className="text-13 text-muted">{row.note}</p> : null}
          <SettingChanges changes={row.changes} label={`What version ${row.version} changed`} />
        </li>
      ))}
    </ol>
  );
}
