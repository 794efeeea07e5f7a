import Link from "next/link";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Status } from "@/components/ui/status";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { LogEntry } from "./log-entry";

export type LogListProps = { entries: readonly LogEntry[]; path: EnvironmentRoute };

/** Requests, newest first: a table, and in a narrow window the same data in a list. */
export function LogList({ entries, path }: LogListProps) {
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-lg:hidden">
        <Table label="Requests">
          <thead>
            <tr>
              <th scope="col">Request</th>
              <th scope="col">Status</th>
              <th scope="col" className="text-right">
                Took
              </th>
              <th scope="col">By</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <th scope="row" className="max-w-96 font-normal! whitespace-normal!">
                  <Link href={{ pathname: `${path}/${entry.id}` }} prefetch={false} className="link">
                    <code className="text-12 wrap-anywhere">
                      {entry.method} {entry.path}
                    </code>
                  </Link>
                  <Fix entry={entry} />
                </th>
                <td>
                  <StatusOf entry={entry} />
                </td>
                <td className="num text-right">{entry.durationMs} ms</td>
                <td className="text-muted">
                  <span className="block max-w-52 truncate">{entry.actor}</span>
                  <span className="block max-w-52 truncate text-12">
                    {[entry.ip, entry.userAgent].filter((known) => known !== null).join(", ")}
                  </span>
                </td>
                <td className="text-muted">
                  <Time value={entry.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Requests" data-rows="" className="divide-y divide-line lg:hidden">
        {entries.map((entry) => (
          <li key={entry.id} className="grid grid-cols-1 gap-1 px-4 py-2.5">
            <span className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
              <Link href={{ pathname: `${path}/${entry.id}` }} prefetch={false} className="link min-w-0">
                <code className="text-12 wrap-anywhere">
                  {entry.method} {entry.path}
                </code>
              </Link>
              <StatusOf entry={entry} />
            </span>
            <Fix entry={entry} />
            <span className="flex flex-wrap gap-x-3 text-13 text-muted">
              <Time value={entry.at} />
              <span className="num">{entry.durationMs} ms</span>
              <span>{entry.actor}</span>
              <span>{entry.ip}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A status in figures and in words: its error, where it has one. */
export function StatusOf({ entry: { status, error } }: { entry: Pick<LogEntry, "status" | "error"> }) {
  const kind = status >= 500 ? "failed" : status >= 400 ? "wrong" : "verified";
  return (
    <Status kind={kind}>
      <span className="num">{status}</span>
      <span className="font-normal">{error ?? ""}</span>
    </Status>
  );
}

function Fix({ entry: { fix } }: { entry: LogEntry }) {
  return fix ? <span className="block max-w-[60ch] whitespace-normal pb-1 text-13 text-muted">{fix}</span> : null;
}
