import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

/** One attempt to prove an identifier, as far as it has come. */
export type VerificationRow = {
  id: string;
  type: "email" | "phone" | "username";
  value: string;
  purpose: string;
  openedAt: Date;
  endsAt: Date;
  attempts: number;
  attemptsMax: number;
  consumedAt: Date | null;
  over: boolean;
};

const LATEST = statement(
  "verifications_latest",
  `SELECT id, identifier_type AS type, identifier_value AS value, purpose, opened_at AS "openedAt", ends_at AS "endsAt", attempts,
  attempts_max AS "attemptsMax", consumed_at AS "consumedAt", ends_at <= ${CLOCK} AS over
FROM challenges WHERE environment_id = $2 AND NOT decoy ORDER BY id DESC LIMIT $3::int`,
);

/** The newest attempts of an environment, for as long as they are kept. */
export async function latestVerifications(
  db: Database,
  environmentId: string,
  limit: number,
): Promise<VerificationRow[]> {
  return db.run<VerificationRow>(LATEST, [db.clockOffsetSeconds(), environmentId, limit]);
}
