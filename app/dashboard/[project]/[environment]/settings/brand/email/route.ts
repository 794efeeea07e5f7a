import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { withColorScheme } from "@/components/mailbox/color-scheme";
import { answerEmail } from "@/lib/session/answer-page";
import { renderOtpMessage } from "@/lib/templates";
import { withTyped } from "../brand-values";

const SAMPLE = {
  purpose: "sign_in",
  channel: "email",
  // Of live: what a user gets. No strip says that it is a test.
  environmentKind: "live",
  code: "482913507",
  destination: "ada@example.com",
} as const;

const DEVICE =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

/** The built-in email for the brand as it is typed in the form beside it, for the frame that shows it. */
export async function GET(request: Request, { params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  const typed = new URL(request.url).searchParams;
  const { brand, settings } = scope.environment;
  const { html } = await renderOtpMessage({
    ...SAMPLE,
    locale: null,
    brand: withTyped(brand, typed),
    expiresMinutes: Math.max(1, Math.round(settings.codes.lifetime_seconds.email / 60)),
    context: { requestedAt: deps.clock.now(), userAgent: DEVICE, location: "Leeds, United Kingdom" },
    codeInSubject: true,
  });
  return answerEmail(withColorScheme(html ?? "", typed.get("scheme") === "dark" ? "dark" : "light"));
}
