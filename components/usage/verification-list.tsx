import Link from "next/link";
import { wordsOf } from "@/components/charts/series";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Status, type StatusKind } from "@/components/ui/status";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";

export type VerificationEntry = {
  id: string;
  recipient: string;
  state: "verified" | "waiting" | "wrong" | "locked" | "expired";
  attempts: number;
  attemptsMax: number;
  startedAt: Date;
  tookSeconds: number;
};

const KINDS = {
  verified: "verified",
  waiting: "waiting",
  wrong: "wrong",
  locked: "blocked",
  expired: "expired",
} as const satisfies Record<VerificationEntry["state"], StatusKind>;

export type VerificationListProps = { entries: readonly VerificationEntry[]; path: EnvironmentRoute };

/** The newest verifications: a table, and in a narrow window the same in two lines each. */
export function VerificationList({ entries, path }: VerificationListProps) {
  const linkTo = (entry: VerificationEntry) => (
    <Link href={{ pathname: `${path}/${entry.id}` }} prefetch={false} className="link">
      {entry.recipient}
    </Link>
  );
  return (
    <>
      <div className="max-sm:hidden">
        <Table label="Latest verifications">
          <thead>
            <tr>
              <th scope="col">Recipient</th>
              <th scope="col">Result</th>
              <th scope="col">Took</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <th scope="row" className="font-normal!">
                  {linkTo(entry)}
                </th>
                <td>
                  <Result entry={entry} />
                </td>
                <td className="num">{wordsOf(entry.tookSeconds, "seconds")}</td>
                <td className="text-muted">
                  <Time value={entry.startedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Latest verifications" data-rows="" className="divide-y divide-line sm:hidden">
        {entries.map((entry) => (
          <li key={entry.id} className="grid gap-0.5 px-4 py-2.5">
            <span className="flex justify-between gap-3">
              <span className="min-w-0 truncate">{linkTo(entry)}</span>
              <span className="text-muted">
                <Time value={entry.startedAt} />
              </span>
            </span>
            <span className="flex justify-between gap-3">
              <Result entry={entry} />
              <span className="num text-muted">{wordsOf(entry.tookSeconds, "seconds")}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Result({ entry }: { entry: VerificationEntry }) {
  return <Status kind={KINDS[entry.state]}>{resultOf(entry)}</Status>;
}

function resultOf({ state, attempts, attemptsMax }: VerificationEntry): string {
  if (state === "wrong") return `Wrong code (${attempts} of ${attemptsMax})`;
  if (state === "locked") return "No tries left";
  return { verified: "Verified", waiting: "Waiting", expired: "Expired" }[state];
}
