import Link from "next/link";
import { wordsOf } from "@/components/charts/series";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Status } from "@/components/ui/status";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Verification } from "@/lib/messages/contract";
import { CHANNEL_NAMES, DELIVERY_WORDS, resultOf } from "./verification-words";

export type VerificationTableProps = { verifications: readonly Verification[]; path: EnvironmentRoute };

/** Verifications, newest first: a table, and in a narrow window the same data in a list. */
export function VerificationTable({ verifications, path }: VerificationTableProps) {
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-lg:hidden">
        <Table label="Verifications">
          <thead>
            <tr>
              <th scope="col">Recipient</th>
              <th scope="col">Channel</th>
              <th scope="col">Message</th>
              <th scope="col">Result</th>
              <th scope="col">Tries</th>
              <th scope="col" className="text-right">
                Took
              </th>
              <th scope="col">Country</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {verifications.map((verification) => (
              <tr key={verification.id}>
                <th scope="row" className="max-w-56 font-normal! whitespace-normal! wrap-anywhere">
                  <Whom verification={verification} path={path} />
                </th>
                <td>{channelOf(verification)}</td>
                <td>
                  <MessageState verification={verification} />
                </td>
                <td>
                  <Result verification={verification} />
                </td>
                <td className="num">
                  {verification.attempts} of {verification.attemptsMax}
                </td>
                <td className="num text-right">{wordsOf(verification.tookSeconds, "seconds")}</td>
                <td>{verification.country ?? "–"}</td>
                <td className="text-muted">
                  <Time value={verification.startedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Verifications" data-rows="" className="divide-y divide-line lg:hidden">
        {verifications.map((verification) => (
          <li key={verification.id} className="grid grid-cols-1 gap-1 px-4 py-2.5">
            <span className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
              <Whom verification={verification} path={path} />
              <Result verification={verification} />
            </span>
            <span className="flex flex-wrap gap-x-3 text-13 text-muted">
              <Time value={verification.startedAt} />
              <span>{channelOf(verification)}</span>
              <MessageState verification={verification} />
              <span className="num">{wordsOf(verification.tookSeconds, "seconds")}</span>
              <span>{verification.country}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function channelOf({ channel }: Verification): string {
  return channel === null ? "–" : (CHANNEL_NAMES[channel] ?? channel);
}

/** How a verification stands: a glyph and words. */
export function Result({ verification }: { verification: Verification }) {
  const { kind, text } = resultOf(verification);
  return <Status kind={kind}>{text}</Status>;
}

/** How far its newest message has come. */
export function MessageState({ verification }: { verification: Verification }) {
  if (!verification.recipientKnown) return <Status kind="expired">Nobody to send to</Status>;
  if (verification.delivery === null) return <span className="text-muted">–</span>;
  const { kind, text } = DELIVERY_WORDS[verification.delivery];
  return <Status kind={kind}>{text}</Status>;
}

/** Who asked for the code, as the link to it. */
export function Whom({ verification, path }: { verification: Verification; path: EnvironmentRoute }) {
  return (
    <Link href={{ pathname: `${path}/${verification.id}` }} prefetch={false} className="link">
      {verification.username ?? verification.recipient}
    </Link>
  );
}
