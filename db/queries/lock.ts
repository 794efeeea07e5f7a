import { sql } from "drizzle-orm";
import type { Orm } from "../client";

/** Lets one transaction at a time do what the name says, in all processes, until it ends. */
export async function lockForTransaction(tx: Orm, name: string): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`ninepin/${name}`}, 0))`);
}
