import type { Metadata } from "next";
import { authorsOf } from "@/app/dashboard/[project]/[environment]/settings/authors";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { templatePath } from "@/components/frame/paths";
import { ChooseLanguage } from "@/components/templates/choose-language";
import { TemplateEditor } from "@/components/templates/template-editor";
import { TemplateVersions } from "@/components/templates/template-versions";
import { CHANNEL_TITLES, PURPOSE_TITLES } from "@/components/templates/template-view";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { smsSender } from "@/lib/providers";
import { customVariables, listLocales, listVersionsOf, previewTemplate, readTemplate } from "@/lib/templates";
import { placeOf } from "../../../place";
import {
  compareTemplate,
  discardTemplateDraft,
  publishTemplateDraft,
  restoreTemplateVersion,
  saveTemplateDraft,
  sendTemplateTest,
} from "./actions";
import { compareWithLive, copyToLive } from "./live-actions";
import { writePlainly } from "./plain-actions";
import { sampleIn } from "./sample";

export const metadata: Metadata = { title: "Template" };

const VERSIONS_SHOWN = 20;

type Params = EnvironmentPath & { channel: string; purpose: string; locale: string };

export default async function TemplatePage({
  params,
  searchParams,
}: {
  params: Promise<Params>;
  searchParams: Promise<{ sample?: string | string[]; loaded?: string | string[] }>;
}) {
  const { project, environment, ...named } = await params;
  const place = placeOf(named);
  const asked = await searchParams;
  const sample = sampleIn(asked.sample);
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const template = await readTemplate(deps, scope, place);
  const content = template.draft?.content ?? template.content;
  const [preview, versions, authorOf] = await Promise.all([
    previewTemplate(deps, scope, { place, content, sample }),
    listVersionsOf(deps, scope, place, { limit: VERSIONS_SHOWN, cursor: null }),
    authorsOf(deps, scope, member.id),
  ]);
  const { features, kind, projectSlug } = scope.environment;
  const writes = member.role !== "viewer" && !member.customer.suspended && features.custom_templates;
  const at = [project, environment, place] as const;
  const revision = template.draft?.revision ?? 0;
  const path = templatePath(projectSlug, kind, place);
  return (
    <>
      <PageHeader
        title={PURPOSE_TITLES[place.purpose] ?? "Template"}
        description={
          <span className="flex flex-wrap items-center gap-2">
            {CHANNEL_TITLES[place.channel]} <Badge>{template.own ? `v${template.version} is live` : "Default"}</Badge>
            {template.draft ? <Badge tone="warn">Draft by {authorOf(template.draft.author)}</Badge> : null}
          </span>
        }
      >
        <ChooseLanguage project={projectSlug} environment={kind} place={place} languages={listLocales()} />
      </PageHeader>
      <TemplateEditor
        // Begun anew where somebody asked for it, never under the hands of who writes.
        key={`${sample}/${asked.loaded}`}
        channel={place.channel}
        fromName={preview.fromName}
        smsSender={place.channel === "sms" ? smsSender(deps, scope.environment) : null}
        content={content}
        version={template.version}
        basedOn={template.draft?.basedOn ?? template.version}
        sent={template.content}
        revision={revision}
        problems={preview.problems}
        preview={preview.rendered && { ...preview.rendered, sms: preview.sms }}
        sample={sample}
        frame={place.channel === "email" ? `${path}/preview` : null}
        writes={writes}
        hasDraft={template.draft !== null}
        variables={customVariables}
        test={testOf(kind, place.channel, member.email)}
        save={saveTemplateDraft.bind(null, ...at)}
        compare={compareTemplate.bind(null, ...at)}
        publish={publishTemplateDraft.bind(null, ...at)}
        restore={restoreTemplateVersion.bind(null, ...at)}
        discard={discardTemplateDraft.bind(null, ...at)}
        send={sendTemplateTest.bind(null, ...at)}
        writePlainly={writePlainly.bind(null, ...at)}
        live={
          kind === "live"
            ? null
            : {
                href: templatePath(projectSlug, "live", place),
                compare: compareWithLive.bind(null, project, place),
                copy: copyToLive.bind(null, project, place),
              }
        }
      />
      <TemplateVersions
        versions={versions.data.map(({ publishedAt, author, ...version }) => ({
          ...version,
          author: authorOf(author),
          at: publishedAt.toISOString(),
        }))}
        current={template.version}
        writes={writes}
        restore={restoreTemplateVersion.bind(null, ...at)}
      />
    </>
  );
}

function testOf(kind: "test" | "live", channel: string, email: string): { to: string; hint: string } {
  const to = channel === "email" ? email : "+14155550100";
  if (kind === "test") return { to, hint: "It lands in the Mailbox, with a made-up code." };
  return { to: email, hint: "One of your team, by email: it is really sent, with a made-up code." };
}
