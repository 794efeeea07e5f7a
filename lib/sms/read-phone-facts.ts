import { readSpentToday } from "@/db/queries/sms-guards";
import type { Deps, Scope } from "@/lib/ports";
import { ownCountry } from "./own-country";
import { MICROS_A_CENT } from "./prices";

/** The customer's own country as far as it is known, and what messages to phones have cost today, in US cents. */
export async function readPhoneFacts(
  deps: Pick<Deps, "db">,
  { environment }: Pick<Scope, "environment">,
): Promise<{ ownCountry: string | null; spentCents: number }> {
  const micros = await readSpentToday(deps.db, environment.id);
  return { ownCountry: ownCountry(environment.brand.domain), spentCents: Math.round(micros / MICROS_A_CENT) };
}
