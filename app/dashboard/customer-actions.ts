"use server";

import { refresh } from "next/cache";
import { isNinepinError } from "@/lib/core/errors";
import { undoDeletion as undo } from "@/lib/customers";
import { getDeps } from "@/lib/deps";
import { clientOfRequest, requireMember } from "@/lib/session";

/** Takes the deletion of the member's customer back; answers what went wrong, if anything did. */
export async function undoDeletion(): Promise<string | undefined> {
  const member = await requireMember();
  const deps = await getDeps();
  const actor = { type: "member", memberId: member.id, role: member.role } as const;
  try {
    await undo(deps, { environment: null, actor, client: await clientOfRequest() }, member.customer.id);
    refresh();
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return error.message;
  }
}
