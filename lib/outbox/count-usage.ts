import type { Orm } from "@/db/client";
import { addActiveUsers, addUsage } from "@/db/queries/usage";
import { activeUsersOf, type CountedEvent, usageOf, usageOfActiveUsers } from "./usage-of-events";

/**
 * Counts events as usage, in the transaction that takes them out of the outbox, so that each counts exactly once.
 * `retracted` are the events that were counted before and turned out to be something else. Always users first, then
 * counts, each in one order: two who count at once never wait for each other in a circle.
 */
export async function countUsage(
  tx: Orm,
  events: readonly CountedEvent[],
  retracted: readonly CountedEvent[] = [],
): Promise<void> {
  const newUsers = await addActiveUsers(tx, activeUsersOf(events));
  await addUsage(tx, [...usageOf(events, retracted), ...usageOfActiveUsers(newUsers)]);
}
