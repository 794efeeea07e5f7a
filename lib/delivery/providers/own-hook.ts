import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { OutgoingMessage, Provider, ProviderCheck, ProviderOutcome, ProviderTools } from "../channel";
import { checkOf, type Failure, outcomeOf, reasonOfStatus } from "./failure";

/** The customer's own sender. `secret` signs what it is sent (Standard Webhooks 1.0). */
export type HookConfig = { url: string; secret: string };

const SECRET_BYTES = { least: 24, most: 64 };

const configSchema: z.ZodType<HookConfig> = z.object({
  url: z.url({ protocol: /^https?$/, error: "Must be an https:// URL" }),
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/, "Must be whsec_ and 24 to 64 random bytes in base64")
    .refine((secret) => {
      const { length } = Buffer.from(secret.slice("whsec_".length), "base64");
      return length >= SECRET_BYTES.least && length <= SECRET_BYTES.most;
    }, "Must be whsec_ and 24 to 64 random bytes in base64"),
});

const NAME = "hook";

/**
 * The customer's own sender: it is posted each message, the code with it, and carries it by itself. `webhook-id` is the
 * message's, the same when it is sent again, so that the receiver can tell. A 2xx means that it has it; 400 and 422 that
 * it never will; everything else that it may be asked again.
 */
export const ownHook: Provider<HookConfig> = {
  name: NAME,
  title: "Your own sender",
  channels: ["hook"],
  configSchema,
  fields: [
    { name: "url", label: "URL", secret: false, help: "https:// and public; it is posted every message" },
    { name: "secret", label: "Signing secret", secret: true, help: "whsec_ and 24 to 64 random bytes in base64" },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    const failure = await post(config, { id: message.id, type: "message.send", data: dataOf(message) }, tools);
    if (failure === null) return { state: "accepted", providerMessageId: message.id };
    return outcomeOf(NAME, failure, message, tools);
  },
  /** A signed `ping`, which a receiver has to answer with 2xx too. */
  async check(config, tools): Promise<ProviderCheck> {
    const id = `ping_${tools.clock.now().getTime()}`;
    const failure = await post(config, { id, type: "ping", data: {} }, tools);
    if (failure === null) return { ok: true };
    return checkOf(NAME, failure, tools);
  },
};

function dataOf({ id, environmentId, channel, to, subject, text, html, code, locale }: OutgoingMessage) {
  return {
    message_id: id,
    environment_id: environmentId,
    channel,
    to,
    locale: locale ?? null,
    subject,
    text,
    html,
    code: code ?? null,
  };
}

/** Null where it was taken. */
async function post(
  { url, secret }: HookConfig,
  { id, type, data }: { id: string; type: string; data: object },
  { clock, post: send }: ProviderTools,
): Promise<Failure | null> {
  // Its URL is somebody's to enter: without the way that checks where it leads there is none.
  if (!send) return { reason: "connection" };
  const at = clock.now();
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  const answer = await send({
    url,
    headers: {
      "content-type": "application/json",
      "user-agent": "Ninepin",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign(id, at, body),
    },
    body,
  });
  if ("failure" in answer) return { reason: answer.failure };
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return null;
  const said = { code: status, words: `Your server answered ${status}`, retryAfter: headers["retry-after"] };
  if (status === 400 || status === 422) return { reason: "message_refused", ...said };
  // Its breaker is this customer's alone: an address where nothing answers any more is down.
  return { reason: status === 404 ? "provider_error" : reasonOfStatus(status), ...said };
}
