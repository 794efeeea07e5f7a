import { endCurrentMemberSession } from "@/lib/session";
import { answerSignedOut } from "@/lib/session/answer-page";

/** Revokes the session on the server, not only its cookie here. A change by another site's page is refused in proxy.ts. */
export async function POST() {
  await endCurrentMemberSession();
  return answerSignedOut();
}
