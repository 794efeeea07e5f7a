import type { Metadata } from "next";
import Link from "next/link";
import { pageAt } from "@/app/dashboard/page-at";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { environmentPath } from "@/components/frame/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { AddWebhook } from "@/components/webhooks/add-webhook";
import { TryEcho } from "@/components/webhooks/try-echo";
import { WebhookList } from "@/components/webhooks/webhook-list";
import { listEvents, listWebhooks } from "@/lib/webhooks";
import { addWebhook, startEcho, testWebhookForm } from "./actions";

export const metadata: Metadata = { title: "Webhooks" };

const PER_PAGE = 50;

export default async function WebhooksPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath>;
  searchParams: Promise<{ cursor?: string | string[] }>;
}) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { cursor } = await searchParams;
  const { data, nextCursor } = await pageAt(cursor, PER_PAGE, (page) => listWebhooks(deps, scope, page));
  const { kind, projectSlug } = scope.environment;
  const path = environmentPath(projectSlug, kind, "webhooks");
  const writes = member.role !== "viewer";
  const start = startEcho.bind(null, project, environment);

  return (
    <>
      <PageHeader
        title="Webhooks"
        description={`Your server is told of what happens in ${kind}, signed, at least once.`}
      >
        <Link href={{ pathname: `${path}/events` }} className="link">
          Event catalogue
        </Link>
        {writes ? (
          <>
            {data.length > 0 ? <TryEcho project={projectSlug} environment={kind} start={start} /> : null}
            <AddWebhook
              events={listEvents().data.map(({ type, summary }) => ({ type, summary }))}
              add={addWebhook.bind(null, project, environment)}
              test={testWebhookForm.bind(null, project, environment)}
            />
          </>
        ) : null}
      </PageHeader>
      {data.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          <EmptyState
            title="No endpoints yet"
            action={writes ? <TryEcho project={projectSlug} environment={kind} start={start} primary /> : undefined}
          >
            {writes
              ? "We make a receiver for you for 24 hours and send it otp.verified: you see what your server would get."
              : "An owner, an admin or a developer can add one."}
          </EmptyState>
        </div>
      ) : (
        <WebhookList webhooks={data} path={path} />
      )}
      {nextCursor ? (
        <p className="mt-3">
          <Link href={{ pathname: path, query: { cursor: nextCursor } }} className="link">
            Older endpoints
          </Link>
        </p>
      ) : null}
    </>
  );
}
