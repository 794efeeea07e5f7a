import { noteAccountOutcome, readAccountRow } from "@/db/queries/provider-accounts";
import { fail } from "@/lib/core/errors";
import { openAccountConfig } from "@/lib/delivery/account-config";
import { refuseViewers } from "@/lib/environments/acting";
import { take } from "@/lib/limits";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import { environmentFor } from "@/lib/tenants";
import { lacksSender, NO_SENDER } from "./account-sender";
import { dataOf, placeOf, targetOf } from "./accounts";
import type { TestAccountInput, TestedAccount } from "./contract";
import { refuseField, testMessage, testTarget, toTested } from "./test-message";

/**
 * Sends a test message through one account, and nobody else, and tells what the provider said. `invalid_request` for a
 * channel that it does not have, without a recipient where one is needed, and in a test environment, which nothing
 * leaves, and for an email account that has nothing to send from; `invalid_email`, `invalid_phone`,
 * `test_recipient_in_live`; `not_found` for an account that is not here.
 */
export async function testAccount(
  deps: Deps,
  scope: Scope,
  id: string,
  input: TestAccountInput,
): Promise<TestedAccount> {
  refuseViewers(scope);
  const { environment } = scope;
  const row = (await readAccountRow(deps.db.orm, environment.id, id)) ?? fail("not_found");
  if (environment.kind === "test") {
    fail("invalid_request", { detail: "Nothing leaves a test environment: add the account to live and test it there" });
  }
  // As the database has it now: somebody who has just changed it tests the change.
  const sender = { ...environment, accounts: [row] };
  const carrier = deps.delivery.carrierOf(sender, id) ?? fail("not_found");
  const target = testTarget(carrier, input);
  const config = openAccountConfig(deps.keyring, placeOf(environment, id), row.configEncrypted);
  const within = (await environmentFor(deps, environment, row.tenantId)) ?? fail("not_found");
  if (lacksSender(deps, within, row.provider, config)) refuseField("config.from", NO_SENDER);
  await take(deps.limits, "providers.test", environment.id);
  const outcome = await deps.delivery.deliver(testMessage(deps, within, target), [carrier]);
  const title = deps.delivery.offered().find(({ name }) => name === row.provider)?.title ?? row.provider;
  const tested = toTested(title, outcome);
  const { reason } = tested;
  await deps.db.transaction(async (tx) => {
    await noteAccountOutcome(tx, environment.id, id, { at: outcome.tries[0]?.at ?? deps.clock.now(), error: reason });
    const data = { ...dataOf(row), channel: target.channel, ...(reason !== null && { reason }) };
    await recordEvents(deps, tx, scope, [{ type: "provider.tested", data, target: targetOf(id) }]);
  });
  return tested;
}
