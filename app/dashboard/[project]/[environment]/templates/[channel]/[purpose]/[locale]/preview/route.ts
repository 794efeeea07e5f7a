import { notFound } from "next/navigation";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { withColorScheme } from "@/components/mailbox/color-scheme";
import { answerEmail } from "@/lib/session/answer-page";
import { previewTemplate, readTemplate } from "@/lib/templates";
import { placeOf } from "../../../../place";
import { sampleIn } from "../sample";

type Params = EnvironmentPath & { channel: string; purpose: string; locale: string };

/**
 * The HTML of a template with made-up values, for the frames that show it: the draft, or what is published; that too where
 * the draft has mistakes in it.
 */
export async function GET(request: Request, { params }: { params: Promise<Params> }) {
  const { project, environment, ...named } = await params;
  const place = placeOf(named);
  const { deps, scope } = await requireEnvironment(project, environment);
  const query = new URL(request.url).searchParams;
  const template = await readTemplate(deps, scope, place);
  const published = query.get("of") === "published" || template.draft === null;
  const sample = sampleIn(query.get("sample"));
  const htmlOf = async (content: typeof template.content) =>
    (await previewTemplate(deps, scope, { place, content, sample })).rendered?.html;
  const draft = published ? null : (template.draft?.content ?? null);
  const html = (draft && (await htmlOf(draft))) || (await htmlOf(template.content));
  if (!html) return notFound();
  return answerEmail(withColorScheme(html, query.get("scheme") === "dark" ? "dark" : "light"));
}
