import { insertDeliveries } from "@/db/queries/webhook-deliveries";
import { uuidv7 } from "@/lib/core/ids";
import type { TestApp } from "./app";
import { type Asking, call, type EnvironmentKeys } from "./tenants";

/** What of webhooks somebody may ask after. */
export type WebhookIds = { environment: string; endpoint: string; delivery: string; echo: string };

/** An endpoint, a delivery and an echo receiver of the victim's. */
export async function makeWebhookIds(app: TestApp, victim: EnvironmentKeys): Promise<Omit<WebhookIds, "environment">> {
  const { environmentId, secret: key } = victim;
  const made = await call(app, "POST", "/api/admin/webhooks", { key, body: { url: "https://8.8.8.8/hooks" } });
  const echo = await call(app, "POST", "/api/admin/webhooks/echo", { key });
  const { clock, db, random } = app.deps;
  const event = { id: uuidv7(clock, random), environmentId, type: "user.updated", data: {}, at: clock.now() };
  await db.transaction((tx) => insertDeliveries(tx, [event]));
  const { body } = await call(app, "GET", "/api/admin/webhooks/deliveries", { key });
  const delivery = Array.isArray(body.data) ? String(body.data[0].id) : "";
  return { endpoint: `${made.body.id}`, delivery, echo: `${echo.body.id}` };
}

type Row = "no ids" | ((ids: WebhookIds) => { path: string; as: Asking; answer: string }[]);

/** The rows of the isolation matrix for webhooks, asked with that key. */
export function webhookRows(bySecret: (body?: object) => Asking): Readonly<Record<string, Row>> {
  const here = (path: string, body?: object) => [
    { answer: "404 not_found", path: `/api/admin/webhooks${path}`, as: bySecret(body) },
  ];
  const there = (environment: string, path = "", body?: object) =>
    here(`${path}${path.includes("?") ? "&" : "?"}environment_id=${environment}`, body);
  const url = "https://8.8.8.8/stolen";
  return {
    "GET /api/admin/webhooks": ({ environment }) => there(environment),
    "POST /api/admin/webhooks": ({ environment }) => there(environment, "", { url }),
    "GET /api/admin/webhooks/{endpoint}": ({ environment, endpoint }) => [
      ...here(`/${endpoint}`),
      ...there(environment, `/${endpoint}`),
    ],
    "PUT /api/admin/webhooks/{endpoint}": ({ endpoint }) => here(`/${endpoint}`, { url }),
    "PATCH /api/admin/webhooks/{endpoint}": ({ endpoint }) => here(`/${endpoint}`, { enabled: false }),
    "DELETE /api/admin/webhooks/{endpoint}": ({ environment, endpoint }) => [
      ...here(`/${endpoint}`),
      ...there(environment, `/${endpoint}`),
    ],
    "POST /api/admin/webhooks/{endpoint}/rotate-secret": ({ endpoint }) => here(`/${endpoint}/rotate-secret`, {}),
    "POST /api/admin/webhooks/{endpoint}/test": ({ endpoint }) => here(`/${endpoint}/test`, {}),
    "POST /api/admin/webhooks/{endpoint}/recover": ({ endpoint }) =>
      here(`/${endpoint}/recover`, { since: "2026-01-01T00:00:00Z" }),
    "GET /api/admin/webhooks/{endpoint}/deliveries": ({ endpoint }) => here(`/${endpoint}/deliveries`),
    "GET /api/admin/webhooks/deliveries": ({ environment, endpoint }) => [
      ...here(`/deliveries?endpoint_id=${endpoint}`),
      ...there(environment, "/deliveries"),
    ],
    "GET /api/admin/webhooks/deliveries/{id}": ({ delivery }) => here(`/deliveries/${delivery}`),
    "POST /api/admin/webhooks/deliveries/{id}/replay": ({ delivery }) => here(`/deliveries/${delivery}/replay`),
    "POST /api/admin/webhooks/test": ({ environment }) => there(environment, "/test", { url }),
    "POST /api/admin/webhooks/echo": ({ environment }) => there(environment, "/echo"),
    "GET /api/admin/webhooks/echo/{echo}": ({ echo }) => here(`/echo/${echo}`),
    "GET /api/admin/webhooks/events": "no ids",
    // Its address is the secret: whoever has it may leave something, and reads nothing.
    "POST /api/hooks/echo/{token}": "no ids",
  };
}
