import { z } from "zod";
import type { OutgoingMessage, Provider, ProviderCheck, ProviderOutcome, ProviderTools } from "../channel";
import { checkOf, endOfWait, type Failure, outcomeOf, reasonOfError, reasonOfStatus } from "./failure";

/** A channel's webhook. Who knows the URL may post there: it is a secret. */
export type DiscordConfig = { url: string };

const configSchema: z.ZodType<DiscordConfig> = z.object({
  url: z.url({ protocol: /^https?$/, error: "Must be the https:// URL of a Discord webhook" }),
});

const NAME = "discord";

/** The most that a message may hold. */
const CONTENT_CHARACTERS = 2_000;
const SUPPRESS_EMBEDS = 4;

/** A Discord channel, by its webhook (discord.com/developers/docs/resources/webhook). There is no SDK of Discord's own. */
export const discordWebhook: Provider<DiscordConfig> = {
  name: NAME,
  title: "Discord",
  channels: ["discord"],
  configSchema,
  fields: [
    {
      name: "url",
      label: "Webhook URL",
      secret: true,
      help: "Channel settings, Integrations, Webhooks: https://discord.com/api/webhooks/…",
    },
  ],
  async send(message, config, tools): Promise<ProviderOutcome> {
    const answer = await post(config, bodyOf(message), tools);
    if ("failure" in answer) return outcomeOf(NAME, { reason: answer.failure }, message, tools);
    if (isTaken(answer)) {
      const posted = Posted.safeParse(answer.body);
      return { state: "accepted", providerMessageId: posted.success ? posted.data.id : message.id };
    }
    return outcomeOf(NAME, failureOf(answer), message, tools);
  },
  /** Discord refuses an empty message, and by what it says shows that it knows the webhook. */
  async check(config, tools): Promise<ProviderCheck> {
    const answer = await post(config, {}, tools);
    const failure = "failure" in answer ? { reason: answer.failure } : failureOf(answer);
    if (failure.code === EMPTY_MESSAGE) return { ok: true };
    return checkOf(NAME, failure, tools);
  },
};

/** Nobody is mentioned, and no link in it becomes a preview that somebody fetches. */
function bodyOf({ text }: OutgoingMessage) {
  return {
    content: text.slice(0, CONTENT_CHARACTERS).toWellFormed(),
    allowed_mentions: { parse: [] },
    flags: SUPPRESS_EMBEDS,
  };
}

type Answer = { status: number; body: unknown; text: string; retryAfter: unknown };

/**
 * Discord says as which message it was posted. What stands in its place (a relay, a bridge to another chat) often says
 * nothing, as Discord itself does to whoever does not wait; a page of HTML is from somebody who knows nothing of it.
 */
function isTaken({ status, text }: Answer): boolean {
  return status >= 200 && status < 300 && !text.trimStart().startsWith("<");
}

/** `wait`: the answer says whether it was posted, and as which message. */
async function post(
  { url }: DiscordConfig,
  content: object,
  tools: ProviderTools,
): Promise<Answer | { failure: Failure["reason"] }> {
  const target = new URL(url);
  target.searchParams.set("wait", "true");
  const request = {
    url: target.href,
    headers: { "content-type": "application/json", "user-agent": "Ninepin" },
    body: JSON.stringify(content),
  };
  const answer = tools.post ? await tools.post(request) : await postDirectly(request, tools);
  if ("failure" in answer) return answer;
  const { status, body: text } = answer;
  return { status, text, body: parsed(text), retryAfter: answer.headers["retry-after"] };
}

/** To the URL in the installation's own configuration: it may be anywhere. */
async function postDirectly(
  { url, headers, body }: { url: string; headers: Record<string, string>; body: string },
  tools: ProviderTools,
): Promise<{ status: number; body: string; headers: Record<string, string> } | { failure: Failure["reason"] }> {
  try {
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal: endOfWait(tools) });
    return { status: answer.status, body: await answer.text(), headers: Object.fromEntries(answer.headers) };
  } catch (error) {
    return { failure: reasonOfError(error) };
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const Posted = z.object({ id: z.string().min(1) });
const Refused = z
  .object({
    code: z.number().catch(0),
    message: z.string().catch(""),
    retry_after: z.number().optional().catch(undefined),
  })
  .catch({ code: 0, message: "", retry_after: undefined });

const EMPTY_MESSAGE = 50006;
/** Unknown webhook, invalid webhook token: the URL is not, or no longer, right. */
const NOT_OURS: ReadonlySet<number> = new Set([10015, 50027]);

function failureOf({ status, body, retryAfter }: Answer): Failure {
  const { code, message, retry_after } = Refused.parse(body);
  const said = { code: code || status, words: message, retryAfter: retry_after ?? retryAfter };
  if (NOT_OURS.has(code) || status === 404) return { ...said, reason: "authentication" };
  return { ...said, reason: status === 400 ? "message_refused" : reasonOfStatus(status) };
}
