import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { environmentPath, verificationPath } from "@/components/frame/paths";
import { KEY_PLACEHOLDER, resendCodeCommand } from "@/components/keys/snippets";
import { PURPOSE_TITLES } from "@/components/templates/template-view";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact } from "@/components/ui/fact";
import { PageHeader } from "@/components/ui/page-header";
import { HeldBack } from "@/components/verifications/held-back";
import { RevealRecipient } from "@/components/verifications/reveal-recipient";
import { Timeline } from "@/components/verifications/timeline";
import { VerificationActions } from "@/components/verifications/verification-actions";
import { MessageState, Result } from "@/components/verifications/verification-table";
import { triedWords } from "@/components/verifications/verification-words";
import { apiUrlOf } from "@/lib/core/api-url";
import { isNinepinError } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import { readVerification, verificationNeighbours } from "@/lib/messages";
import type { WholeVerification } from "@/lib/messages/contract";
import type { Deps, Scope } from "@/lib/ports";
import { findTenant } from "@/lib/tenants";
import { endVerification, letThrough, resendCode, showRecipient } from "../actions";

export const metadata: Metadata = { title: "Verification" };

export default async function VerificationPage({
  params,
}: {
  params: Promise<EnvironmentPath & { challenge: string }>;
}) {
  const { project, environment, challenge } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const verification = await readOrNotFound(deps, scope, challenge);
  const tenant = verification.tenantId === null ? null : await findTenant(deps, scope, verification.tenantId);
  const { newer, older } = await verificationNeighbours(deps, scope, verification.id);
  const { kind, projectSlug } = scope.environment;
  const pathTo = (id: string | null) => (id === null ? null : verificationPath(projectSlug, kind, id));
  const mayChange = member.role !== "viewer";
  const isOpen = verification.state === "waiting" || verification.state === "wrong";
  const { id, suppression } = verification;
  const again = resendCodeCommand({ apiUrl: apiUrlOf(deps.env), key: KEY_PLACEHOLDER, challengeId: id });

  return (
    <>
      <p className="mb-2">
        <Link href={environmentPath(projectSlug, kind, "verifications")} className="link">
          All verifications
        </Link>
      </p>
      <PageHeader
        title={verification.username ?? verification.recipient}
        description={
          <span className="flex flex-wrap items-center gap-x-4">
            <Result verification={verification} />
            <MessageState verification={verification} />
            <span className="num">
              Try {verification.attempts} of {verification.attemptsMax}
            </span>
          </span>
        }
      >
        <VerificationActions
          newer={pathTo(newer)}
          older={pathTo(older)}
          resend={mayChange && isOpen ? resendCode.bind(null, project, environment, id) : null}
          cancel={mayChange && isOpen ? endVerification.bind(null, project, environment, id) : null}
        />
      </PageHeader>
      <div className="grid grid-cols-1 gap-3.5">
        {suppression ? (
          <HeldBack {...suppression} lift={mayChange ? letThrough.bind(null, project, environment, id) : null} />
        ) : null}
        <Failure verification={verification} />
        <Card title="Timeline" padded={false}>
          <Timeline
            entries={verification.timeline}
            messages={verification.messages}
            purpose={verification.purpose}
            startedAt={verification.startedAt}
            project={projectSlug}
            environment={kind}
          />
        </Card>
        <Card title="About it" padded={false}>
          <dl className="divide-y divide-line">
            <Fact name="Recipient">
              <RevealRecipient
                masked={verification.recipient}
                reveal={
                  member.role === "owner" || member.role === "admin"
                    ? showRecipient.bind(null, project, environment, id)
                    : null
                }
              />
            </Fact>
            <Fact name="Challenge id">
              <code className="break-all text-12">{id}</code>
              <CopyButton value={id} label="challenge id" />
            </Fact>
            <Fact name="Purpose">{PURPOSE_TITLES[verification.purpose] ?? verification.purpose}</Fact>
            {verification.tenantId ? <Fact name="Tenant">{tenant?.name ?? "A tenant that was deleted"}</Fact> : null}
            {verification.country ? <Fact name="Country">{verification.country}</Fact> : null}
            <Fact name="Message">
              <Message verification={verification} project={projectSlug} kind={kind} />
            </Fact>
          </dl>
        </Card>
        {isOpen ? <CodeBlock label="cURL: send its code again" code={again} wrap /> : null}
      </div>
    </>
  );
}

/** What was tried where nobody took the newest message. */
function Failure({ verification }: { verification: WholeVerification }) {
  if (verification.delivery !== "failed") return null;
  const newest = verification.messages.at(-1)?.id;
  const tried = verification.timeline.filter(({ type, messageId }) => type === "tried" && messageId === newest);
  const providers = [...new Set(tried.flatMap(({ provider }) => provider ?? []))];
  return (
    <Callout tone="danger" title="No provider took the code">
      {triedWords(providers)} What each of them said is in the timeline, under Details.
    </Callout>
  );
}

/** In test it can be opened. In live nobody sees it again: its code is kept nowhere. */
function Message({
  verification,
  project,
  kind,
}: {
  verification: WholeVerification;
  project: string;
  kind: "test" | "live";
}) {
  const newest = verification.messages.at(-1);
  if (kind === "live" || newest?.provider !== "mailbox") return <span>Its code is kept nowhere: •••</span>;
  const query = { message: newest.id };
  return (
    <Link href={{ pathname: environmentPath(project, kind, "mailbox"), query }} className="link">
      Open it in the Mailbox
    </Link>
  );
}

async function readOrNotFound(deps: Deps, scope: Scope, id: string): Promise<WholeVerification> {
  if (!isUuid(id)) notFound();
  try {
    return await readVerification(deps, scope, id);
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") notFound();
    throw error;
  }
}
