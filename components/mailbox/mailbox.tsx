import Link from "next/link";
import type { ReactNode } from "react";
import { KeepFocus } from "@/components/frame/keep-focus";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { DeleteAll } from "./delete-all";
import { LiveUpdates } from "./live-updates";
import type { MailboxListRoute, MailboxRoute } from "./mailbox-route";
import type { Message, Origin } from "./message";
import { messageTitle } from "./message";
import { MessageList } from "./message-list";
import { MessagePane } from "./message-pane";
import { RecipientFilter } from "./recipient-filter";

export type MailboxProps = {
  /** The page's own address. */
  path: MailboxRoute;
  description: string;
  messages: readonly Message[];
  /** The recipient the list is narrowed to. */
  to: string | null;
  /** The id in the address, if a message was opened. */
  opened: string | null;
  /** The message to show: the opened one, or the newest. Null when the opened one is gone. */
  selected: Message | null;
  /** What that one was written for, where it is known. */
  origin: Origin | null;
  /** The newest message of the whole Mailbox, filtered or not. */
  newestId: string | null;
  /** Below the list: what a test or a script does instead of looking here. */
  hint?: ReactNode;
  /** What to do while there is nothing. */
  whenEmpty: ReactNode;
  /** Null where this reader may look, but not delete. */
  deleting: { one: (id: string) => Promise<string | undefined>; all: () => Promise<string | undefined> } | null;
};

const HEADING = "message-heading";

/** Two panes: the messages, and the one that is open. In a narrow window one of them shows at a time. */
export function Mailbox(props: MailboxProps) {
  const { path, messages, to, opened, selected, newestId, deleting } = props;
  const list: MailboxListRoute = to ? `${path}?to=${encodeURIComponent(to)}` : path;
  const [first] = messages;

  return (
    <>
      <PageHeader title="Mailbox" description={props.description}>
        {deleting && messages.length > 0 && !to ? <DeleteAll deleteAll={deleting.all} /> : null}
      </PageHeader>
      <KeepFocus place={`${opened ?? ""} ${selected?.id ?? ""}`} headingId={opened ? HEADING : undefined} />
      <div className={`mb-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-2 ${opened ? "max-md:hidden" : ""}`}>
        {messages.length > 0 || to ? <RecipientFilter path={path} to={to} /> : null}
        <LiveUpdates
          shown={newestId ? { id: newestId, announcement: first ? announcementOf(first) : "New message" } : null}
          source={`${path}/newest`}
        >
          New mail appears by itself
        </LiveUpdates>
      </div>
      {messages.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          {to ? (
            <EmptyState
              title={`Nothing for ${to}`}
              action={
                <Link href={path} className="link">
                  Show all messages
                </Link>
              }
            >
              A message appears here within a second of being asked for.
            </EmptyState>
          ) : (
            <EmptyState title="Nothing yet">{props.whenEmpty}</EmptyState>
          )}
        </div>
      ) : (
        <div className="grid grid-cols-1 items-start gap-4 md:grid-cols-[minmax(17rem,22rem)_minmax(0,1fr)]">
          <section aria-label="Messages" className={`grid grid-cols-1 gap-3 ${opened ? "max-md:hidden" : ""}`}>
            <MessageList path={path} to={to} messages={messages} selectedId={selected?.id ?? null} />
            {props.hint}
          </section>
          <section
            aria-labelledby={HEADING}
            // Beside a long list the message stays in sight, and scrolls by itself where the window is low.
            className={`md:sticky md:top-4 md:max-h-[calc(100dvh-2rem)] md:overflow-y-auto ${opened ? "" : "max-md:hidden"}`}
          >
            {opened ? (
              <Link href={list} scroll={false} className="link mb-3 inline-block md:hidden">
                All messages
              </Link>
            ) : null}
            <MessagePane
              headingId={HEADING}
              message={selected}
              origin={props.origin}
              path={path}
              list={list}
              deleteOne={deleting?.one ?? null}
            />
          </section>
        </div>
      )}
    </>
  );
}

function announcementOf(message: Message): string {
  return `New message for ${message.to}: ${messageTitle(message)}`;
}
