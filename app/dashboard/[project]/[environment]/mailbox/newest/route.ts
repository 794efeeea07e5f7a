import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { newestMailboxId } from "@/lib/mailbox";
import { answerNewest } from "@/lib/session/answer-page";

/** The id of the newest message there is: what an open Mailbox asks about once a second. */
export async function GET(_request: Request, { params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, scope } = await requireEnvironment(project, environment);
  return answerNewest(await newestMailboxId(deps, scope.environment.id));
}
