import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { insertDeliveries } from "@/db/queries/webhook-deliveries";
import { uuidv7 } from "@/lib/core/ids";
import { startApp, type TestApp } from "./app";
import { type Received, type Receiver, type ReceiverOptions, startReceiver } from "./receiver";
import { type Answered, type Asking, call, type EnvironmentKeys, signUp, type Tenant } from "./tenants";

/** An installation of which webhooks may reach the given receivers, drained when the test says so, and a customer. */
export type WebhookRig = { app: TestApp; tenant: Tenant; receivers: readonly Receiver[]; close(): Promise<void> };

/** Starts it with as many receivers on loopback as there are options. */
export async function startWebhookRig(
  options: readonly ReceiverOptions[] = [{}],
  env: Readonly<Record<string, string>> = {},
): Promise<WebhookRig> {
  const receivers = await Promise.all(options.map((each) => startReceiver(each)));
  const allow = receivers.map(({ url }) => new URL(url).host).join(",");
  const app = await startApp({ drain: false, env: { EGRESS_ALLOW: allow, ...env } });
  const tenant = await signUp(app, "owner@acme.dev");
  return {
    app,
    tenant,
    receivers,
    async close() {
      await app.close();
      for (const receiver of receivers) await receiver.close();
    },
  };
}

const Created = z.object({ id: z.string(), url: z.string(), secret: z.string() });

/** An endpoint as it was made. */
export type MadeEndpoint = z.infer<typeof Created>;

/** Adds an endpoint. */
export async function addEndpoint(
  app: TestApp,
  { secret: key }: EnvironmentKeys,
  body: { url: string; events?: string[]; description?: string },
): Promise<MadeEndpoint> {
  return Created.parse((await call(app, "POST", "/api/admin/webhooks", { key, body })).body);
}

/** Asks about webhooks with an environment's secret key. */
export function askWebhooks(
  app: TestApp,
  { secret: key }: EnvironmentKeys,
  method: string,
  path = "",
  asking: Asking = {},
): Promise<Answered> {
  return call(app, method, `/api/admin/webhooks${path}`, { key, ...asking });
}

/** Lets everything happen that is due now. */
export async function drainAll({ deps }: TestApp): Promise<void> {
  await deps.jobs.drain(deps, 60);
}

/** Queues events as the drain does. Answers their ids. */
export async function tell(
  { deps }: TestApp,
  environmentId: string,
  count: number,
  type = "otp.verified",
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidv7(deps.clock, deps.random));
  const at = deps.clock.now();
  const events = ids.map((id, index) => ({
    id,
    environmentId,
    type,
    data: { challenge_id: id, purpose: "sign_in", index },
    at,
  }));
  for (let from = 0; from < count; from += 1_000) {
    await deps.db.transaction((tx) => insertDeliveries(tx, events.slice(from, from + 1_000)));
  }
  return ids;
}

/** Whether the Standard Webhooks library takes what came as signed with that secret. Its clock is the machine's. */
export function verifies(secret: string, { headers, body }: Received): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
