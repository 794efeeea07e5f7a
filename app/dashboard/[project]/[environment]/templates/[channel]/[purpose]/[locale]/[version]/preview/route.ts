import { notFound } from "next/navigation";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { withColorScheme } from "@/components/mailbox/color-scheme";
import { answerEmail } from "@/lib/session/answer-page";
import { previewTemplate } from "@/lib/templates";
import { sampleIn } from "../../sample";
import { readVersionAt, type VersionPath, versionOf } from "../version-at";

/** The HTML of one version with made-up values, for the frames that show it. */
export async function GET(request: Request, { params }: { params: Promise<EnvironmentPath & VersionPath> }) {
  const { project, environment, ...named } = await params;
  const at = versionOf(named);
  const { deps, scope } = await requireEnvironment(project, environment);
  const { content } = await readVersionAt(deps, scope, at);
  const query = new URL(request.url).searchParams;
  const sample = sampleIn(query.get("sample"));
  const html = content && (await previewTemplate(deps, scope, { place: at.place, content, sample })).rendered?.html;
  if (!html) return notFound();
  return answerEmail(withColorScheme(html, query.get("scheme") === "dark" ? "dark" : "light"));
}
