import type { Orm } from "@/db/client";
import { lockForTransaction } from "@/db/queries/lock";
import {
  countEndpoints,
  type EndpointRate,
  insertEndpoint,
  listEndpointRows,
  readEndpointRow,
  readRates,
  type WebhookEndpointRow,
} from "@/db/queries/webhook-endpoints";
import { PLANS } from "@/lib/billing";
import { cutPage, openCursor } from "@/lib/core/cursor";
import { fail } from "@/lib/core/errors";
import { sha256 } from "@/lib/core/secrets";
import type { Page } from "@/lib/core/wire";
import { actorName, refuseViewers } from "@/lib/environments/acting";
import { recordEvents } from "@/lib/outbox";
import type { Deps, Environment, Scope } from "@/lib/ports";
import type { Webhook, WebhookInput } from "./contract";
import { newSecret, sealSecret, webhookSecretPlace } from "./signature";

const NO_RATE: EndpointRate = { delivered: 0, failed: 0 };

/** An environment's endpoints, newest first. */
export async function listWebhooks(
  deps: Deps,
  { environment }: Scope,
  page: Page,
): Promise<{ data: Webhook[]; nextCursor: string | null }> {
  const list = `webhook_endpoints/${environment.id}`;
  const rows = await listEndpointRows(deps.db.orm, environment.id, {
    before: page.cursor === null ? null : openCursor(deps.keyring, list, page.cursor),
    limit: page.limit + 1,
  });
  const { shown, nextCursor } = cutPage(deps.keyring, list, rows, page.limit);
  return {
    data: await present(deps, environment.id, shown),
    nextCursor,
  };
}

/** One endpoint. `not_found` for one that is not here. */
export async function readWebhook(deps: Deps, scope: Scope, id: string): Promise<Webhook> {
  return (await findWebhook(deps, scope, id)) ?? fail("not_found");
}

/** The endpoint that an earlier run of the same request made; null where it made none. */
export async function findWebhook(deps: Deps, { environment }: Scope, id: string): Promise<Webhook | null> {
  const row = await readEndpointRow(deps.db.orm, environment.id, id);
  const [webhook] = row ? await present(deps, environment.id, [row]) : [];
  return webhook ?? null;
}

/**
 * Adds an endpoint under the given id. Its secret is returned this once: what is kept is encrypted. `invalid_request` for
 * a URL that webhooks do not reach, `forbidden` for a member who may only look and for more endpoints than the plan has.
 */
export async function createWebhook(
  deps: Deps,
  scope: Scope,
  id: string,
  input: WebhookInput,
): Promise<Webhook & { secret: string }> {
  refuseViewers(scope);
  const { environment } = scope;
  await refuseUrl(deps, scope, input.url);
  const secret = newSecret(deps.random);
  const now = deps.clock.now();
  const row = await deps.db.transaction(async (tx) => {
    await refuseFullPlan(tx, environment);
    const inserted = await insertEndpoint(tx, {
      environmentId: environment.id,
      id,
      url: input.url,
      events: input.events,
      description: input.description,
      secretEncrypted: sealSecret(deps, secret, webhookSecretPlace(environment.id, id)),
      createdBy: actorName(scope),
      createdAt: now,
      ...(!input.enabled && { disabledAt: now, disabledReason: BY_HAND }),
    });
    await recordEvents(deps, tx, scope, [
      { type: "webhook.created", data: dataOf(inserted), after: termsOf(inserted), target: targetOf(id) },
    ]);
    return inserted;
  });
  return { ...toWebhook(row, NO_RATE), secret };
}

/** Why an endpoint is off that somebody turned off. */
export const BY_HAND = "Turned off by hand";

/**
 * Refuses a URL that webhooks do not reach: 400 `invalid_request` with the reason. One that leads inside is an attempt
 * that the audit log keeps.
 */
export async function refuseUrl(deps: Deps, scope: Scope, url: string): Promise<void> {
  const failure = await deps.egress.check(url, scope.environment.id);
  if (failure === null) return;
  if (failure.reason === "blocked") {
    const data = { host: hostOf(url) };
    await deps.db.transaction((tx) => recordEvents(deps, tx, scope, [{ type: "webhook.address_refused", data }]));
  }
  fail("invalid_request", { detail: failure.message, fields: [{ path: "url", message: failure.message }] });
}

/** The host alone: the rest of a URL may hold credentials. */
export function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}

async function refuseFullPlan(tx: Orm, { features, id, plan }: Environment): Promise<void> {
  await lockForTransaction(tx, `webhook_endpoints/${id}`);
  if ((await countEndpoints(tx, id)) < features.webhook_endpoints) return;
  const detail = `The plan ${PLANS[plan].title} has ${features.webhook_endpoints} webhook endpoints per environment: delete one first`;
  fail("forbidden", { detail });
}

/** What events tell of an endpoint. */
export function dataOf(row: Pick<WebhookEndpointRow, "id">): { endpoint_id: string } {
  return { endpoint_id: row.id };
}

/**
 * What an endpoint is, as the audit log keeps it: of the URL where it leads, as the rest may hold credentials, and a
 * digest, in which another URL of the same host shows.
 */
export function termsOf(row: WebhookEndpointRow): Record<string, unknown> {
  const { url, events, description, disabledAt } = row;
  const { origin, pathname, search } = new URL(url);
  const shown = pathname === "/" && search === "" ? origin : `${origin}/…`;
  const digest = sha256(url).toString("hex").slice(0, 8);
  return { url: shown, url_digest: digest, events, description, enabled: disabledAt === null };
}

/** How the audit log names an endpoint. */
export function targetOf(id: string): string {
  return `webhook:${id}`;
}

/** Endpoints as they are shown, with how their last day went. */
export async function present(
  deps: Pick<Deps, "db">,
  environmentId: string,
  rows: readonly WebhookEndpointRow[],
): Promise<Webhook[]> {
  const rates = await readRates(
    deps.db,
    environmentId,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toWebhook(row, rates.get(row.id) ?? NO_RATE));
}

function toWebhook(row: WebhookEndpointRow, last24Hours: EndpointRate): Webhook {
  const { id, url, events, description, createdAt, createdBy, disabledAt, disabledReason } = row;
  const { failingSince, failures, lastDeliveryAt, previousSecretUntil } = row;
  return {
    id,
    url,
    events,
    description,
    status: disabledAt !== null ? "off" : failures > 0 ? "failing" : "on",
    createdAt,
    createdBy,
    disabledAt,
    disabledReason,
    failingSince,
    failures,
    lastDeliveryAt,
    previousSecretUntil,
    last24Hours,
  };
}
