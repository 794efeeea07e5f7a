import type { Metadata } from "next";
import Link from "next/link";
import { authorsOf } from "@/app/dashboard/[project]/[environment]/settings/authors";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { templatePath, templateVersionPath } from "@/components/frame/paths";
import { TemplateChanges } from "@/components/templates/template-changes";
import { TemplatePreview } from "@/components/templates/template-preview";
import { CHANNEL_TITLES, PURPOSE_TITLES } from "@/components/templates/template-view";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { listLocales, previewTemplate } from "@/lib/templates";
import { readVersionAt, type VersionPath, versionOf } from "./version-at";

export const metadata: Metadata = { title: "Template version" };

/** A version as it was published: what messages that name it were written by. */
export default async function TemplateVersionPage({ params }: { params: Promise<EnvironmentPath & VersionPath> }) {
  const { project, environment, ...named } = await params;
  const at = versionOf(named);
  const { place, version } = at;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const { content, changes, author, note, publishedAt } = await readVersionAt(deps, scope, at);
  const [preview, authorOf] = await Promise.all([
    content && previewTemplate(deps, scope, { place, content, sample: "full" }),
    authorsOf(deps, scope, member.id),
  ]);
  const { kind, projectSlug } = scope.environment;
  const title = PURPOSE_TITLES[place.purpose] ?? "Template";
  const language = listLocales().find(({ tag }) => tag === place.locale)?.name ?? place.locale;
  return (
    <>
      <p className="mb-2">
        <Link href={templatePath(projectSlug, kind, place)} className="link">
          Back to the template
        </Link>
      </p>
      <PageHeader
        title={`${title}, version ${version}`}
        description={
          <>
            {CHANNEL_TITLES[place.channel]}, {language}. Published <Time value={publishedAt} /> by {authorOf(author)}.{" "}
            {note}
          </>
        }
      />
      {content === null ? (
        <Callout tone="info" title="The built-in design">
          With this version the template went back to the built-in design.
        </Callout>
      ) : (
        <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
          <TemplatePreview
            channel={place.channel}
            fromName={preview?.fromName ?? ""}
            preview={preview?.rendered ? { ...preview.rendered, sms: preview.sms } : null}
            frame={
              place.channel === "email" ? `${templateVersionPath(projectSlug, kind, place, version)}/preview` : null
            }
            revision={version}
            sample="full"
          />
          <div className="grid min-w-0 grid-cols-1 content-start gap-3">
            {content.subject === null ? null : <CodeBlock label="Subject" code={content.subject} wrap />}
            {content.preheader ? <CodeBlock label="Preheader" code={content.preheader} wrap /> : null}
            {content.html === null ? null : <CodeBlock label="HTML" code={content.html} wrap />}
            <CodeBlock label="Text" code={content.text} wrap />
          </div>
        </div>
      )}
      {changes.length > 0 ? (
        <details className="mt-4 rounded-3 border border-line bg-surface">
          <summary className="cursor-pointer px-4 py-2.5 font-medium">What it changed</summary>
          <div className="border-line border-t p-4">
            <TemplateChanges changes={changes} />
          </div>
        </details>
      ) : null}
    </>
  );
}
