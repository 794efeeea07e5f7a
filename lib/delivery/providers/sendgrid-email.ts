import type { ClientRequest } from "@sendgrid/client/src/request";
import { z } from "zod";
import type { OutgoingMessage, Provider, ProviderCheck, ProviderOutcome, ProviderTools } from "../channel";
import { checkOf, endOfWait, type Failure, outcomeOf, reasonOfError, reasonOfStatus } from "./failure";

/** An account at SendGrid. */
export type SendgridConfig = {
  apiKey: string;
  /** The public key that its callbacks are checked with, where they are wanted. */
  webhookKey: string | null;
  baseUrl: string | null;
};

const configSchema: z.ZodType<SendgridConfig> = z
  .object({
    api_key: z.string().regex(/^[\x21-\x7e]+$/, "Must be one word"),
    webhook_key: z.base64("Must be the public key as SendGrid shows it").nullish(),
    base_url: z.url().nullish(),
  })
  .transform(({ api_key, webhook_key, base_url }) => ({
    apiKey: api_key,
    webhookKey: webhook_key ?? null,
    baseUrl: base_url ?? null,
  }));

const NAME = "sendgrid";

/** The most that is read of an answer: it is an empty body, or an error. */
const ANSWER_BYTES = 100_000;

/** SendGrid, by its SDK. */
export const sendgridEmail: Provider<SendgridConfig> = {
  name: NAME,
  title: "SendGrid",
  channels: ["email"],
  configSchema,
  fields: [
    { name: "api_key", label: "API key", secret: true, help: "Starts with SG.; needs “Mail Send”" },
    {
      name: "webhook_key",
      label: "Webhook verification key",
      secret: false,
      optional: true,
      help: "The public key of the signed event webhook; needed for delivery reports",
    },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    try {
      const { default: MailService } = await import("@sendgrid/mail/src/classes/mail-service.js");
      const service = new MailService();
      service.setClient(await clientOf(config, tools));
      const [{ statusCode, headers }] = await service.send(mailOf(message));
      const { data: id } = MessageId.safeParse(headers);
      if (statusCode === 202 && id) return { state: "accepted", providerMessageId: id["x-message-id"] };
      return outcomeOf(NAME, { reason: "provider_error", code: statusCode }, message, tools);
    } catch (error) {
      return outcomeOf(NAME, failureOf(error), message, tools);
    }
  },
  async check(config, tools): Promise<ProviderCheck> {
    try {
      const client = await clientOf(config, tools);
      const [, body] = await client.request({ method: "GET", url: "/v3/scopes" });
      if (Scopes.parse(body).scopes.includes("mail.send")) return { ok: true };
      return { ok: false, reason: "authentication", detail: "The key may not send mail" };
    } catch (error) {
      return checkOf(NAME, failureOf(error), tools);
    }
  },
};

/** A client of its own for each exchange: the SDK's shared one would mix the keys of several accounts. */
async function clientOf({ apiKey, baseUrl }: SendgridConfig, tools: ProviderTools) {
  const { default: Client } = await import("@sendgrid/client/src/classes/client.js");
  const bounds = {
    signal: endOfWait(tools),
    maxContentLength: ANSWER_BYTES,
    maxRedirects: 0,
  };
  class BoundedClient extends Client {
    override createRequest(data: ClientRequest) {
      return Object.assign(super.createRequest(data), bounds);
    }
  }
  const client = new BoundedClient();
  // Not by `setApiKey`, which writes to the console about a key of another form.
  client.setDefaultHeader("Authorization", `Bearer ${apiKey}`);
  if (baseUrl !== null) client.setDefaultRequest("baseUrl", baseUrl);
  return client;
}

/** Nothing is tracked: a code's mail has no pixel and no link that somebody else could follow. */
function mailOf({ id, environmentId, from, to, replyTo, subject, text, html, headers }: OutgoingMessage) {
  const tracking = { enable: false };
  return {
    from: { name: from.name, email: from.address },
    to: { email: to },
    ...(replyTo && { replyTo: { name: replyTo.name, email: replyTo.address } }),
    subject: subject ?? "",
    text,
    ...(html !== null && { html }),
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    customArgs: { environment_id: environmentId, message_id: id },
    trackingSettings: { clickTracking: tracking, openTracking: tracking, subscriptionTracking: tracking },
  };
}

const MessageId = z.object({ "x-message-id": z.string().min(1) });
const Scopes = z.object({ scopes: z.array(z.string()) });
const Refused = z.object({
  code: z.number(),
  response: z.object({
    headers: z.object({ "retry-after": z.unknown().optional() }),
    body: z
      .object({
        errors: z.array(z.object({ message: z.string().catch(""), field: z.string().nullish().catch(null) })),
      })
      .catch({ errors: [] }),
  }),
});

/** What SendGrid answers names the field that it does not take (sendgrid.com/docs, “Mail Send errors”). */
function failureOf(error: unknown): Failure {
  const refused = Refused.safeParse(error);
  if (!refused.success) return { reason: reasonOfError(error) };
  const { code: status, response } = refused.data;
  const [first] = response.body.errors;
  const said = { code: status, words: first?.message, retryAfter: response.headers["retry-after"] };
  return { reason: reasonOf(status, first?.field ?? "", first?.message ?? ""), ...said };
}

function reasonOf(status: number, field: string, message: string): Failure["reason"] {
  if (status === 401 && /credits/i.test(message)) return "temporary";
  if ((status === 400 || status === 403) && field.startsWith("from")) return "sender_refused";
  if (status === 400) return /\.to(\.|$)/.test(field) ? "recipient_refused" : "message_refused";
  return status === 413 ? "message_refused" : reasonOfStatus(status);
}
