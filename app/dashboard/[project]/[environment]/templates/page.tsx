import type { Metadata } from "next";
import { authorsOf } from "@/app/dashboard/[project]/[environment]/settings/authors";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { TemplateList } from "@/components/templates/template-list";
import { PageHeader } from "@/components/ui/page-header";
import { listTemplates } from "@/lib/templates";
import { TEMPLATE_PURPOSES } from "@/lib/templates/contract";
import { startLocale } from "./place";

export const metadata: Metadata = { title: "Templates" };

const CHANNELS = ["email", "sms", "voice", "whatsapp", "discord", "hook"] as const;

export default async function TemplatesPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const [templates, authorOf] = await Promise.all([listTemplates(deps, scope), authorsOf(deps, scope, member.id)]);
  const { brand, kind, projectSlug } = scope.environment;
  const rows = CHANNELS.flatMap((channel) =>
    TEMPLATE_PURPOSES.map((purpose) => ({
      channel,
      purpose,
      templates: templates
        .filter((template) => template.channel === channel && template.purpose === purpose)
        .map(({ publishedAt, author, ...template }) => ({
          ...template,
          author: author === null ? null : authorOf(author),
          at: publishedAt?.toISOString() ?? null,
        })),
    })),
  );
  return (
    <>
      <PageHeader
        title="Templates"
        description={`What messages in ${kind} say. The built-in design is sent until you publish one of your own.`}
      />
      <TemplateList project={projectSlug} environment={kind} locale={startLocale(brand.locale)} rows={rows} />
    </>
  );
}
