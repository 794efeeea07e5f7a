import type { Route } from "next";
import { redirect } from "next/navigation";
import { formOf } from "@/app/dashboard/arguments";
import type { EmailStepState } from "@/components/account/email-step";
import { isNinepinError } from "@/lib/core/errors";
import { allowedNext, readSignIn, type SignInState } from "@/lib/session";
import { sendProblem } from "./problem-of";
import { sendCode } from "./send-code";

const CODE_PAGE: Route = "/verify";

/** The step that signing up and signing in share: an address in, a code on its way, the page for it. */
export async function startWithEmail(flow: SignInState["flow"], sent: FormData): Promise<EmailStepState> {
  const form = formOf(sent);
  const email = String(form.get("email") ?? "").trim();
  const next = allowedNext(String(form.get("next") ?? ""));
  try {
    await sendCode({ flow, email, next });
  } catch (error) {
    const problem = sendProblem(error);
    const onTheWay = await readSignIn();
    const justSent = isNinepinError(error) && error.code === "resend_cooldown";
    if (!justSent || onTheWay?.email !== email) return { email, problem };
  }
  redirect(CODE_PAGE);
}
