import { listAccountRows } from "@/db/queries/provider-accounts";
import { type FieldError, fail } from "@/lib/core/errors";
import type { Deps, Environment } from "@/lib/ports";
import type { Settings } from "@/lib/settings";

type Orders = { [Name in keyof Settings["channels"]["providers"]]?: readonly string[] | undefined };

/**
 * Refuses an order that names somebody who does not carry its channel: 400 `invalid_request` for an account that is not
 * the environment's and for a provider that the installation does not have.
 */
export async function checkProviders(
  deps: Pick<Deps, "db" | "delivery">,
  { id }: Pick<Environment, "id">,
  orders: Orders,
): Promise<void> {
  const named = Object.entries(orders).flatMap(([channel, entries]) =>
    (entries ?? []).map((entry, index) => ({ channel, entry, index })),
  );
  if (named.length === 0) return;
  const offered = new Map(deps.delivery.offered().map(({ name, channels }) => [name, channels]));
  const accounts = await listAccountRows(deps.db.orm, id, null);
  const carriers = new Map([
    ...accounts.map((account) => [account.id, offered.get(account.provider) ?? []] as const),
    ...deps.delivery.installed().map(({ name, channels }) => [name, channels] as const),
  ]);
  const fields = named.flatMap(({ channel, entry, index }): FieldError[] => {
    const channels = carriers.get(entry);
    if (channels?.some((each) => each === channel)) return [];
    const message = channels
      ? `${entry} does not carry ${channel}`
      : "Is no account of this environment, and no provider of this installation";
    return [{ path: `settings.channels.providers.${channel}.${index}`, message }];
  });
  if (fields.length > 0) fail("invalid_request", { fields });
}
