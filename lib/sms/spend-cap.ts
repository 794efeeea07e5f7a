import type { Environment } from "@/lib/ports";

/** Whose account carries a message: null is the installation's. */
type Carrying = readonly { accountId: string | null }[];

/** Whether the installation's accounts may carry it, be it only when the customer's own fail: then the operator pays. */
export function isOnInstallation(carriers: Carrying): boolean {
  return carriers.some(({ accountId }) => accountId === null);
}

/**
 * What an environment's messages to phones may cost in a day, in US cents: the customer's setting. Where the operator pays,
 * no more than the operator gives.
 */
export function spendCapCents(
  { settings }: Pick<Environment, "settings">,
  carriers: Carrying,
  installationCapCents: number,
): number {
  const own = settings.sms.daily_spend_cap_cents;
  return isOnInstallation(carriers) ? Math.min(own, installationCapCents) : own;
}
