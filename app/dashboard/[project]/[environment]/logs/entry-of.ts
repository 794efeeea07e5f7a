import { errorRow } from "@/app/docs/errors/rows";
import type { LogEntry } from "@/components/logs/log-entry";
import type { LoggedRequest } from "@/lib/usage";

const ACTORS: Readonly<Record<string, string>> = {
  user: "A signed-in user",
  member: "A member, in the dashboard",
  operator: "The operator",
};

/** A request for a reader: keys by their names, and with the catalogue's advice where it was refused. */
export function entryOf(row: LoggedRequest, nameOf: ReadonlyMap<string, string>): LogEntry {
  const keyId = row.actor.startsWith("key:") ? row.actor.slice(4) : null;
  return {
    ...row,
    actor: keyId === null ? (ACTORS[row.actor] ?? row.actor) : (nameOf.get(keyId) ?? "A key that is gone"),
    fix: row.status >= 400 && row.error !== null ? (errorRow(row.error)?.fix ?? null) : null,
  };
}
