import { notFound } from "next/navigation";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { withColorScheme } from "@/components/mailbox/color-scheme";
import { answerEmail } from "@/lib/session/answer-page";
import { previewTemplate, readTemplate } from "@/lib/templates";
import { placeOf } from "../../../../place";
import { sampleIn } from "../sample";

type Params = EnvironmentPath & { channel: string; purpose: string; locale: string };

/** The HTML of a template with made-up values, for the frames that show it: the draft, or what is published. */
export async function GET(request: Request, { params }: { params: Promise<Params> }) {
  const { project, environment, ...named } = await params;
  const place = placeOf(named);
  const { deps, scope } = await requireEnvironment(project, environment);
  const query = new URL(request.url).searchParams;
  const template = await readTemplate(deps, scope, place);
  const published = query.get("of") === "published" || template.draft === null;
  const content = published ? template.content : (template.draft?.content ?? template.content);
  const preview = await previewTemplate(deps, scope, { place, content, sample: sampleIn(query.get("sample")) });
  const html = preview.rendered?.html;
  if (!html) return notFound();
  return answerEmail(withColorScheme(html, query.get("scheme") === "dark" ? "dark" : "light"));
}
