import { readAccountRow } from "@/db/queries/provider-accounts";
import { fail } from "@/lib/core/errors";
import { openAccountConfig } from "@/lib/delivery/account-config";
import {
  type CallbackAccount,
  type CallbackMessage,
  type CallbackVendor,
  callbackVendorOf,
  calledUrl,
  openCallbackSecret,
} from "@/lib/delivery/callback-url";
import type { CallbackFact, CallbackInput, ReadCallback } from "@/lib/delivery/callbacks/fact";
import { readResendCallback } from "@/lib/delivery/callbacks/resend";
import { readSendGridCallback } from "@/lib/delivery/callbacks/sendgrid";
import { readSesCallback } from "@/lib/delivery/callbacks/ses";
import { readTwilioCallback } from "@/lib/delivery/callbacks/twilio";
import { readTwilioVerifyCallback } from "@/lib/delivery/callbacks/twilio-verify";
import { environmentOf } from "@/lib/environments";
import { take } from "@/lib/limits";
import type { Deps } from "@/lib/ports";
import { recordCallback } from "./record-callback";

/** How many facts of one batch are written at a time. */
const AT_ONCE = 10;

/** How many facts of one batch are taken from an account of a customer's own. */
const OWN_FACTS_MAX = 1_000;

/** A callback as it was called. `named` is what its address names, where the vendor signs the address. */
export type Called = { secret: string; named: CallbackMessage | { bodyHash: string } | null; body: CallbackInput };

/**
 * Takes what a vendor tells of messages. The secret in the address says whose account it is; the vendor's signature, that
 * it is the vendor's. A customer can sign whatever they like as their own account: what it tells of another environment,
 * and what is beyond 1,000 facts, is passed over. `not_found` for an address that is none of ours, or whose account is gone
 * or cannot check signatures; `forbidden` for a signature that is not good; `rate_limited` by account.
 */
export async function receiveCallback(deps: Deps, vendor: CallbackVendor, called: Called): Promise<void> {
  const account = openCallbackSecret(deps.keyring, vendor, called.secret) ?? fail("not_found");
  const config = (await configOf(deps, vendor, account)) ?? fail("not_found");
  const facts =
    (await READERS[vendor](deps, called, config, account)) ??
    fail("forbidden", { detail: "The signature is not good" });
  const own = account === "installation" ? facts : await ownFacts(deps, account, facts);
  for (let from = 0; from < own.length; from += AT_ONCE) {
    await Promise.all(own.slice(from, from + AT_ONCE).map((fact) => recordCallback(deps, vendor, fact)));
  }
}

async function ownFacts(
  deps: Pick<Deps, "limits">,
  { environmentId, accountId }: Exclude<CallbackAccount, "installation">,
  facts: readonly CallbackFact[],
): Promise<readonly CallbackFact[]> {
  const taken = facts.slice(0, OWN_FACTS_MAX);
  await take(deps.limits, "hooks.account", `${environmentId}/${accountId}`, { by: Math.max(1, taken.length) });
  return taken.filter((fact) => fact.environmentId === environmentId);
}

/** Without its topic anybody's subscription would be confirmed and believed. */
function refuseUnpinned({ log }: Pick<Deps, "log">, account: CallbackAccount): never {
  const lacking = account === "installation" ? "SES_SNS_TOPIC_ARN is not set" : "the account names no SNS topic";
  const whose = account === "installation" ? {} : { account_id: account.accountId };
  log.warn(whose, `What SES tells of messages was refused: ${lacking}`);
  return fail("not_found");
}

/** What of an account's configuration its callbacks are checked with. */
type Config = {
  webhookSecret?: string | null | undefined;
  webhookKey?: string | null | undefined;
  topicArn?: string | null | undefined;
  accountSid?: string | undefined;
  authToken?: string | undefined;
};
type Reader = (
  deps: Deps,
  called: Called,
  config: Config,
  account: CallbackAccount,
) => Promise<ReadCallback> | ReadCallback;

const READERS: Readonly<Record<CallbackVendor, Reader>> = {
  resend: (_, { body }, { webhookSecret }) => readResendCallback(body, webhookSecret ?? fail("not_found")),
  sendgrid: ({ clock }, { body }, { webhookKey }) =>
    readSendGridCallback(body, webhookKey ?? fail("not_found"), clock.now()),
  ses: (deps, { body }, { topicArn }, account) =>
    readSesCallback(body, {
      endpoint: deps.env.providers.endpoints.ses,
      topicArn: topicArn ?? refuseUnpinned(deps, account),
      now: deps.clock.now(),
    }),
  twilio: ({ env }, { body, named, secret }, { accountSid, authToken }) =>
    named && "messageId" in named && accountSid && authToken
      ? readTwilioCallback(
          body,
          { accountSid, authToken },
          { url: calledUrl(env, "twilio", secret, named), message: named },
        )
      : fail("not_found"),
  twilio_verify: ({ env }, { body, named, secret }, { accountSid, authToken }) =>
    named && accountSid && authToken
      ? readTwilioVerifyCallback(body, { accountSid, authToken }, calledUrl(env, "twilio_verify", secret, named))
      : fail("not_found"),
};

/** Null where there is no such account. */
async function configOf(deps: Deps, vendor: CallbackVendor, account: CallbackAccount): Promise<Config | null> {
  const { resend, sendgrid, ses, twilio } = deps.env.providers;
  if (account === "installation") return { resend, sendgrid, ses, twilio, twilio_verify: twilio }[vendor];
  const { environmentId, accountId } = account;
  const environment = await environmentOf(deps, environmentId);
  // A tenant's is not read with its environment.
  const stored =
    environment?.accounts.find(({ id }) => id === accountId) ??
    (environment && (await readAccountRow(deps.db.orm, environmentId, accountId)));
  if (!stored || callbackVendorOf(stored.provider) !== vendor) return null;
  const entered = openAccountConfig(deps.keyring, { environmentId, accountId }, stored.configEncrypted);
  return {
    webhookSecret: entered.webhook_secret,
    webhookKey: entered.webhook_key,
    topicArn: entered.topic_arn,
    accountSid: entered.account_sid,
    authToken: entered.auth_token,
  };
}
