"use server";

import { redirect } from "next/navigation";
import { formOf } from "@/app/dashboard/arguments";
import { isNinepinError } from "@/lib/core/errors";
import { clearMailbox } from "@/lib/mailbox";
import { findMailbox, openMailbox } from "./access";
import { deleteOne } from "./delete-one";

const CLOSED = "This browser may not open the Mailbox any more. Open its address again.";

/** Opens the Mailbox with the operator's key; answers what is wrong with it. */
export async function openWithKey(_previous: string | undefined, form: FormData): Promise<string | undefined> {
  const key = formOf(form).get("operator_key");
  if (typeof key !== "string" || key.trim() === "") return "Paste the operator key. It begins with np_op_.";
  const problem = await open(key.trim());
  if (problem !== undefined) return problem;
  redirect("/mailbox");
}

async function open(operatorKey: string): Promise<string | undefined> {
  try {
    if (!(await openMailbox({ operatorKey }))) return "This is not the operator key of this installation.";
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    if (error.code === "rate_limited") {
      return `Too many tries. Wait ${error.options.retryAfterSeconds ?? 60} seconds, then try again.`;
    }
    return error.message;
  }
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
