import { isNinepinError } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import { deleteMailboxMessage } from "@/lib/mailbox";
import type { Deps } from "@/lib/ports";

/** Deletes a message. One that is gone already, by another tab say, is as good as deleted. */
export async function deleteOne(
  deps: Deps,
  scope: Parameters<typeof deleteMailboxMessage>[1],
  id: string,
): Promise<void> {
  if (!isUuid(id)) return;
  try {
    await deleteMailboxMessage(deps, scope, id);
  } catch (error) {
    if (!isNinepinError(error) || error.code !== "not_found") throw error;
  }
}
