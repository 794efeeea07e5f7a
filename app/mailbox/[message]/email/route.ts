import { notFound } from "next/navigation";
import { findMailbox } from "../../access";
import { answerEmailOf } from "../../email-of";

/** An email of the installation's Mailbox, for the frame that shows it. */
export async function GET(request: Request, { params }: { params: Promise<{ message: string }> }) {
  const mailbox = await findMailbox();
  if (!mailbox) notFound();
  return answerEmailOf(mailbox.deps, mailbox.environmentId, (await params).message, request);
}
