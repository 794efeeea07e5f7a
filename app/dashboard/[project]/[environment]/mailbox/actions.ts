"use server";

import { requireWritableEnvironment } from "@/app/dashboard/scope";
import { deleteOne } from "@/app/mailbox/delete-one";
import { isNinepinError } from "@/lib/core/errors";
import { clearMailbox } from "@/lib/mailbox";

/** Deletes one message; answers what went wrong, if anything did. */
export async function deleteMessage(project: string, environment: string, id: string): Promise<string | undefined> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    await deleteOne(deps, scope, id);
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return error.message;
  }
}

/** Deletes every message of the environment; answers what went wrong, if anything did. */
export async function deleteAllMessages(project: string, environment: string): Promise<string | undefined> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    await clearMailbox(deps, scope);
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return error.message;
  }
}
