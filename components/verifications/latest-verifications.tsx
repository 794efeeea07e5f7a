import { wordsOf } from "@/components/charts/series";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Verification } from "@/lib/messages/contract";
import { Result, Whom } from "./verification-table";

export type LatestVerificationsProps = { verifications: readonly Verification[]; path: EnvironmentRoute };

/** The newest verifications: a table, and in a narrow window the same in two lines each. */
export function LatestVerifications({ verifications, path }: LatestVerificationsProps) {
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
            {verifications.map((verification) => (
              <tr key={verification.id}>
                <th scope="row" className="font-normal!">
                  <Whom verification={verification} path={path} />
                </th>
                <td>
                  <Result verification={verification} />
                </td>
                <td className="num">{wordsOf(verification.tookSeconds, "seconds")}</td>
                <td className="text-muted">
                  <Time value={verification.startedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Latest verifications" data-rows="" className="divide-y divide-line sm:hidden">
        {verifications.map((verification) => (
          <li key={verification.id} className="grid gap-0.5 px-4 py-2.5">
            <span className="flex justify-between gap-3">
              <span className="min-w-0 truncate">
                <Whom verification={verification} path={path} />
              </span>
              <span className="text-muted">
                <Time value={verification.startedAt} />
              </span>
            </span>
            <span className="flex justify-between gap-3">
              <Result verification={verification} />
              <span className="num text-muted">{wordsOf(verification.tookSeconds, "seconds")}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
