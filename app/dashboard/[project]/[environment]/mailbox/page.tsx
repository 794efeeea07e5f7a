import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { readMailbox } from "@/app/mailbox/read-mailbox";
import { verificationPath } from "@/components/frame/paths";
import { KEY_PLACEHOLDER, readMessagesCommand, requestCodeCommand } from "@/components/keys/snippets";
import { Mailbox } from "@/components/mailbox/mailbox";
import type { MailboxSearch } from "@/components/mailbox/search";
import { CodeBlock } from "@/components/ui/code-block";
import { writtenPath } from "@/components/verifications/written-as";
import { apiUrlOf } from "@/lib/core/api-url";
import { deleteAllMessages, deleteMessage } from "./actions";

export const metadata: Metadata = { title: "Mailbox" };

export default async function MailboxPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<MailboxSearch>;
}) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { id, kind, projectSlug } = scope.environment;
  // In live there is one in DEV_MODE alone, for what has no provider.
  if (kind !== "test" && !deps.env.devMode) notFound();
  const { written, ...shown } = await readMailbox(deps, id, await searchParams);
  const channel = shown.selected?.channel ?? "";
  const apiUrl = apiUrlOf(deps.env);
  const example = shown.to ?? shown.messages[0]?.to ?? "verified@ninepin.test";

  return (
    <Mailbox
      path={`/dashboard/${projectSlug}/${kind}/mailbox`}
      description={
        kind === "test"
          ? "Every message of the test environment. Nothing was sent; each is kept for 24 hours."
          : "DEV_MODE is on: messages of the live environment that no provider carries. Each is kept for 24 hours."
      }
      {...shown}
      origin={
        written && {
          ...written,
          href: writtenPath(projectSlug, kind, { ...written, channel }),
          verification: verificationPath(projectSlug, kind, written.challengeId),
        }
      }
      deleting={
        member.role === "viewer"
          ? null
          : {
              one: deleteMessage.bind(null, project, environment),
              all: deleteAllMessages.bind(null, project, environment),
            }
      }
      hint={
        <CodeBlock
          label="cURL: read it from a test"
          code={readMessagesCommand({ apiUrl, key: KEY_PLACEHOLDER, to: example })}
          wrap
        />
      }
      whenEmpty={
        <div className="grid grid-cols-1 gap-3">
          <p>
            Ask for a code with this command. <code className="text-12">NINEPIN_KEY</code> stands for a test key.
          </p>
          <div className="text-left">
            <CodeBlock
              label="cURL: ask for a code"
              code={requestCodeCommand({ apiUrl, key: KEY_PLACEHOLDER, email: "verified@ninepin.test" })}
            />
          </div>
        </div>
      }
    />
  );
}
