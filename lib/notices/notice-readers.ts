import { z } from "zod";
import type { NoticeReaderRow } from "@/db/queries/members";
import { alertsOf } from "@/lib/billing";

// What was queued before a notice said which percents were passed at once says the highest alone.
const OfQuota = z
  .object({ percent: z.number(), passed: z.array(z.number()).optional() })
  .transform(({ percent, passed }) => passed ?? [percent]);

/**
 * Which of a customer's members a notice is for: of a quota, who wants to know at any of the percents that it has passed at
 * once; of all else, the owners.
 */
export function readersOf(
  notice: { type: string; data: unknown },
  members: readonly NoticeReaderRow[],
): NoticeReaderRow[] {
  const passed = notice.type.startsWith("quota.") ? OfQuota.safeParse(notice.data).data : undefined;
  if (passed === undefined) return members.filter(({ role }) => role === "owner");
  return members.filter((member) => alertsOf(member).some((percent) => passed.includes(percent)));
}
