import { fail } from "@/lib/core/errors";
import { installationEnvironment } from "@/lib/environments";
import { take } from "@/lib/limits";
import { recordEvents } from "@/lib/outbox";
import type { Actor, Client, Deps } from "@/lib/ports";
import type { InstalledProvider, TestAccountInput, TestedAccount } from "./contract";
import { testMessage, testTarget, toTested } from "./test-message";

/** The installation's own providers, in the order in which they are asked for a channel that they share. */
export function listInstalled({ delivery }: Pick<Deps, "delivery">): readonly InstalledProvider[] {
  return delivery.installed();
}

/**
 * Sends a test message through one of the installation's own providers, and nobody else, as Ninepin's own environment,
 * and tells what the provider said. It stands in the log of that environment. `invalid_request` for a channel that it does
 * not have, and without a recipient where one is needed; `invalid_email`, `invalid_phone`, `test_recipient_in_live`;
 * `rate_limited` for more than 60 an hour; `not_found` for a provider that is not configured.
 */
export async function testInstalled(
  deps: Deps,
  { actor, client }: { actor: Actor; client: Client | null },
  name: string,
  input: TestAccountInput,
): Promise<TestedAccount> {
  const installed = listInstalled(deps).find((each) => each.name === name) ?? fail("not_found");
  const carrier = deps.delivery.installedCarrier(name) ?? fail("not_found");
  const target = testTarget(carrier, input);
  const environment = await installationEnvironment(deps);
  await take(deps.limits, "providers.test", environment.id);
  const outcome = await deps.delivery.deliver(testMessage(deps, environment, target), [carrier]);
  const tested = toTested(installed.title, outcome);
  const { reason } = tested;
  await deps.db.transaction((tx) =>
    recordEvents(deps, tx, { environment, actor, client }, [
      {
        type: "provider.tested",
        data: { provider: name, channel: target.channel, ...(reason !== null && { reason }) },
        target: `provider:${name}`,
      },
    ]),
  );
  deps.nudge();
  return tested;
}
