import Link from "next/link";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Callout } from "@/components/ui/callout";
import { Status } from "@/components/ui/status";
import type { BadReason } from "@/lib/audit/contract";

export type ChainFound = {
  checked: number;
  fromSeq: number | null;
  toSeq: number | null;
  firstBad: { seq: number | null; id: string | null; reason: BadReason; detail: string } | null;
  nextAfterSeq: number | null;
  head: { seq: number; link: string } | null;
};

/** Whether the log is what was written: a word that it is, or an alert that names the first entry that is not. */
export function ChainState({ found, path }: { found: ChainFound; path: EnvironmentRoute }) {
  const { firstBad, checked, fromSeq, toSeq, nextAfterSeq, head } = found;
  if (firstBad?.reason === "unknown_key") {
    return (
      <div className="mb-3.5">
        <Callout tone="warn" title="Part of the audit log cannot be checked">
          Entry {firstBad.seq} was sealed with a root secret that is not listed any more. List it again, behind the
          others, to check the log.
        </Callout>
      </div>
    );
  }
  if (firstBad) {
    return (
      <div role="alert" className="mb-3.5">
        <Callout tone="danger" title="The audit log is not what was written">
          <p>
            {firstBad.seq === null ? "An entry" : `Entry ${firstBad.seq}`} is the first that does not fit.{" "}
            {firstBad.detail}. Somebody changed the database past Ninepin: keep a copy of it, and find out who could.
          </p>
          {firstBad.id === null ? null : (
            <p className="mt-1">
              <Link href={{ pathname: `${path}/${firstBad.id}` }} className="link">
                Show the entry
              </Link>
            </p>
          )}
        </Callout>
      </div>
    );
  }
  return (
    <div className="mb-3.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-13">
      <Status kind="verified">Chain intact</Status>
      <span className="num text-muted">
        {checked === 0 ? "Nothing is sealed yet." : `Entries ${fromSeq} to ${toSeq} are as they were written.`}
      </span>
      {nextAfterSeq === null ? null : (
        <Link href={{ pathname: path, query: { checked: nextAfterSeq } }} scroll={false} className="link">
          Check the entries after {nextAfterSeq}
        </Link>
      )}
      {head === null ? null : (
        <details className="basis-full text-muted">
          <summary>What this cannot show</summary>
          <p className="mt-1 max-w-prose">
            Whoever can write to the database can set all of it back to an earlier state. Keep the last entry&apos;s
            number and link somewhere else, and compare: entry {head.seq},{" "}
            <code className="break-all">{head.link}</code>
          </p>
        </details>
      )}
    </div>
  );
}
