import Link from "next/link";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditRow } from "./audit-entry";

/**
 * Entries, newest first: a table, and in a narrow window the same data in a list. J and K go from entry to entry, as in
 * every list; Enter opens what changed.
 */
export function AuditList({ entries, path }: { entries: readonly AuditRow[]; path: EnvironmentRoute }) {
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-lg:hidden">
        <Table label="Audit log">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Who</th>
              <th scope="col">From</th>
              <th scope="col">Request</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <th scope="row" className="max-w-96 font-normal! whitespace-normal!">
                  <What entry={entry} path={path} />
                </th>
                <td className="max-w-52 truncate">{entry.actor ?? "–"}</td>
                <td className="text-12 text-muted">
                  <span className="block">{entry.ip ?? "–"}</span>
                  <span className="block max-w-44 truncate">{entry.userAgent}</span>
                </td>
                <td>
                  <code className="text-12 text-muted">{shortened(entry.requestId)}</code>
                </td>
                <td className="text-muted">
                  <Time value={entry.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Audit log" data-rows="" className="divide-y divide-line lg:hidden">
        {entries.map((entry) => (
          <li key={entry.id} className="grid grid-cols-1 gap-1 px-4 py-2.5">
            <What entry={entry} path={path} />
            <span className="flex flex-wrap gap-x-3 break-all text-13 text-muted">
              <Time value={entry.at} />
              <span>{entry.actor}</span>
              <span>{entry.ip}</span>
              <code className="text-12">{shortened(entry.requestId)}</code>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function What({ entry, path }: { entry: AuditRow; path: EnvironmentRoute }) {
  return (
    <>
      <Link href={{ pathname: `${path}/${entry.id}` }} prefetch={false} className="link">
        {entry.isErased ? "Erased at a user's request" : entry.summary}
      </Link>
      <span className="block break-all text-12 text-muted">
        <code>{entry.type}</code>
        {entry.target === null ? null : <code className="ml-2 text-subtle">{entry.target}</code>}
      </span>
    </>
  );
}

/** The beginning of a request's id: enough to tell two apart; all of it is with the entry. */
function shortened(id: string | null): string {
  return id === null ? "–" : `${id.slice(0, 12)}…`;
}
