import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { deliveryPath, webhookPath } from "@/components/frame/paths";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { DeliveryKeys } from "@/components/webhooks/delivery-keys";
import { SignedContent } from "@/components/webhooks/signature";
import { messageOf } from "@/components/webhooks/test-result";
import { DeliveryStatus } from "@/components/webhooks/webhook-status";
import { isNinepinError } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import type { Deps, Scope } from "@/lib/ports";
import { checkDelivery, neighboursOf, readWholeDelivery } from "@/lib/webhooks";
import type { CheckedSignature } from "@/lib/webhooks/echo-contract";
import { resendDelivery } from "../../actions";

export const metadata: Metadata = { title: "Delivery" };

export default async function DeliveryPage({
  params,
}: {
  params: Promise<EnvironmentPath & { endpoint: string; delivery: string }>;
}) {
  const { project, environment, endpoint, delivery: id } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const delivery = await readOrNotFound(deps, scope, id);
  const [{ newer, older }, signatures] = await Promise.all([
    neighboursOf(deps, scope, delivery),
    checkDelivery(deps, scope, delivery),
  ]);
  const { kind, projectSlug } = scope.environment;
  const pathTo = (other: string | null) =>
    other === null ? null : deliveryPath(projectSlug, kind, { endpoint, delivery: other });
  const [last = null] = delivery.tried;
  const body = delivery.requestBody;

  return (
    <>
      <p className="mb-2">
        <Link href={webhookPath(projectSlug, kind, endpoint)} className="link">
          All deliveries
        </Link>
      </p>
      <PageHeader
        title={delivery.event}
        description={
          <span className="flex flex-wrap items-center gap-x-4">
            <DeliveryStatus delivery={{ ...delivery, lastAttempt: last }} />
            <span className="num">
              Attempt {delivery.attempts} of {delivery.attemptsMax}
            </span>
            {delivery.nextAttemptAt ? (
              <span>
                Next <Time value={delivery.nextAttemptAt} />
              </span>
            ) : null}
          </span>
        }
      >
        <DeliveryKeys
          newer={pathTo(newer)}
          older={pathTo(older)}
          resend={member.role === "viewer" ? null : resendDelivery.bind(null, project, environment, delivery.id)}
        />
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        {delivery.tried.length === 0 ? <CodeBlock label="What we send" code={pretty(body)} wrap /> : null}
        {delivery.tried.map((attempt, at) => (
          <Card key={attempt.number} title={`Attempt ${attempt.number}`}>
            <div className="grid grid-cols-1 gap-3">
              <p className="flex flex-wrap gap-x-4 text-muted">
                <span>{attempt.reason ?? `Delivered: ${attempt.status}`}</span>
                <span className="num">{attempt.durationMs} ms</span>
                <Moment value={attempt.at} />
              </p>
              <Folded open={at === 0}>
                <CodeBlock label="Request" code={messageOf({ headers: attempt.requestHeaders, body })} wrap />
                <Signed signature={signatures[at]} />
                <CodeBlock label="As cURL" code={curlOf(delivery.url, attempt.requestHeaders, body)} wrap />
                {attempt.responseHeaders ? (
                  <CodeBlock
                    label="Answer, its first 16 kB"
                    code={messageOf({ headers: attempt.responseHeaders, body: attempt.responseBody ?? "" })}
                    wrap
                  />
                ) : null}
              </Folded>
            </div>
          </Card>
        ))}
      </div>
    </>
  );
}

/** What went to and fro: of the newest attempt in sight, of those before behind a word. */
function Folded({ open, children }: { open: boolean; children: ReactNode }) {
  if (open) return children;
  return (
    <details>
      <summary className="link w-fit cursor-pointer py-0.5">Request and answer</summary>
      <div className="mt-3 grid grid-cols-1 gap-3">{children}</div>
    </details>
  );
}

function Signed({ signature }: { signature: CheckedSignature | undefined }) {
  if (!signature) return null;
  return (
    <details>
      <summary className="link w-fit cursor-pointer py-0.5">
        {signature.matches ? "Check the signature" : "Signed with a secret that has been replaced since"}
      </summary>
      <div className="mt-3">
        <SignedContent signature={signature} otherwise="It was signed with a secret that has been replaced since" />
      </div>
    </details>
  );
}

function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}

/** Quoted for a shell: nothing in it is run. */
function curlOf(url: string, headers: Readonly<Record<string, string>>, body: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const lines = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [`curl ${quoted(url)}`, ...lines, `--data-raw ${quoted(body)}`].join(" \\\n  ");
}

async function readOrNotFound(deps: Deps, scope: Scope, id: string) {
  if (!isUuid(id)) notFound();
  try {
    return await readWholeDelivery(deps, scope, id);
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") notFound();
    throw error;
  }
}
