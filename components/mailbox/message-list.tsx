import { IconMail, IconMessage } from "@tabler/icons-react";
import Link from "next/link";
import { CopyButton } from "@/components/ui/copy-button";
import { Time } from "@/components/ui/time";
import { GroupedCode } from "./grouped-code";
import type { MailboxRoute } from "./mailbox-route";
import { channelName, type Message, messageTitle } from "./message";

export type MessageListProps = {
  path: MailboxRoute;
  to: string | null;
  messages: readonly Message[];
  selectedId: string | null;
};

/** The messages, newest first; each a link that opens it, with its code beside it ready to copy. */
export function MessageList({ path, to, messages, selectedId }: MessageListProps) {
  return (
    <ul data-rows="" className="divide-y divide-line overflow-hidden rounded-3 border border-line bg-surface">
      {messages.map((message) => (
        <li key={message.id} className="relative px-3 py-2.5 hover:bg-sunken has-[a[aria-current]]:bg-sunken">
          <Link
            href={{ pathname: path, query: { ...(to ? { to } : {}), message: message.id } }}
            scroll={false}
            aria-current={message.id === selectedId ? "true" : undefined}
            className="block rounded-1 before:absolute before:inset-0"
          >
            <span className="flex items-center gap-2">
              <ChannelMark channel={message.channel} />
              <span className="min-w-0 flex-1 truncate font-medium">{message.to}</span>
              <span className="shrink-0 text-12 text-muted">
                <Time value={message.createdAt} />
              </span>
            </span>
            <span className="mt-0.5 block truncate text-13 text-muted">{messageTitle(message)}</span>
          </Link>
          {message.code ? (
            <span className="relative mt-1.5 inline-flex items-center rounded-1 border border-line bg-canvas pl-2">
              <GroupedCode value={message.code} />
              <CopyButton value={message.code} label={`code for ${message.to}`} />
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function ChannelMark({ channel }: { channel: string }) {
  const Icon = channel === "email" ? IconMail : IconMessage;
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-12 text-subtle">
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      {channel === "email" ? <span className="sr-only">Email</span> : channelName(channel)}
    </span>
  );
}
