import type { Twilio } from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient";
import { z } from "zod";
import type { ProviderField, ProviderTools } from "../channel";
import { endOfWait, type Failure, reasonOfError } from "./failure";
import { reasonOfTwilio } from "./twilio-errors";

/** What every use of a Twilio account needs. */
export type TwilioAccount = { accountSid: string; authToken: string; baseUrl: string | null };

/** A SID: the two letters of its kind, and 32 hexadecimal digits at Twilio itself. */
export function sid(letters: string) {
  return z.string().regex(new RegExp(`^${letters}[0-9A-Za-z]+$`), `Must start with ${letters}`);
}

/** A number as Twilio knows it. */
export const E164 = z.string().regex(/^\+[1-9]\d{4,14}$/, "Must be a number such as +14155550100");

/** The entered part that all of Twilio's providers share. */
export const accountShape = {
  account_sid: sid("AC"),
  auth_token: z.string().regex(/^[\x21-\x7e]+$/, "Must be one word"),
  base_url: z.url().nullish(),
};

/** What `accountShape` read, as it is used. */
export function accountOf(entered: { account_sid: string; auth_token: string; base_url?: string | null }) {
  return { accountSid: entered.account_sid, authToken: entered.auth_token, baseUrl: entered.base_url ?? null };
}

export const ACCOUNT_FIELDS: readonly ProviderField[] = [
  { name: "account_sid", label: "Account SID", secret: false, help: "Starts with AC" },
  { name: "auth_token", label: "Auth token", secret: true },
];

/** The most that is read of an answer. */
const ANSWER_BYTES = 100_000;

// Connections stay open between messages; each configuration has its own, for as long as it is in use itself.
const connections = new WeakMap<TwilioAccount, RequestClient>();

/** An exchange with Twilio: its SDK, and what an error of it means. */
export type TwilioExchange = { client: Twilio; failureOf(error: unknown): Failure };

/** Twilio's SDK for one exchange: it ends with the tools, keeps no answer and tries nothing again. */
export async function twilioExchange(account: TwilioAccount, tools: ProviderTools): Promise<TwilioExchange> {
  const { default: twilio } = await import("twilio");
  const kept = connections.get(account) ?? new twilio.RequestClient({ timeout: tools.timeoutMs });
  connections.set(account, kept);
  const bounds = { signal: endOfWait(tools), maxContentLength: ANSWER_BYTES };
  class BoundedClient extends twilio.RequestClient {
    override axios = kept.axios.create(bounds);

    override request<Data>(options: RequestClient.RequestOptions<Data>) {
      return super.request({ ...options, uri: at(options.uri, account.baseUrl) });
    }
  }
  const httpClient = new BoundedClient();
  return {
    client: twilio(account.accountSid, account.authToken, { httpClient }),
    failureOf: (error) => failureOf(error, httpClient.lastResponse?.headers),
  };
}

/** Lets go of what is kept open. */
export function closeTwilio(account: TwilioAccount): void {
  connections.get(account)?.axios.defaults.httpsAgent?.destroy?.();
  connections.delete(account);
}

/** The same path at another place. The SDK has a host for each of Twilio's products; their paths differ. */
function at(uri: string, baseUrl: string | null): string {
  if (baseUrl === null) return uri;
  const { pathname, search } = new URL(uri);
  return `${baseUrl}${pathname}${search}`;
}

const Refused = z.object({
  status: z.number(),
  code: z.number().nullish().catch(null),
  message: z.string().catch(""),
});

const Waiting = z.object({ "retry-after": z.unknown() }).catch({ "retry-after": null });

function failureOf(error: unknown, headers: unknown): Failure {
  const refused = Refused.safeParse(error);
  if (!refused.success) return { reason: reasonOfError(error) };
  const { status, code, message } = refused.data;
  return {
    reason: reasonOfTwilio(status, code ?? 0, message),
    code: code ?? status,
    words: message,
    retryAfter: Waiting.parse(headers)["retry-after"],
  };
}
