import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Mailbox } from "@/components/mailbox/mailbox";
import type { MailboxSearch } from "@/components/mailbox/search";
import { OpenWithKey } from "@/components/operator/open-with-key";
import { Callout } from "@/components/ui/callout";
import { findMailbox } from "./access";
import { deleteAllMessages, deleteMessage, openWithKey } from "./actions";
import { readMailbox } from "./read-mailbox";

export const metadata: Metadata = { title: "Mailbox", robots: { index: false }, referrer: "no-referrer" };

type Search = MailboxSearch & { token?: string | string[]; refused?: string | string[]; wait?: string | string[] };

/** The mail of Ninepin itself, while this installation has no email provider: its members' own codes. */
export default async function InstallationMailboxPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  if (typeof search.token === "string") redirect(`/mailbox/open?token=${encodeURIComponent(search.token)}`);
  const mailbox = await findMailbox();
  if (!mailbox) return <Closed refused={search.refused !== undefined} wait={search.wait !== undefined} />;

  const { deps, environmentId } = mailbox;
  const { written, ...shown } = await readMailbox(deps, environmentId, search);

  return (
    <Mailbox
      path="/mailbox"
      description="Mail that Ninepin would send to its members, while no email provider is set up."
      {...shown}
      origin={written && { ...written, href: null, verification: null }}
      deleting={{ one: deleteMessage, all: deleteAllMessages }}
      whenEmpty="Sign up or sign in, and your code lands here."
    />
  );
}

function Closed({ refused, wait }: { refused: boolean; wait: boolean }) {
  return (
    <div className="mx-auto grid max-w-[30rem] gap-5 pt-10">
      <div className="grid gap-2">
        <h1 className="text-22">This Mailbox is closed</h1>
        <p className="text-muted">
          It holds the codes of this installation's members, so it opens only with its own address. That is printed when
          the server starts, and stands as <code className="text-12">mailbox_url</code> in{" "}
          <code className="text-12">quickstart.json</code> in its data folder.
        </p>
      </div>
      {refused ? (
        <Callout tone="warn" title="That address does not open it">
          It may be of another installation, or of an older start.
        </Callout>
      ) : null}
      {wait ? (
        <Callout tone="warn" title="Too many tries">
          Wait a minute, then open its address again.
        </Callout>
      ) : null}
      <OpenWithKey open={openWithKey} hint="It begins with np_op_." label="Open the Mailbox" />
    </div>
  );
}
