"use server";

import { redirect } from "next/navigation";
import { clearMailbox } from "@/lib/mailbox";
import { findMailbox, openMailbox } from "./access";
import { deleteOne } from "./delete-one";

const CLOSED = "This browser may not open the Mailbox any more. Open its address again.";

/** Opens the Mailbox with the operator's key; answers what is wrong with it. */
export async function openWithKey(_previous: string | undefined, form: FormData): Promise<string | undefined> {
  const key = form.get("operator_key");
  if (typeof key !== "string" || key.trim() === "") return "Paste the operator key. It begins with np_op_.";
  if (!(await openMailbox({ operatorKey: key.trim() }))) return "This is not the operator key of this installation.";
  redirect("/mailbox");
}

/** Deletes one message; answers what went wrong, if anything did. */
export async function deleteMessage(id: string): Promise<string | undefined> {
  const mailbox = await findMailbox();
  if (!mailbox) return CLOSED;
  await deleteOne(mailbox.deps, mailbox.scope, id);
}

/** Deletes every message of the installation's Mailbox; answers what went wrong, if anything did. */
export async function deleteAllMessages(): Promise<string | undefined> {
  const mailbox = await findMailbox();
  if (!mailbox) return CLOSED;
  await clearMailbox(mailbox.deps, mailbox.scope);
}
