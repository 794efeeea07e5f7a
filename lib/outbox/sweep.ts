import { deleteEndedChallenges, deleteOldMail } from "@/db/queries/retention";
import type { Deps } from "@/lib/ports";

const BATCH = 1_000;
/** The default of the setting `retention.challenge_hours`. */
const CHALLENGE_HOURS = 24;
const MAILBOX_HOURS = 24;

/**
 * Deletes what nobody may keep any longer, in batches: challenges with their codes' messages (24 hours after their end,
 * or as the environment's settings say), and the Mailbox (24 hours). Safe to run everywhere at once. Answers how many
 * rows went.
 */
export async function sweepEnded(deps: Pick<Deps, "db">): Promise<number> {
  let gone = 0;
  for (;;) {
    const challenges = await deleteEndedChallenges(deps.db, { hours: CHALLENGE_HOURS, limit: BATCH });
    const mail = await deleteOldMail(deps.db, { hours: MAILBOX_HOURS, limit: BATCH });
    gone += challenges + mail;
    if (challenges < BATCH && mail < BATCH) return gone;
  }
}
