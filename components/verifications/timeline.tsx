import Link from "next/link";
import type { ReactNode } from "react";
import { deliveryPath, type EnvironmentKind, type EnvironmentRoute, environmentPath } from "@/components/frame/paths";
import { Moment } from "@/components/ui/moment";
import { Status } from "@/components/ui/status";
import type { TimelineEntry, VerificationMessage } from "@/lib/messages/contract";
import { CHANNEL_NAMES, elapsedWords, providerName, reasonWords, timelineWords } from "./verification-words";
import { WrittenAs, writtenPath } from "./written-as";

export type TimelineProps = {
  entries: readonly TimelineEntry[];
  messages: readonly VerificationMessage[];
  /** What its codes are for: one of the places of a template. */
  purpose: string;
  startedAt: Date;
  project: string;
  environment: EnvironmentKind;
};

/** Everything that happened, oldest first, each with how long after the beginning it was. */
export function Timeline({ entries, messages, purpose, startedAt, project, environment }: TimelineProps) {
  return (
    <ol aria-label="Timeline" className="divide-y divide-line">
      {entries.map((entry, index) => (
        // Nothing is added but at its place in time, and nothing moves.
        // biome-ignore lint/suspicious/noArrayIndexKey: two of a kind may happen in one moment
        <li key={index} className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[5.5rem_1fr_auto]">
          <span className="num text-13 text-muted">{elapsedWords(entry.at.getTime() - startedAt.getTime())}</span>
          <div className="min-w-0">
            <What entry={entry} project={project} environment={environment} />
            <Facts
              entry={withoutRepeats(entry, entries[index - 1])}
              message={messages.find(({ id }) => id === entry.messageId)}
              writtenAs={(message) => (
                <WrittenAs {...message} href={writtenPath(project, environment, { ...message, purpose })} />
              )}
              logs={environmentPath(project, environment, "logs")}
            />
          </div>
          <span className="text-13 text-muted">
            <Moment value={entry.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What came of the same request as the row before need not say again who asked and from where. */
function withoutRepeats(entry: TimelineEntry, before: TimelineEntry | undefined): TimelineEntry {
  if (entry.requestId === null || entry.requestId !== before?.requestId) return entry;
  return { ...entry, actor: null, ip: null, userAgent: null, requestId: null };
}

type WhatProps = { entry: TimelineEntry } & Pick<TimelineProps, "project" | "environment">;

function What({ entry, project, environment }: WhatProps) {
  const { webhook } = entry;
  const { kind, text } = timelineWords(entry.type, entry.provider === null ? null : providerName(entry.provider));
  if (webhook === null) return <Status kind={kind}>{text}</Status>;
  const done = webhook.status === "delivered" ? "verified" : webhook.status === "failed" ? "failed" : "waiting";
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Status kind={done}>{WEBHOOK[done]}</Status>
      <Link
        href={deliveryPath(project, environment, { endpoint: webhook.endpointId, delivery: webhook.deliveryId })}
        prefetch={false}
        className="link"
      >
        <code className="text-12">{webhook.event}</code>
      </Link>
      <span className="min-w-0 break-all text-13 text-muted">{webhook.url}</span>
    </span>
  );
}

const WEBHOOK = { verified: "Webhook delivered", failed: "Webhook failed", waiting: "Webhook on its way" } as const;

function Facts({
  entry,
  message,
  writtenAs,
  logs,
}: {
  entry: TimelineEntry;
  message: VerificationMessage | undefined;
  writtenAs: (message: VerificationMessage) => ReactNode;
  logs: EnvironmentRoute;
}) {
  const { type, reason, actor, ip, attemptsRemaining } = entry;
  const asked = type === "requested" ? message : undefined;
  const facts = [
    asked ? (CHANNEL_NAMES[asked.channel] ?? asked.channel) : null,
    asked ? segmentWords(asked.segments) : null,
    type === "accepted" && message?.providerMessageId ? `Its id there: ${message.providerMessageId}` : null,
    reason === null ? null : reasonWords(reason),
    attemptsRemaining === null ? null : `${attemptsRemaining} tries left`,
    actor === null || actor.id === "system" ? null : `By ${actor.name ?? actor.id}`,
    ip,
  ].filter((fact) => fact !== null);
  return (
    <>
      {facts.length > 0 ? (
        <p className="flex flex-wrap gap-x-3 text-13 text-muted">
          {facts.map((fact) => (
            <span key={fact} className="min-w-0 break-words">
              {fact}
            </span>
          ))}
          {asked ? writtenAs(asked) : null}
        </p>
      ) : null}
      <Details entry={entry} logs={logs} />
    </>
  );
}

/** What few look at: the provider's own words, the client, the request. */
function Details({ entry: { detail, userAgent, requestId }, logs }: { entry: TimelineEntry; logs: EnvironmentRoute }) {
  if (detail === null && userAgent === null && requestId === null) return null;
  return (
    <details className="mt-1 text-13">
      <summary className="w-fit cursor-pointer py-1 text-muted">Details</summary>
      <div className="mt-1 grid gap-1 break-words rounded-2 bg-sunken px-2.5 py-1.5">
        {detail === null ? null : <p>{detail}</p>}
        {userAgent === null ? null : <p>{userAgent}</p>}
        {requestId === null ? null : (
          <Link href={{ pathname: `${logs}/${requestId}` }} prefetch={false} className="link w-fit">
            <code className="break-all text-12">{requestId}</code>
          </Link>
        )}
      </div>
    </details>
  );
}

function segmentWords(segments: number | null): string | null {
  return segments === null ? null : `${segments} ${segments === 1 ? "segment" : "segments"}`;
}
