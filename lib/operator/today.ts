import { countSignUpsToday, readUsageToday } from "@/db/queries/installation";
import type { Deps } from "@/lib/ports";

/** What has happened on the installation since midnight UTC, over all customers. */
export type Today = { requested: number; verified: number; failed: number; bounced: number };

/** How many customers came today (UTC). */
export async function readSignUpsToday(deps: Pick<Deps, "db">): Promise<number> {
  return countSignUpsToday(deps.db);
}

/** Codes sent, verified and failed today (UTC), and messages that bounced: counted from committed events. */
export async function readToday(deps: Pick<Deps, "db">): Promise<Today> {
  const rows = await readUsageToday(deps.db, ["otp.requested", "otp.verified", "otp.failed", "message.bounced"]);
  const of = (metric: string) => rows.find((row) => row.metric === metric)?.count ?? 0;
  return {
    requested: of("otp.requested"),
    verified: of("otp.verified"),
    failed: of("otp.failed"),
    bounced: of("message.bounced"),
  };
}
