import { readEndpointRow } from "@/db/queries/webhook-endpoints";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { refuseViewers } from "@/lib/environments/acting";
import { take } from "@/lib/limits";
import { EVENTS, type WebhookEventType } from "@/lib/outbox/events";
import type { Deps, Scope } from "@/lib/ports";
import { attempt } from "./attempt";
import type { TestSent } from "./delivery-contract";
import { hostInside, tellRefused } from "./refused-address";
import { newSecret, openSecret, webhookSecretPlace } from "./signature";

/**
 * Sends an example of an event to an endpoint at once, signed as everything else, and tells what came of it, also where
 * it failed. It is kept nowhere. `not_found` for an endpoint that is not here.
 */
export async function testWebhook(
  deps: Deps,
  scope: Scope,
  id: string,
  { event }: { event: WebhookEventType },
): Promise<TestSent> {
  refuseViewers(scope);
  const { environment } = scope;
  const row = (await readEndpointRow(deps.db.orm, environment.id, id)) ?? fail("not_found");
  const place = webhookSecretPlace(environment.id, id);
  const isOverlapping = row.previousSecretUntil !== null && row.previousSecretUntil > deps.clock.now();
  const sealed = [row.secretEncrypted, ...(isOverlapping ? [row.previousSecretEncrypted] : [])];
  const secrets = sealed.flatMap((each) => (each === null ? [] : [openSecret(deps.keyring, each, place)]));
  return sendExample(deps, scope, { url: row.url, event, secrets, endpointId: id });
}

/** The same for a URL before it is saved, signed with a secret that is made for this once. */
export async function testUrl(
  deps: Deps,
  scope: Scope,
  { url, event }: { url: string; event: WebhookEventType },
): Promise<TestSent> {
  refuseViewers(scope);
  return sendExample(deps, scope, { url, event, secrets: [newSecret(deps.random)], endpointId: null });
}

type Example = { url: string; event: WebhookEventType; secrets: readonly string[]; endpointId: string | null };

async function sendExample(deps: Deps, scope: Scope, { url, event, secrets, endpointId }: Example): Promise<TestSent> {
  const { environment } = scope;
  await take(deps.limits, "webhooks.test", environment.id);
  const { headers, body, outcome, reason } = await attempt(deps, {
    environmentId: environment.id,
    url,
    secrets,
    event: { id: uuidv7(deps.clock, deps.random), type: event, at: deps.clock.now(), data: EVENTS[event].example },
  });
  const host = await hostInside(deps, { environmentId: environment.id, url }, outcome);
  if (host !== null) await tellRefused(deps, scope, { host, endpointId });
  const { reply } = outcome;
  return {
    delivered: reason === null,
    event,
    status: reply?.status ?? null,
    reason,
    duration_ms: outcome.durationMs,
    steps: outcome.steps,
    request: { headers, body },
    response: reply && { headers: reply.headers, body: reply.body, truncated: reply.truncated },
  };
}
