import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { environmentPath, webhookPath } from "@/components/frame/paths";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { EchoRequests } from "@/components/webhooks/echo-requests";
import { RotateSecret } from "@/components/webhooks/rotate-secret";
import { SendTest } from "@/components/webhooks/send-test";
import { TurnWebhook } from "@/components/webhooks/turn-webhook";
import { WebhookSettings } from "@/components/webhooks/webhook-settings";
import { rateOf, WebhookStatus } from "@/components/webhooks/webhook-status";
import { isNinepinError } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import type { Deps, Scope } from "@/lib/ports";
import { listDeliveries, listEvents, readEchoAt, readWebhook } from "@/lib/webhooks";
import { EndpointDeliveriesQuery } from "@/lib/webhooks/contract";
import { recoverWebhook, removeWebhook, rotateSecret, saveWebhook, sendExample, turnWebhook } from "../actions";
import { type DeliveriesQuery, DeliveriesTab } from "./deliveries-tab";

export const metadata: Metadata = { title: "Webhook endpoint" };

const PER_PAGE = "30";

type Query = { cursor?: string | string[]; status?: string | string[]; event?: string | string[] };

export default async function WebhookPage({
  params,
  searchParams,
}: {
  params: Promise<EnvironmentPath & { endpoint: string }>;
  searchParams: Promise<Query>;
}) {
  const { project, environment, endpoint } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const query = readQuery(await searchParams);
  const { webhook, page, echo } = await readOrNotFound(deps, scope, endpoint, query);
  const { kind, projectSlug } = scope.environment;
  const path = environmentPath(projectSlug, kind, "webhooks");
  const writes = member.role !== "viewer";
  const events = listEvents().data.map(({ type, summary }) => ({ type, summary }));
  const recover = writes ? recoverWebhook.bind(null, project, environment, webhook.id) : null;

  return (
    <>
      <p className="mb-2">
        <Link href={path} className="link">
          All endpoints
        </Link>
      </p>
      <PageHeader
        title={webhook.url}
        description={
          <span className="flex flex-wrap items-center gap-x-4">
            <WebhookStatus webhook={webhook} />
            <span>{rateOf(webhook.last24Hours)} delivered in 24 h</span>
            {webhook.description ? <span>{webhook.description}</span> : null}
          </span>
        }
      >
        {writes ? (
          <>
            <TurnWebhook
              isOff={webhook.status === "off"}
              turn={turnWebhook.bind(null, project, environment, webhook.id)}
            />
            <SendTest events={events} send={sendExample.bind(null, project, environment, webhook.id)} />
          </>
        ) : null}
      </PageHeader>
      {webhook.disabledReason ? (
        <div className="mb-3.5">
          <Callout tone="warn" title="Nothing is sent here">
            {webhook.disabledReason}.
          </Callout>
        </div>
      ) : null}
      <Tabs
        label="Endpoint"
        tabs={[
          ...(echo
            ? [{ value: "echo", label: "What it got", content: panel(<EchoRequests requests={echo.requests} />) }]
            : []),
          {
            value: "deliveries",
            label: "Deliveries",
            content: panel(
              <DeliveriesTab
                page={page}
                path={path}
                own={webhookPath(projectSlug, kind, webhook.id)}
                endpointId={webhook.id}
                events={events}
                query={query}
                recover={recover}
              />,
            ),
          },
          ...(writes
            ? [
                {
                  value: "settings",
                  label: "Settings",
                  content: panel(
                    <WebhookSettings
                      webhook={webhook}
                      events={events}
                      path={path}
                      save={saveWebhook.bind(null, project, environment, webhook.id)}
                      remove={removeWebhook.bind(null, project, environment, webhook.id)}
                    />,
                  ),
                },
                {
                  value: "secret",
                  label: "Secret",
                  content: panel(<RotateSecret rotate={rotateSecret.bind(null, project, environment, webhook.id)} />),
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

function panel(content: React.ReactNode) {
  return <div className="pt-4">{content}</div>;
}

function readQuery(query: Query): DeliveriesQuery {
  const one = (value: string | string[] | undefined) => (typeof value === "string" && value !== "" ? value : null);
  return { cursor: one(query.cursor), status: one(query.status), event: one(query.event) };
}

/** A cursor or a filter that is none of ours shows nothing instead of an error page. */
async function readDeliveries(deps: Deps, scope: Scope, endpointId: string, query: DeliveriesQuery) {
  const none = { data: [], nextCursor: null };
  const set = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null));
  const parsed = EndpointDeliveriesQuery.safeParse({ ...set, limit: PER_PAGE });
  if (!parsed.success) return none;
  try {
    return await listDeliveries(deps, scope, { ...parsed.data, endpointId });
  } catch (error) {
    if (!isNinepinError(error) || error.code !== "invalid_request") throw error;
    return none;
  }
}

async function readOrNotFound(deps: Deps, scope: Scope, id: string, query: DeliveriesQuery) {
  if (!isUuid(id)) notFound();
  try {
    const webhook = await readWebhook(deps, scope, id);
    const [page, echo] = await Promise.all([
      readDeliveries(deps, scope, id, query),
      readEchoAt(deps, scope, webhook.url),
    ]);
    return { webhook, page, echo };
  } catch (error) {
    if (isNinepinError(error)) notFound();
    throw error;
  }
}
