import Link from "next/link";
import { deliveryPath, type EnvironmentKind } from "@/components/frame/paths";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { TimelineEntry, VerificationMessage } from "@/lib/messages/contract";
import { CHANNEL_NAMES, elapsedWords, providerName, reasonWords, timelineWords } from "./verification-words";

export type TimelineProps = {
  entries: readonly TimelineEntry[];
  messages: readonly VerificationMessage[];
  startedAt: Date;
  project: string;
  environment: EnvironmentKind;
};

/** Everything that happened, oldest first, each with how long after the beginning it was. */
export function Timeline({ entries, messages, startedAt, project, environment }: TimelineProps) {
  return (
    <ol aria-label="Timeline" className="divide-y divide-line">
      {entries.map((entry, index) => (
        // Nothing is added but at its place in time, and nothing moves.
        // biome-ignore lint/suspicious/noArrayIndexKey: two of a kind may happen in one moment
        <li key={index} className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[5.5rem_1fr_auto]">
          <span className="num text-13 text-muted">{elapsedWords(entry.at.getTime() - startedAt.getTime())}</span>
          <div className="min-w-0">
            <What entry={entry} project={project} environment={environment} />
            <Facts entry={entry} message={messages.find(({ id }) => id === entry.messageId)} />
          </div>
          <span className="text-13 text-muted">
            <Time value={entry.at} />
          </span>
        </li>
      ))}
    </ol>
  );
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

function Facts({ entry, message }: { entry: TimelineEntry; message: VerificationMessage | undefined }) {
  const { type, reason, detail, actor, ip, userAgent, requestId, attemptsRemaining } = entry;
  const isRequest = type === "requested";
  const facts = [
    isRequest && message ? (CHANNEL_NAMES[message.channel] ?? message.channel) : null,
    isRequest && message ? writtenAs(message) : null,
    type === "accepted" && message?.providerMessageId ? `Its id there: ${message.providerMessageId}` : null,
    reason === null ? null : reasonWords(reason),
    attemptsRemaining === null ? null : `${attemptsRemaining} tries left`,
    actor === null || actor.id === "system" ? null : `By ${actor.name ?? actor.id}`,
    ip,
    userAgent,
    requestId,
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
        </p>
      ) : null}
      {detail === null ? null : (
        <details className="text-13">
          <summary className="cursor-pointer text-muted">Details</summary>
          <p className="mt-1 break-words rounded-2 bg-sunken px-2.5 py-1.5">{detail}</p>
        </details>
      )}
    </>
  );
}

function writtenAs({ locale, templateVersion, segments }: VerificationMessage): string | null {
  const parts = [
    locale === null ? null : `in ${locale}`,
    templateVersion === null ? null : templateVersion === 0 ? "built-in design" : `template version ${templateVersion}`,
    segments === null ? null : `${segments} ${segments === 1 ? "segment" : "segments"}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}
