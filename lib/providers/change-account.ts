import type { Orm } from "@/db/client";
import { deleteAccountRow, lockAccountRow, readAccountRow, updateAccountRow } from "@/db/queries/provider-accounts";
import { readSettings, updateSettings } from "@/lib/configuration";
import { fail } from "@/lib/core/errors";
import { openAccountConfig, sealAccountConfig } from "@/lib/delivery/account-config";
import { CHANNELS } from "@/lib/delivery/channel";
import type { Entered } from "@/lib/delivery/deliver";
import { refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import type { Settings } from "@/lib/settings";
import { environmentFor } from "@/lib/tenants";
import { withPlainFrom } from "./account-sender";
import { dataOf, forgetSenders, placeOf, refuseAddresses, refuseProblems, targetOf, termsOf, toView } from "./accounts";
import type { ProviderAccountPatchInput, ProviderAccountView } from "./contract";

/**
 * Changes what is given of an account: its fields that are not named stay, null takes one away. What it was last told of
 * errors stays until it is used. `not_found` for one that is not here, `invalid_request` for what cannot be used.
 */
export async function updateAccount(
  deps: Deps,
  scope: Scope,
  id: string,
  patch: ProviderAccountPatchInput,
): Promise<ProviderAccountView> {
  refuseViewers(scope);
  const { environment } = scope;
  const place = placeOf(environment, id);
  await refuseAddresses(deps, environment, merged({}, patch.config ?? {}));
  const { tenantId } = (await readAccountRow(deps.db.orm, environment.id, id)) ?? fail("not_found");
  const within = (await environmentFor(deps, environment, tenantId)) ?? fail("not_found");
  const row = await deps.db.transaction(async (tx) => {
    const before = (await lockAccountRow(tx, environment.id, id)) ?? fail("not_found");
    const had = openAccountConfig(deps.keyring, place, before.configEncrypted);
    const config = withPlainFrom(merged(had, patch.config ?? {}));
    if (patch.config) refuseProblems(deps, within, before.provider, config);
    const after =
      (await updateAccountRow(tx, environment.id, id, {
        label: patch.label ?? before.label,
        ...(patch.config && { configEncrypted: sealAccountConfig(deps.keyring, deps.random, place, config) }),
        updatedAt: deps.clock.now(),
      })) ?? fail("not_found");
    await recordEvents(deps, tx, scope, [
      {
        type: "provider.updated",
        data: dataOf(after),
        before: termsOf(before, had),
        after: termsOf(after, config),
        target: targetOf(id),
      },
    ]);
    return after;
  });
  forgetSenders(deps, row);
  return toView(deps, within, row);
}

function merged(had: Entered, changes: Readonly<Record<string, string | null>>): Entered {
  const all = Object.entries<string | null>({ ...had, ...changes });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/**
 * Deletes an account, and takes it out of the order of the channels that name it, or does neither: what is on its way
 * goes on, nothing more is sent there. `not_found` for one that is not here, `conflict` where the settings were changed at
 * the same time.
 */
export async function deleteAccount(deps: Deps, scope: Scope, id: string): Promise<void> {
  refuseViewers(scope);
  const { environment } = scope;
  const { tenantId } = (await readAccountRow(deps.db.orm, environment.id, id)) ?? fail("not_found");
  const remove = async (tx: Orm) => {
    const row = (await lockAccountRow(tx, environment.id, id)) ?? fail("not_found");
    await deleteAccountRow(tx, environment.id, id);
    const { provider, label } = row;
    await recordEvents(deps, tx, scope, [
      { type: "provider.deleted", data: dataOf(row), before: { provider, label }, target: targetOf(id) },
    ]);
  };
  const { version, settings } = await readSettings(deps, scope);
  const providers = ordersWithout(settings, id);
  await updateSettings(deps, scope, { version, settings: { channels: { providers } } }, remove);
  forgetSenders(deps, { environmentId: environment.id, tenantId });
}

function ordersWithout({ channels }: Settings, id: string): Partial<Settings["channels"]["providers"]> {
  const naming = CHANNELS.filter((channel) => channels.providers[channel].includes(id));
  return Object.fromEntries(
    naming.map((channel) => [channel, channels.providers[channel].filter((entry) => entry !== id)]),
  );
}
