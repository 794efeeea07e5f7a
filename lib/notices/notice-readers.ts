import { z } from "zod";
import type { NoticeReaderRow } from "@/db/queries/members";
import { alertsOf } from "@/lib/billing";

const OfQuota = z.object({ percent: z.number() });

/** Which of a customer's members a notice is for: of a quota, who wants to know at that percent; of all else, the owners. */
export function readersOf(
  notice: { type: string; data: unknown },
  members: readonly NoticeReaderRow[],
): NoticeReaderRow[] {
  const quota = notice.type.startsWith("quota.") ? OfQuota.safeParse(notice.data).data : undefined;
  if (quota === undefined) return members.filter(({ role }) => role === "owner");
  return members.filter((member) => alertsOf(member).includes(quota.percent));
}
