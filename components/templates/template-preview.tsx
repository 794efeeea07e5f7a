"use client";

import { Tabs } from "@/components/ui/tabs";
import type { SmsSender } from "@/lib/providers/contract";
import type { Preview } from "./template-view";

export type TemplatePreviewProps = {
  channel: string;
  fromName: string;
  /** Who sends text messages; not said of what was sent long ago. */
  smsSender?: SmsSender | null;
  preview: Preview;
  /** The address of the HTML, without what changes; null where the channel has none. */
  frame: string | null;
  /** What the frame shows: another one is loaded anew. */
  revision: number;
  sample: string;
};

/** What a message looks like where it is read. While there are errors the last one that could be shown stays. */
export function TemplatePreview(props: TemplatePreviewProps) {
  const { channel, fromName, smsSender, preview, frame, revision, sample } = props;
  const text = preview?.text ?? "";
  const email = (scheme: "light" | "dark", narrow = false) => (
    <div className={`${scheme === "dark" ? "bg-[#121212]" : "bg-[#fff]"}`}>
      <iframe
        title={scheme === "dark" ? "Email in dark mode" : narrow ? "Email on a phone" : "Email"}
        sandbox=""
        src={`${frame}?scheme=${scheme}&sample=${sample}&revision=${revision}`}
        className={`mx-auto block h-[38rem] max-w-full ${narrow ? "w-[375px] border-line border-x" : "w-[44rem]"} ${
          scheme === "dark" ? "scheme-dark" : "scheme-light"
        }`}
      />
    </div>
  );
  const plain = { value: "text", label: "Plain text", content: <Plain text={text} /> };
  const tabs =
    channel === "email"
      ? [
          { value: "email", label: "Email", content: email("light") },
          { value: "dark", label: "Dark", content: email("dark") },
          { value: "phone", label: "Phone", content: email("light", true) },
          plain,
          { value: "inbox", label: "Inbox row", content: <InboxRow fromName={fromName} preview={preview} /> },
        ]
      : channel === "sms"
        ? [
            {
              value: "sms",
              label: "Text message",
              content: <Bubble text={text} preview={preview} sender={smsSender} />,
            },
            plain,
          ]
        : [plain];
  return (
    <section aria-label="Preview" className="min-w-0 overflow-hidden rounded-3 border border-line bg-surface">
      <Tabs label="Preview as" tabs={tabs} />
    </section>
  );
}

function Plain({ text }: { text: string }) {
  return (
    <pre dir="auto" className="whitespace-pre-wrap break-words p-4 text-13">
      {text}
    </pre>
  );
}

/** What a list of mails shows: about as much of it as Gmail and Apple Mail do. */
function InboxRow({ fromName, preview }: { fromName: string; preview: Preview }) {
  return (
    <div className="grid gap-3 p-4">
      <p className="flex min-w-0 gap-3 border-line border-b pb-3 text-13">
        <span className="w-32 shrink-0 truncate font-semibold">{fromName}</span>
        <span dir="auto" className="min-w-0 truncate">
          <span className="font-semibold">{preview?.subject}</span>
          <span className="text-muted"> {preview?.preheader}</span>
        </span>
      </p>
      <p className="text-13 text-muted">
        {preview?.subject?.length ?? 0} characters of subject: a phone shows about the first 40, a computer about 70.
      </p>
    </div>
  );
}

function Bubble({ text, preview, sender }: { text: string; preview: Preview; sender: SmsSender | null | undefined }) {
  const sms = preview?.sms;
  return (
    <div className="grid gap-3 p-4">
      {sender === undefined ? null : <p className="text-13 text-muted">{senderWords(sender)}</p>}
      <p dir="auto" className="max-w-80 whitespace-pre-wrap break-words rounded-4 bg-sunken px-4 py-3">
        {text}
      </p>
      {sms ? (
        <p className="num text-13 text-muted">
          {sms.characters} characters, {sms.encoding}, {sms.segments} {sms.segments === 1 ? "segment" : "segments"}
        </p>
      ) : null}
    </div>
  );
}

/** What a text message comes from, or why this is not what comes. */
function senderWords(sender: SmsSender | null): string {
  if (sender === null) return "Nobody carries text messages yet.";
  const { title, from, words } = sender;
  if (words === "provider") {
    return `${title} is asked first, and words its messages itself: this is sent where another one is asked after it.`;
  }
  return from === null ? `From what ${title} chooses.` : `From ${from}, by ${title}.`;
}
