import { notFound } from "next/navigation";
import { newestMailboxId } from "@/lib/mailbox";
import { answerNewest } from "@/lib/session/answer-page";
import { findMailbox } from "../access";

/** The id of the newest message there is: what an open Mailbox asks about once a second. */
export async function GET() {
  const mailbox = await findMailbox();
  if (!mailbox) notFound();
  return answerNewest(await newestMailboxId(mailbox.deps, mailbox.environmentId));
}
