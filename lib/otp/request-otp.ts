import { replaceMailboxContent } from "@/db/queries/mailbox";
import type { Dispatch, NewMessage, Written } from "@/db/queries/request-challenge";
import { addSeconds } from "@/lib/core/clock";
import { fail, isNinepinError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { HIDDEN, maskIdentifier } from "@/lib/core/mask";
import type { OutgoingMessage } from "@/lib/delivery/channel";
import { decideDelivery } from "@/lib/delivery/decide-delivery";
import type { Carrier } from "@/lib/delivery/deliver";
import { sealMailboxContent } from "@/lib/delivery/mailbox-content";
import { networkOf, take } from "@/lib/limits";
import type { Client, Deps, Environment, Reviewer, Scope } from "@/lib/ports";
import { LONGER_BY, LONGEST_CODE, REQUESTS_PART } from "@/lib/spray";
import { environmentFor, refuseUnknown } from "@/lib/tenants";
import { openDeviceToken } from "@/lib/tokens";
import { codeOf } from "./code";
import type { RequestedOtp, RequestOtpInput } from "./contract";
import { asDecoy, type Plan, planRequest } from "./plan-request";
import { SEND_LEASE_SECONDS } from "./policy";
import { quotaAfter } from "./quota";
import { recordRequest } from "./record-request";
import { reviewerOf } from "./reviewer";
import { isTestRecipient, playRequest, REVIEWER, type Scenario, SLOW_SECONDS, scenarioOf } from "./scenario";
import { sendMessage } from "./send-message";
import { writeMessage } from "./write-message";

const NO_LANE = Buffer.alloc(0);
const NONCE_BYTES = 16;

/**
 * Sends a code: a new challenge for an identifier, or another message of an open one. One statement decides, counts and
 * records; a resend reads its challenge first. Errors: `invalid_email`, `invalid_phone`, `invalid_request`,
 * `channel_unavailable`, `test_recipient_in_live`, `recipient_suppressed`, `country_not_allowed`, `rate_limited`,
 * `resend_cooldown`, `locked`, `quota_exceeded`, `not_found` for a challenge that is over and for a challenge or tenant
 * that is not of this environment, `delivery_failed`. The message gets the id `messageId` where one was chosen before, by
 * which `readRequestedOtp` finds it again. `wasIn`: whoever asks has proven that they were in before, and does not count on
 * their network, where strangers may be too.
 */
export async function requestOtp(
  deps: Deps,
  asked: Scope,
  client: Client,
  input: RequestOtpInput,
  options: { userId?: string; messageId?: string; wasIn?: boolean } = {},
): Promise<RequestedOtp> {
  const plan = await planSendable(deps, asked, input);
  const environment = (await environmentFor(deps, asked.environment, plan.tenantId)) ?? refuseUnknown();
  const scope = { ...asked, environment };
  const sending = await prepareSending(deps, scope, client, { ...options, input, plan });
  try {
    return await sendPrepared(deps, scope, sending, plan);
  } catch (error) {
    if (plan.username === null || plan.decoy || !tellsOfContact(error)) throw error;
    // Counted and answered as if nobody had the name. The message is written already: a second one would take its time.
    return sendPrepared(deps, scope, sending, asDecoy(deps, scope, plan));
  }
}

/** Whether a refusal says something of the address or number behind a username. */
function tellsOfContact(error: unknown): boolean {
  if (!isNinepinError(error)) return false;
  const { code, options } = error;
  if (code === "recipient_suppressed" || code === "country_not_allowed") return true;
  return options.limit !== undefined && /^(sms\.|otp\.mailbox$)/.test(options.limit.name);
}

/** The plan, once it is known that this environment sends to such a recipient at all. */
async function planSendable(deps: Deps, scope: Scope, input: RequestOtpInput): Promise<Plan> {
  const plan = await planRequest(deps, scope, input);
  if (scope.environment.kind !== "live" || !isTestRecipient(plan.identifier)) return plan;
  return plan.username === null ? fail("test_recipient_in_live") : asDecoy(deps, scope, plan);
}

type Asked = { input: RequestOtpInput; plan: Plan; userId?: string; messageId?: string; wasIn?: boolean };

/** A message, ready to be recorded and sent. */
type Sending = {
  input: RequestOtpInput;
  userId: string | null;
  carriers: readonly Carrier[];
  reviewer: Reviewer | undefined;
  scenario: Scenario | null;
  toMailbox: boolean;
  prepared: Prepared;
};

/** Counts the request on its network, unless whoever asks was in before, and writes the message. */
async function prepareSending(
  deps: Deps,
  scope: Scope,
  client: Client,
  { input, plan, ...options }: Asked,
): Promise<Sending> {
  const { environment } = scope;
  const scenario = environment.kind === "test" ? scenarioOf(plan.identifier) : null;
  const carriers = deps.delivery.carriersOf(environment, plan.channel);
  const route = decideDelivery({
    kind: environment.kind,
    channel: plan.channel,
    hasProvider: carriers.length > 0,
    installation: environment.installation,
    devMode: deps.env.devMode,
  });
  const reviewer = reviewerOf(environment, plan.identifier, deps.clock.now());
  if (route === "unavailable" && !reviewer) fail("channel_unavailable");
  if (!options.wasIn) await takeAddressLimit(deps, scope, client, input);
  const lane = laneOf(deps, scope, plan, input);
  const brake = environment.kind === "live" && lane.length === 0 ? deps.spray.brake(environment.id) : "off";
  const prepared = await prepareMessage(deps, scope, plan, {
    id: options.messageId ?? uuidv7(deps.clock, deps.random),
    scenario,
    longer: brake !== "off",
  });
  const toMailbox = route === "mailbox";
  return { input, userId: options.userId ?? null, carriers, reviewer, scenario, toMailbox, prepared };
}

/** Counts the message on its recipient, records it and hands it on. */
async function sendPrepared(deps: Deps, scope: Scope, sending: Sending, plan: Plan): Promise<RequestedOtp> {
  const { environment } = scope;
  const { input, carriers, toMailbox, prepared } = sending;
  const { message, outgoing } = prepared;
  const { scenario, reviewer } = plan.decoy ? { scenario: null, reviewer: undefined } : sending;
  playRequest(scenario, deps.clock.now());
  // Where some requesters are strangers, nobody's answer may wait for the provider: the wait would tell them apart.
  const onlyKnown = environment.settings.sign_ups.mode !== "open";
  const quiet = onlyKnown || plan.username !== null;
  const dispatch: Dispatch = reviewer
    ? { to: "nowhere" }
    : toMailbox
      ? { to: "mailbox", delaySeconds: scenario === "slow" ? SLOW_SECONDS : 0, ...sealFor(deps, environment, outgoing) }
      : {
          to: "outbox",
          outboxId: uuidv7(deps.clock, deps.random),
          leaseSeconds: quiet ? 0 : SEND_LEASE_SECONDS,
        };
  const row = await recordRequest(deps, scope, plan, {
    message,
    dispatch,
    text: outgoing.text,
    // Whoever is listed as a reviewer was let in by an owner, and is nobody's user before the first code.
    onlyKnown: onlyKnown && !reviewer,
    decoy: plan.decoy || scenario === "wrong",
    scenario: reviewer ? REVIEWER : scenario,
    lane: laneOf(deps, scope, plan, input),
    userId: sending.userId,
    metadata: input.metadata === undefined ? null : JSON.stringify(input.metadata),
  });
  if (dispatch.to === "mailbox" && !plan.decoy) await rewriteInMailbox(deps, environment, prepared, row.locale);
  if (dispatch.to === "outbox" && !row.decoy) {
    const { outboxId } = dispatch;
    if (quiet) deps.nudge();
    else await sendMessage(deps, environment, { outboxId, message: await prepared.inLocale(row.locale), carriers });
  }

  const showCode = environment.kind === "test" || (deps.env.devMode && isSecretKey(scope) && toMailbox);
  return {
    challengeId: plan.challengeId,
    channel: plan.channel,
    destination: plan.username === null ? maskIdentifier(plan.identifier) : HIDDEN,
    codeLength: message.digits,
    expiresAt: row.message_expires_at ?? deps.clock.now(),
    resendAfter: addSeconds(row.sent_at ?? deps.clock.now(), environment.settings.codes.resend_cooldown_seconds),
    previewCode: showCode ? prepared.code : null,
    quota: quotaAfter(environment, row, deps.clock.now()),
  };
}

type Prepared = {
  message: NewMessage;
  outgoing: OutgoingMessage;
  code: string;
  /** The same message in the language of the user whom the request turned out to be for. */
  inLocale(locale: string | null): Promise<OutgoingMessage>;
};

/** The message with its code, before anything is recorded: what is recorded is then what is sent. */
async function prepareMessage(
  deps: Deps,
  scope: Scope,
  plan: Plan,
  { id, scenario, longer }: { id: string; scenario: string | null; longer: boolean },
): Promise<Prepared> {
  const { environment } = scope;
  const { codes } = environment.settings;
  const nonce = deps.random.bytes(NONCE_BYTES);
  const keyId = deps.keyring.currentId;
  const digits = Math.min(LONGEST_CODE, codes.length[plan.channel] + (longer ? LONGER_BY : 0));
  const source = { environmentId: environment.id, messageId: id, nonce, keyId, digits };
  const code = codeOf(deps.keyring, environment.kind, source);
  if (code === undefined) throw new Error("The key that signs now cannot derive a code");
  const facts = {
    id,
    channel: plan.channel,
    to: plan.identifier,
    code,
    purpose: plan.purpose,
    locale: plan.locale,
    lifetimeSeconds: codes.lifetime_seconds[plan.channel],
    requestedAt: deps.clock.now(),
    context: { userAgent: plan.context.userAgent ?? null, location: plan.context.location ?? null },
    metadata: plan.metadata,
  };
  const outgoing = await writeMessage(deps, environment, facts);
  const lifetimeSeconds = scenario === "expired" ? 0 : codes.lifetime_seconds[plan.channel];
  return {
    message: { id, channel: plan.channel, lifetimeSeconds, digits, keyId, nonce },
    outgoing,
    code,
    inLocale: async (locale) =>
      locale === plan.locale ? outgoing : writeMessage(deps, environment, { ...facts, locale }),
  };
}

/**
 * What the Mailbox has, in the user's own language where that is another than the one it was written in before the user
 * was known: a second round trip, of such users alone.
 */
async function rewriteInMailbox(
  deps: Deps,
  environment: Environment,
  prepared: Prepared,
  locale: string | null,
): Promise<void> {
  const rewritten = await prepared.inLocale(locale);
  if (rewritten.locale === prepared.outgoing.locale) return;
  const { contentEncrypted, written } = sealFor(deps, environment, rewritten);
  await replaceMailboxContent(deps.db, environment.id, rewritten.id, { contentEncrypted, written });
}

function sealFor(
  deps: Deps,
  environment: Environment,
  outgoing: OutgoingMessage,
): { recipient: string; contentEncrypted: Buffer; written: Written } {
  const place = { environmentId: environment.id, messageId: outgoing.id };
  const content = { ...outgoing, headers: [...outgoing.headers], code: outgoing.code ?? null };
  return {
    recipient: outgoing.to,
    contentEncrypted: sealMailboxContent(deps.keyring, deps.random, place, content),
    written: { locale: outgoing.locale ?? null, templateVersion: outgoing.templateVersion ?? null },
  };
}

function isSecretKey({ actor }: Scope): boolean {
  return actor.type === "key" && actor.keyType === "secret";
}

async function takeAddressLimit(deps: Deps, scope: Scope, client: Client, input: RequestOtpInput): Promise<void> {
  // Behind a secret key is the customer's server: it counts whoever it speaks for, where it says so.
  const ip = isSecretKey(scope) ? input.context?.ip : client.ip;
  if (isSecretKey(scope) && ip === undefined) return;
  const { environment } = scope;
  const network = networkOf(ip ?? null);
  const perHour = environment.settings.codes.per_ip_hour;
  const braked = environment.kind === "live" && deps.spray.brake(environment.id) !== "off";
  const limit = braked ? Math.max(1, Math.floor(perHour * REQUESTS_PART)) : perHour;
  await take(deps.limits, "otp.request.ip", `${environment.id}/${network}`, { limit });
}

function laneOf(deps: Deps, scope: Scope, plan: Plan, input: RequestOtpInput): Buffer {
  if (input.deviceToken === undefined) return NO_LANE;
  const claims = { environmentId: scope.environment.id, identifierKey: plan.identifierKey };
  return openDeviceToken(deps.keyring, input.deviceToken, claims) ?? NO_LANE;
}
