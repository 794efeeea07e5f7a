import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { answerEmailOf } from "@/app/mailbox/email-of";

/** An email of the environment's Mailbox, for the frame that shows it. */
export async function GET(request: Request, { params }: { params: Promise<EnvironmentPath & { message: string }> }) {
  const { project, environment, message } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  return answerEmailOf(deps, scope.environment.id, message, request);
}
