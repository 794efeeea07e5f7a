import { readSpentToday } from "@/db/queries/sms-guards";
import type { Deps, Scope } from "@/lib/ports";
import { ownCountry } from "./own-country";
import { MICROS_A_CENT, PAID_CHANNELS } from "./prices";
import { isOnInstallation } from "./spend-cap";

/**
 * The customer's own country as far as it is known, and in US cents what messages to phones have cost today, and what the
 * operator gives of a day where accounts of the installation's may carry them (`given`); null where none may.
 */
export async function readPhoneFacts(
  deps: Pick<Deps, "db" | "delivery">,
  { environment }: Pick<Scope, "environment">,
  given: number,
): Promise<{ ownCountry: string | null; spentCents: number; installationCapCents: number | null }> {
  const micros = await readSpentToday(deps.db, environment.id);
  const isCarried = PAID_CHANNELS.some((channel) => isOnInstallation(deps.delivery.carriersOf(environment, channel)));
  return {
    ownCountry: ownCountry(environment.brand.domain),
    spentCents: Math.round(micros / MICROS_A_CENT),
    installationCapCents: isCarried ? given : null,
  };
}
