import Link from "next/link";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { WrittenAs } from "@/components/verifications/written-as";
import { DeleteOne } from "./delete-one";
import { EmailFrame } from "./email-frame";
import { GroupedCode } from "./grouped-code";
import { HeaderTable } from "./header-table";
import type { MailboxListRoute, MailboxRoute } from "./mailbox-route";
import { channelName, type Message, messageTitle, type Origin } from "./message";
import { MessageChecks } from "./message-checks";

export type MessagePaneProps = {
  headingId: string;
  message: Message | null;
  /** Null for a message without a code, and for one whose verification is not kept any more. */
  origin: Origin | null;
  /** Where the Mailbox is. */
  path: MailboxRoute;
  /** Where the list is. */
  list: MailboxListRoute;
  deleteOne: ((id: string) => Promise<string | undefined>) | null;
};

/** One message: what it is, its code, and how it looks in each of its forms. */
export function MessagePane({ headingId, message, origin, path, list, deleteOne }: MessagePaneProps) {
  if (!message) {
    return (
      <div className="rounded-3 border border-line bg-surface px-5 py-8 text-center">
        <h2 id={headingId} tabIndex={-1} className="text-15">
          This message is not here any more
        </h2>
        <p className="mt-1 text-muted">Messages are kept for 24 hours, unless somebody deletes them before.</p>
      </div>
    );
  }
  return (
    <article className="overflow-clip rounded-3 border border-line bg-surface">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3.5">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id={headingId} tabIndex={-1} className="break-words text-15">
            {messageTitle(message)}
          </h2>
          <p className="mt-0.5 break-words text-muted">
            {channelName(message.channel)} to {message.to}, <Time value={message.createdAt} />
          </p>
          {origin ? (
            <p className="mt-0.5 flex flex-wrap gap-x-3 text-13 text-muted">
              <WrittenAs {...origin} />
              {origin.verification ? (
                <Link href={origin.verification} prefetch={false} className="link">
                  Its verification
                </Link>
              ) : null}
            </p>
          ) : null}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {deleteOne ? <DeleteOne id={message.id} list={list} deleteOne={deleteOne} /> : null}
          {message.code ? (
            <span data-main-action="">
              <CopyButton value={message.code} label="code" variant="primary" size="medium">
                Copy code
              </CopyButton>
            </span>
          ) : null}
        </div>
        {message.code ? (
          <p className="basis-full">
            <span className="sr-only">Code: </span>
            <GroupedCode value={message.code} size="large" />
          </p>
        ) : null}
      </header>
      <Tabs key={message.html ? "html" : "text"} label="Forms of the message" tabs={formsOf(message, path)} />
    </article>
  );
}

function formsOf(message: Message, path: MailboxRoute) {
  const text = { value: "text", label: "Text", content: <PlainText text={message.text} /> };
  const headers = { value: "headers", label: "Headers", content: <HeaderTable headers={message.headers} /> };
  const { html } = message;
  if (!html) return message.headers.length > 0 ? [text, headers] : [text];
  return [
    { value: "rendered", label: "Rendered", content: <EmailFrame path={path} id={message.id} scheme="light" /> },
    { value: "dark", label: "Dark", content: <EmailFrame path={path} id={message.id} scheme="dark" /> },
    text,
    {
      value: "html",
      label: "HTML",
      content: (
        <div className="p-3">
          <CodeBlock label="HTML source" code={html} wrap />
        </div>
      ),
    },
    headers,
    { value: "checks", label: "Checks", content: <MessageChecks message={message} html={html} /> },
  ];
}

function PlainText({ text }: { text: string }) {
  return <pre className="whitespace-pre-wrap break-words px-4 py-3.5 font-code text-12 leading-5">{text}</pre>;
}
