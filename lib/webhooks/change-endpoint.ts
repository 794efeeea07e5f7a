import {
  lockEndpointRow,
  markEndpointDeleted,
  updateEndpointRow,
  type WebhookEndpointRow,
} from "@/db/queries/webhook-endpoints";
import { addSeconds } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { refuseViewers } from "@/lib/environments/acting";
import { type NewEvent, recordEvents } from "@/lib/outbox";
import type { Deps, Scope } from "@/lib/ports";
import type { Webhook, WebhookPatchInput } from "./contract";
import { isEchoUrl } from "./echo";
import { BY_HAND, dataOf, present, refuseUrl, targetOf, termsOf } from "./endpoints";
import { newSecret, openSecret, sealSecret, webhookSecretPlace } from "./signature";

/** What an endpoint starts with when it is turned on again: a clean record. */
const ON = { disabledAt: null, disabledReason: null, failingSince: null, failures: 0, noticeLevel: 0 } as const;

/**
 * Changes what is given of an endpoint. Turned on again, it starts with a clean record; what failed meanwhile is sent
 * again by `recoverFailed`. `not_found` for one that is not here, `invalid_request` for a URL that webhooks do not reach,
 * and for an echo receiver, which has endpoints of its own.
 */
export async function updateWebhook(deps: Deps, scope: Scope, id: string, patch: WebhookPatchInput): Promise<Webhook> {
  refuseViewers(scope);
  if (patch.url !== undefined) await refuseUrl(deps, scope, patch.url);
  const environmentId = scope.environment.id;
  const { enabled, ...fields } = patch;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const row = await deps.db.transaction(async (tx) => {
    const before = (await lockEndpointRow(tx, environmentId, id)) ?? fail("not_found");
    if (patch.url !== undefined && patch.url !== before.url && isEchoUrl(deps, patch.url)) refuseEcho();
    const changes = { ...given, ...switched(before, enabled, deps.clock.now()) };
    if (Object.keys(changes).length === 0) return before;
    const after = (await updateEndpointRow(tx, environmentId, id, changes)) ?? fail("not_found");
    await recordEvents(deps, tx, scope, eventsOf(before, after));
    return after;
  });
  const [webhook] = await present(deps, environmentId, [row]);
  return webhook ?? fail("not_found");
}

// What goes to a customer's server, and is signed for it, is not shown on a page in its stead.
function refuseEcho(): never {
  const message = "An endpoint cannot be moved to an echo receiver: add one that sends there";
  return fail("invalid_request", { detail: message, fields: [{ path: "url", message }] });
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

/**
 * Deletes an endpoint: nobody finds it or its deliveries from here on (`deleteLeftovers` has them go). `not_found` for
 * one that is not here.
 */
export async function deleteWebhook(deps: Deps, scope: Scope, id: string): Promise<void> {
  refuseViewers(scope);
  const environmentId = scope.environment.id;
  await deps.db.transaction(async (tx) => {
    const row = (await lockEndpointRow(tx, environmentId, id)) ?? fail("not_found");
    await markEndpointDeleted(tx, environmentId, id, deps.clock.now());
    await recordEvents(deps, tx, scope, [
      { type: "webhook.deleted", data: dataOf(row), before: termsOf(row), target: targetOf(id) },
    ]);
  });
}

/**
 * Gives an endpoint a new secret, shown this once. For `overlapSeconds` the old one signs beside it, so that a receiver
 * can change over in peace; without an overlap the old one is gone at once. Done again under the same `rotationId`, it
 * replaces the secret that nobody was shown and keeps the old one. `conflict` while an overlap goes on, unless this
 * rotation has none: it would drop a secret that the receiver may have alone. `not_found` for one that is not here.
 */
export async function rotateWebhookSecret(
  deps: Deps,
  scope: Scope,
  id: string,
  { overlapSeconds, rotationId }: { overlapSeconds: number; rotationId: string },
): Promise<{ id: string; secret: string; previousSecretUntil: Date | null }> {
  refuseViewers(scope);
  const environmentId = scope.environment.id;
  const place = webhookSecretPlace(environmentId, id);
  const secret = newSecret(deps.random);
  const now = deps.clock.now();
  const until = await deps.db.transaction(async (tx) => {
    const row = (await lockEndpointRow(tx, environmentId, id)) ?? fail("not_found");
    const secretEncrypted = sealSecret(deps, secret, place);
    if (row.rotationId === rotationId) {
      await updateEndpointRow(tx, environmentId, id, { secretEncrypted });
      return row.previousSecretUntil;
    }
    if (overlapSeconds > 0) refuseOverlap(row, now);
    const ends = overlapSeconds === 0 ? null : addSeconds(now, overlapSeconds);
    await updateEndpointRow(tx, environmentId, id, {
      secretEncrypted,
      // Sealed anew: no two rows, and no two columns, ever hold the same bytes.
      previousSecretEncrypted:
        ends === null ? null : sealSecret(deps, openSecret(deps.keyring, row.secretEncrypted, place), place),
      previousSecretUntil: ends,
      rotationId,
    });
    await recordEvents(deps, tx, scope, [
      {
        type: "webhook.secret_rotated",
        data: { ...dataOf(row), overlap_seconds: overlapSeconds },
        target: targetOf(id),
      },
    ]);
    return ends;
  });
  return { id, secret, previousSecretUntil: until };
}

function refuseOverlap({ previousSecretUntil: until }: WebhookEndpointRow, now: Date): void {
  if (until === null || until <= now) return;
  const detail = `The secret before this one still signs until ${until.toISOString()}: wait, or rotate without an overlap`;
  fail("conflict", { detail });
}
