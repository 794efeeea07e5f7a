import { z } from "zod";
import type { OutgoingMessage, Provider, ProviderCheck, ProviderOutcome } from "../channel";
import { checkOf, endOfWait, type Failure, outcomeOf, reasonOfStatus } from "./failure";
import { mailbox } from "./sender";

/** An account at Resend. */
export type ResendConfig = {
  apiKey: string;
  /** What its callbacks are signed with, where they are wanted. */
  webhookSecret: string | null;
  baseUrl: string | null;
};

const configSchema: z.ZodType<ResendConfig> = z
  .object({
    api_key: z.string().regex(/^[\x21-\x7e]+$/, "Must be one word"),
    webhook_secret: z
      .string()
      .regex(/^whsec_[\x21-\x7e]+$/, "Must start with whsec_")
      .nullish(),
    base_url: z.url().nullish(),
  })
  .transform(({ api_key, webhook_secret, base_url }) => ({
    apiKey: api_key,
    webhookSecret: webhook_secret ?? null,
    baseUrl: base_url ?? null,
  }));

const NAME = "resend";

/** Resend, by its SDK. The message's id is its idempotency key: sent again within a day, it is sent once. */
export const resendEmail: Provider<ResendConfig> = {
  name: NAME,
  title: "Resend",
  channels: ["email"],
  configSchema,
  fields: [
    { name: "api_key", label: "API key", secret: true, help: "Starts with re_; “Sending access” is enough" },
    {
      name: "webhook_secret",
      label: "Webhook signing secret",
      secret: true,
      optional: true,
      help: "Starts with whsec_; needed for delivery reports",
    },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    const client = await clientOf(config);
    const signal = endOfWait(tools);
    const answer = await client.emails.send(mailOf(message), { idempotencyKey: message.id, signal });
    const accepted = Accepted.safeParse(answer);
    if (accepted.success) return { state: "accepted", providerMessageId: accepted.data.data.id };
    return outcomeOf(NAME, failureOf(answer, signal), message, tools);
  },
  async check(config, tools): Promise<ProviderCheck> {
    const client = await clientOf(config);
    const signal = endOfWait(tools);
    const answer = await client.get<unknown>("/domains", { signal });
    if (Listed.safeParse(answer).success) return { ok: true };
    const failure = failureOf(answer, signal);
    // A key that may only send is known by that.
    if (failure.code === "restricted_api_key") return { ok: true };
    return checkOf(NAME, failure, tools);
  },
};

async function clientOf({ apiKey, baseUrl }: ResendConfig) {
  const { Resend } = await import("resend");
  return new Resend(apiKey, { ...(baseUrl !== null && { baseUrl }) });
}

/** Resend makes the Message-ID itself. */
function mailOf({ id, environmentId, from, to, replyTo, subject, text, html, headers }: OutgoingMessage) {
  return {
    from: mailbox(from),
    to: [to],
    ...(replyTo && { replyTo: mailbox(replyTo) }),
    subject: subject ?? "",
    text,
    ...(html !== null && { html }),
    headers: Object.fromEntries(
      headers.filter(({ name }) => name !== "Message-ID").map(({ name, value }) => [name, value]),
    ),
    tags: [
      { name: "environment_id", value: environmentId },
      { name: "message_id", value: id },
    ],
  };
}

const Accepted = z.object({ data: z.object({ id: z.string().min(1) }) });
const Listed = z.object({ error: z.null(), data: z.object({ data: z.array(z.unknown()) }) });
const Refused = z.object({
  error: z.object({
    name: z.string().catch(""),
    statusCode: z.number().nullish().catch(null),
    message: z.string().catch(""),
  }),
  headers: z.record(z.string(), z.string()).nullish().catch(null),
});

const TO_FIELD = /\bto\b`? field/i;
const SENDER = /\bfrom\b|domain/i;

const REASONS: Readonly<Record<string, Failure["reason"]>> = {
  missing_api_key: "authentication",
  invalid_api_key: "authentication",
  restricted_api_key: "authentication",
  invalid_from_address: "sender_refused",
  // The same key with another content was taken before, or is being taken at this moment.
  invalid_idempotent_request: "provider_error",
  concurrent_idempotent_requests: "temporary",
  rate_limit_exceeded: "temporary",
  daily_quota_exceeded: "temporary",
  monthly_quota_exceeded: "temporary",
  security_error: "message_refused",
  invalid_parameter: "message_refused",
  missing_required_field: "message_refused",
};

/** Resend's error codes (resend.com/docs/api-reference/errors). Its SDK answers instead of throwing. */
function failureOf(answer: unknown, signal: AbortSignal): Failure {
  const refused = Refused.safeParse(answer);
  if (!refused.success) return { reason: "provider_error", words: "The answer could not be read" };
  const { name, statusCode, message } = refused.data.error;
  const status = statusCode ?? 0;
  // No status: nothing was answered, or nothing that can be read.
  if (status === 0 && name === "application_error")
    return { reason: signal.aborted ? "timeout" : "connection", code: name };
  const said = { code: name || status, words: message, retryAfter: refused.data.headers?.["retry-after"] };
  if (name === "validation_error") return { reason: reasonOfField(status, message), ...said };
  return { reason: REASONS[name] ?? reasonOfStatus(status), ...said };
}

/** 403 says that the account may not send so: a domain that is not verified, or a recipient beside its own. */
function reasonOfField(status: number, message: string): Failure["reason"] {
  if (status === 403) return "sender_refused";
  if (TO_FIELD.test(message)) return "recipient_refused";
  return SENDER.test(message) ? "sender_refused" : "message_refused";
}
