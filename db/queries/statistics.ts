import type { Database } from "../client";
import { statement } from "./statement";

const REFRESH = statement(
  "refresh_statistics",
  "ANALYZE challenges, identifier_guards, identifiers, mailbox_messages, messages, prefix_counts, sessions, users",
);

/** Counts anew what the planner believes of the tables that the hot path reads. Every plan made before is made again. */
export async function refreshStatistics(db: Database): Promise<void> {
  await db.run(REFRESH, []);
}
