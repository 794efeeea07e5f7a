import type { Metadata } from "next";
import Link from "next/link";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { environmentPath } from "@/components/frame/paths";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { handlersOf } from "@/components/webhooks/handler-snippets";
import { SendFromCatalogue } from "@/components/webhooks/send-from-catalogue";
import { listEvents, listWebhooks } from "@/lib/webhooks";
import { sendExample } from "../actions";

export const metadata: Metadata = { title: "Event catalogue" };

const NEWEST = { limit: 50, cursor: null };

export default async function EventsPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { version, data } = listEvents();
  const endpoints = member.role === "viewer" ? [] : (await listWebhooks(deps, scope, NEWEST)).data;
  const send = sendExample.bind(null, project, environment);
  const path = environmentPath(scope.environment.projectSlug, scope.environment.kind, "webhooks");
  return (
    <>
      <p className="mb-2">
        <Link href={path} className="link">
          All endpoints
        </Link>
      </p>
      <PageHeader
        title="Event catalogue"
        description={`Version ${version}. Fields may be added to an event; none is taken away or changes its meaning.`}
      />
      <nav aria-label="Events" className="mb-4">
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {data.map(({ type }) => (
            <li key={type}>
              <a href={`#${type}`} className="link">
                <code className="text-12">{type}</code>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid grid-cols-1 gap-4">
        {data.map(({ type, summary, since, schema, example }) => (
          <div key={type} id={type}>
            <Card
              title={<code>{type}</code>}
              actions={
                endpoints.length === 0 ? null : (
                  <SendFromCatalogue
                    event={type}
                    endpoints={endpoints.map(({ id, url }) => ({ id, url }))}
                    send={send}
                  />
                )
              }
            >
              <div className="grid grid-cols-1 gap-3">
                <p>
                  {summary} <span className="text-muted">Since {since}.</span>
                </p>
                <CodeBlock label={`${type}: example`} code={JSON.stringify(example, null, 2)} />
                <details>
                  <summary className="link w-fit cursor-pointer">Schema and handlers</summary>
                  <div className="mt-3 grid grid-cols-1 gap-3">
                    <CodeBlock label={`${type}: JSON schema`} code={JSON.stringify(schema, null, 2)} />
                    {handlersOf(type).map(({ label, code }) => (
                      <CodeBlock key={label} label={`${type}, ${label}`} code={code} />
                    ))}
                  </div>
                </details>
              </div>
            </Card>
          </div>
        ))}
      </div>
    </>
  );
}
