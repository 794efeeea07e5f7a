import { Status } from "@/components/ui/status";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";

const ROW = "flex items-center gap-4 px-4 py-2";

const DEPENDENCIES: Readonly<Record<string, string>> = { database: "Database", limits: "Store of limits" };

/** What the installation stands on, and how long each took to answer. */
export function HealthList({ checks }: { checks: Readonly<Record<string, { status: string; ms: number }>> }) {
  return (
    <dl className="divide-y divide-line">
      {Object.entries(checks).map(([name, { status, ms }]) => (
        <div key={name} className={ROW}>
          <dt className="flex-1">{DEPENDENCIES[name] ?? name}</dt>
          <dd className="flex items-center gap-4">
            <span className="num text-muted">{ms} ms</span>
            {status === "ok" ? <Status kind="verified">Answers</Status> : <Status kind="failed">Unreachable</Status>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** A number; `of` is what it is a part of, where it is one. */
export type FigureRow = { name: string; value: number; of?: number };

/** Numbers with their names, and how much of the whole each is. */
export function Figures({ rows }: { rows: readonly FigureRow[] }) {
  return (
    <dl className="divide-y divide-line">
      {rows.map(({ name, value, of = 0 }) => (
        <div key={name} className={ROW}>
          <dt className="flex-1">{name}</dt>
          <dd className="num font-medium">
            {of > 0 ? (
              <span className="mr-3 font-normal text-muted">{percent.format(Math.min(1, value / of))}</span>
            ) : null}
            {value.toLocaleString("en")}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export type QueueTile = { name: string; waiting: number; due: number; oldestAt: Date | null };

const QUEUES: Readonly<Record<string, string>> = {
  event: "Events",
  message: "Messages",
  bounce: "Bounces",
  notice: "Notices",
  webhook: "Webhooks",
};

/** What waits, and since when. */
export function QueueTable({ queues }: { queues: readonly QueueTile[] }) {
  if (queues.every(({ waiting }) => waiting === 0)) return <p className="px-4 py-3 text-muted">Nothing waiting.</p>;
  return (
    <Table label="Queues">
      <thead>
        <tr>
          <th scope="col">Queue</th>
          <th scope="col">Waiting</th>
          <th scope="col">Due</th>
          <th scope="col">Oldest</th>
        </tr>
      </thead>
      <tbody>
        {queues.map(({ name, waiting, due, oldestAt }) => (
          <tr key={name}>
            <th scope="row">{QUEUES[name] ?? name}</th>
            <td className="num">{waiting.toLocaleString("en")}</td>
            <td className="num">{due.toLocaleString("en")}</td>
            <td className="text-muted">{oldestAt ? <Time value={oldestAt} /> : "None"}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

export type JobTile = { name: string; startedAt: Date; finishedAt: Date | null; failedAt: Date | null; rows: number };

/** The jobs that one process does for all, and how each went last. */
export function JobTable({ jobs }: { jobs: readonly JobTile[] }) {
  if (jobs.length === 0) return <p className="px-4 py-3 text-muted">No job has run yet.</p>;
  return (
    <Table label="Jobs">
      <thead>
        <tr>
          <th scope="col">Job</th>
          <th scope="col">Last run</th>
          <th scope="col" className="max-sm:hidden">
            Rows
          </th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map(({ name, startedAt, finishedAt, failedAt, rows }) => (
          <tr key={name}>
            <th scope="row">{name.replaceAll("_", " ")}</th>
            <td className="text-muted">
              <Time value={startedAt} />
            </td>
            <td className="num max-sm:hidden">{rows.toLocaleString("en")}</td>
            <td>
              <JobResult finished={finishedAt !== null} failed={failedAt !== null} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function JobResult({ finished, failed }: { finished: boolean; failed: boolean }) {
  if (failed) return <Status kind="failed">Failed</Status>;
  return finished ? <Status kind="verified">Done</Status> : <Status kind="waiting">Running</Status>;
}
