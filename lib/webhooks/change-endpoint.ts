import {
  deleteEndpointRow,
  lockEndpointRow,
  updateEndpointRow,
  type WebhookEndpointRow,
} from "@/db/queries/webhook-endpoints";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { type NewEvent, recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import type { Webhook, WebhookPatchInput } from "./contract";
import { BY_HAND, dataOf, present, refuseUrl, refuseViewers, targetOf, termsOf } from "./endpoints";
import { newSecret, openSecret, sealSecret, webhookSecretPlace } from "./signature";

/** What an endpoint starts with when it is turned on again: a clean record. */
const ON = { disabledAt: null, disabledReason: null, failingSince: null, failures: 0, noticeLevel: 0 } as const;

/**
 * Changes what is given of an endpoint. Turned on again, it starts with a clean record; what failed meanwhile is sent
 * again by `recoverFailed`. `not_found` for one that is not here, `invalid_request` for a URL that webhooks do not reach.
 */
export async function updateWebhook(deps: Deps, scope: Scope, id: string, patch: WebhookPatchInput): Promise<Webhook> {
  refuseViewers(scope);
  if (patch.url !== undefined) await refuseUrl(deps, scope, patch.url);
  const environmentId = scope.environment.id;
  const { enabled, ...fields } = patch;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const row = await deps.db.transaction(async (tx) => {
    const before = (await lockEndpointRow(tx, environmentId, id)) ?? fail("not_found");
    const changes = { ...given, ...switched(before, enabled, deps.clock.now()) };
    if (Object.keys(changes).length === 0) return before;
    const after = (await updateEndpointRow(tx, environmentId, id, changes)) ?? fail("not_found");
    await recordEvents(deps, tx, scope, eventsOf(before, after));
    return after;
  });
  const [webhook] = await present(deps, environmentId, [row]);
  return webhook ?? fail("not_found");
}

function switched(before: WebhookEndpointRow, enabled: boolean | undefined, now: Date) {
  if (enabled === undefined || enabled === (before.disabledAt === null)) return {};
  return enabled ? ON : { disabledAt: now, disabledReason: BY_HAND };
}

function eventsOf(before: WebhookEndpointRow, after: WebhookEndpointRow): NewEvent[] {
  const told = { data: dataOf(after), before: termsOf(before), after: termsOf(after), target: targetOf(after.id) };
  if ((before.disabledAt === null) === (after.disabledAt === null)) return [{ type: "webhook.updated", ...told }];
  return [{ type: after.disabledAt === null ? "webhook.enabled" : "webhook.disabled", ...told }];
}

/** Deletes an endpoint with its deliveries. `not_found` for one that is not here. */
export async function deleteWebhook(deps: Deps, scope: Scope, id: string): Promise<void> {
  refuseViewers(scope);
  const environmentId = scope.environment.id;
  await deps.db.transaction(async (tx) => {
    const row = (await lockEndpointRow(tx, environmentId, id)) ?? fail("not_found");
    await deleteEndpointRow(tx, environmentId, id);
    await recordEvents(deps, tx, scope, [
      { type: "webhook.deleted", data: dataOf(row), before: termsOf(row), target: targetOf(id) },
    ]);
  });
}

/**
 * Gives an endpoint a new secret, shown this once. For `overlapSeconds` the old one signs beside it, so that a receiver
 * can change over in peace; without an overlap the old one is gone at once.
 */
export async function rotateWebhookSecret(
  deps: Deps,
  scope: Scope,
  id: string,
  { overlapSeconds }: { overlapSeconds: number },
): Promise<{ id: string; secret: string; previousSecretUntil: Date | null }> {
  refuseViewers(scope);
  const environmentId = scope.environment.id;
  const place = webhookSecretPlace(environmentId, id);
  const secret = newSecret(deps.random);
  const until = overlapSeconds === 0 ? null : addSeconds(deps.clock.now(), overlapSeconds);
  await deps.db.transaction(async (tx) => {
    const row = (await lockEndpointRow(tx, environmentId, id)) ?? fail("not_found");
    await updateEndpointRow(tx, environmentId, id, {
      secretEncrypted: sealSecret(deps, secret, place),
      // Sealed anew: no two rows, and no two columns, ever hold the same bytes.
      previousSecretEncrypted:
        until === null ? null : sealSecret(deps, openSecret(deps.keyring, row.secretEncrypted, place), place),
      previousSecretUntil: until,
    });
    await recordEvents(deps, tx, scope, [
      {
        type: "webhook.secret_rotated",
        data: { ...dataOf(row), overlap_seconds: overlapSeconds },
        target: targetOf(id),
      },
    ]);
  });
  return { id, secret, previousSecretUntil: until };
}
