import type { Carrier } from "@/lib/delivery/deliver";
import type { Environment } from "@/lib/ports";

/** Whether the installation's accounts may carry it, be it only when the customer's own fail: then the operator pays. */
export function isOnInstallation(carriers: readonly Pick<Carrier, "accountId">[]): boolean {
  return carriers.some(({ accountId }) => accountId === null);
}

/**
 * What an environment's messages to phones may cost in a day, in US cents: the customer's setting. Where the operator pays,
 * no more than the operator gives.
 */
export function spendCapCents(
  { settings }: Pick<Environment, "settings">,
  carriers: readonly Pick<Carrier, "accountId">[],
  installationCapCents: number,
): number {
  const own = settings.sms.daily_spend_cap_cents;
  return isOnInstallation(carriers) ? Math.min(own, installationCapCents) : own;
}
