import { type ChallengeRow, readChallenge } from "@/db/queries/messages";
import { ensureQuotaSlots } from "@/db/queries/quota-slots";
import { type Dispatch, openChallenge, type RequestRow, sendAgain } from "@/db/queries/request-challenge";
import { addSeconds, secondsUntil } from "@/lib/core/clock";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { maskIdentifier } from "@/lib/core/mask";
import type { Channel } from "@/lib/delivery/channel";
import { decideDelivery } from "@/lib/delivery/decide-delivery";
import { sealMailboxContent } from "@/lib/delivery/mailbox-content";
import { networkOf, take } from "@/lib/limits";
import type { Client, Deps, Scope } from "@/lib/ports";
import { openDeviceToken } from "@/lib/tokens";
import { canonicalIdentifier, type Identifier, identifierKeyOf } from "@/lib/users/identifier";
import { codeOf } from "./code";
import type { Purpose, RequestedOtp, RequestOtpInput } from "./contract";
import { CHANNELS_OF, HOUR_SECONDS, PURPOSE_POLICY, SEND_LEASE_SECONDS, sendsOverAllLanes } from "./policy";
import { reviewerOf } from "./reviewer";
import { failLocked, isTestRecipient, playRequest, REVIEWER, SLOW_SECONDS, scenarioOf } from "./scenario";
import { sendMessage } from "./send-message";
import { writeMessage } from "./write-message";

const NO_LANE = Buffer.alloc(0);
const NONCE_BYTES = 16;

/** Who the code is for and how it goes there. */
type Plan = {
  identifier: Identifier;
  identifierKey: Buffer;
  purpose: Purpose;
  channel: Channel;
  locale: string | null;
  context: { ip?: string | undefined; userAgent?: string | undefined; location?: string | undefined };
  challengeId: string;
  again: boolean;
};

/**
 * Sends a code: a new challenge for an identifier, or another message of an open one. One statement decides, counts and
 * records; a resend reads its challenge first. Errors: `invalid_email`, `invalid_phone`, `invalid_request`,
 * `channel_unavailable`, `test_recipient_in_live`, `recipient_suppressed`, `rate_limited`, `resend_cooldown`, `locked`,
 * `quota_exceeded`, `not_found` for a challenge that is over or not of this environment, `delivery_failed`.
 */
export async function requestOtp(
  deps: Deps,
  scope: Scope,
  client: Client,
  input: RequestOtpInput,
  options: { userId?: string } = {},
): Promise<RequestedOtp> {
  refuseWhatKeysMayNot(scope, input);
  const plan = input.identifier === null ? await planAgain(deps, scope, input) : planNew(deps, scope, input);
  const { environment } = scope;
  const scenario = environment.kind === "test" ? scenarioOf(plan.identifier) : null;
  if (environment.kind === "live" && isTestRecipient(plan.identifier)) fail("test_recipient_in_live");
  const route = decideDelivery({
    kind: environment.kind,
    channel: plan.channel,
    hasProvider: deps.delivery.channelsInLive().includes(plan.channel),
    installation: environment.installation,
    devMode: deps.env.devMode,
  });
  const reviewer = reviewerOf(environment, plan.identifier, deps.clock.now());
  if (route === "unavailable" && !reviewer) fail("channel_unavailable");
  await takeAddressLimit(deps, scope, client, input);
  playRequest(scenario, secondsToMidnight(deps.clock.now()));

  const { codes } = environment.settings;
  const digits = codes.length[plan.channel];
  const lifetimeSeconds = scenario === "expired" ? 0 : codes.lifetime_seconds[plan.channel];
  const messageId = uuidv7(deps.clock, deps.random);
  const nonce = deps.random.bytes(NONCE_BYTES);
  const keyId = deps.keyring.currentId;
  const source = { environmentId: environment.id, messageId, nonce, keyId, digits };
  const code = codeOf(deps.keyring, environment.kind, source);
  if (code === undefined) throw new Error("The key that signs now cannot derive a code");

  const message = await writeMessage(deps, environment, {
    id: messageId,
    channel: plan.channel,
    to: plan.identifier.value,
    code,
    purpose: plan.purpose,
    locale: plan.locale,
    lifetimeSeconds: codes.lifetime_seconds[plan.channel],
    requestedAt: deps.clock.now(),
    context: { userAgent: plan.context.userAgent ?? null, location: plan.context.location ?? null },
  });
  // Where some requesters are strangers, nobody's answer may wait for the provider: the wait would tell them apart.
  const onlyKnown = environment.settings.sign_ups.mode !== "open";
  const outboxId = uuidv7(deps.clock, deps.random);
  const dispatch: Dispatch = reviewer
    ? { to: "nowhere" }
    : route === "mailbox"
      ? {
          to: "mailbox",
          recipient: plan.identifier.value,
          contentEncrypted: sealMailboxContent(
            deps.keyring,
            deps.random,
            { environmentId: environment.id, messageId },
            { ...message, headers: [...message.headers], code },
          ),
          delaySeconds: scenario === "slow" ? SLOW_SECONDS : 0,
        }
      : { to: "outbox", outboxId, leaseSeconds: onlyKnown ? 0 : SEND_LEASE_SECONDS };

  const row = await record(deps, scope, plan, {
    message: { id: messageId, channel: plan.channel, lifetimeSeconds, digits, keyId, nonce },
    dispatch,
    onlyKnown,
    decoy: scenario === "wrong",
    scenario: reviewer ? REVIEWER : scenario,
    lane: laneOf(deps, scope, plan, input),
    userId: options.userId ?? null,
    metadata: input.metadata === undefined ? null : JSON.stringify(input.metadata),
  });
  if (dispatch.to === "outbox" && !row.decoy) {
    if (onlyKnown) deps.nudge();
    else await sendMessage(deps, { environmentId: environment.id, outboxId, message });
  }

  const showCode = environment.kind === "test" || (deps.env.devMode && isSecretKey(scope) && route === "mailbox");
  return {
    challengeId: plan.challengeId,
    channel: plan.channel,
    destination: maskIdentifier(plan.identifier),
    codeLength: digits,
    expiresAt: row.message_expires_at ?? deps.clock.now(),
    resendAfter: addSeconds(deps.clock.now(), codes.resend_cooldown_seconds),
    previewCode: showCode ? code : null,
  };
}

function refuseWhatKeysMayNot(scope: Scope, input: RequestOtpInput): void {
  const { actor } = scope;
  if (actor.type === "key" && actor.keyType === "publishable") {
    for (const field of ["context", "metadata"] as const) {
      if (input[field] !== undefined) refuseField(field, "Only a secret key may send this");
    }
  }
  if (actor.type === "key" && !PURPOSE_POLICY[input.purpose ?? "sign_in"].byKey) {
    refuseField("purpose", "This purpose is asked for with the user's own token, at /api/auth/me/identifiers");
  }
}

function refuseField(path: string, message: string): never {
  return fail("invalid_request", { detail: message, fields: [{ path, message }] });
}

function planNew(deps: Deps, scope: Scope, input: RequestOtpInput & { challengeId: null }): Plan {
  const identifier = canonicalIdentifier(input.identifier);
  return {
    identifier,
    identifierKey: identifierKeyOf(deps.keyring, scope.environment.id, identifier),
    purpose: input.purpose ?? "sign_in",
    channel: pickChannel(identifier, input.channel),
    locale: input.locale ?? null,
    context: input.context ?? {},
    challengeId: uuidv7(deps.clock, deps.random),
    again: false,
  };
}

async function planAgain(deps: Deps, scope: Scope, input: RequestOtpInput & { identifier: null }): Promise<Plan> {
  const { challengeId } = input;
  const row = await readChallenge(deps.db, scope.environment.id, challengeId);
  if (!row || (input.purpose !== undefined && input.purpose !== row.purpose)) fail("not_found");
  const { actor } = scope;
  if (row.user_id !== null && actor.type === "key") fail("not_found");
  const identifier = { type: row.identifier_type, value: row.identifier_value };
  return {
    identifier,
    identifierKey: identifierKeyOf(deps.keyring, scope.environment.id, identifier),
    purpose: purposeOf(row),
    channel: pickChannel(identifier, input.channel ?? channelOf(identifier, row.channel)),
    locale: input.locale ?? row.locale,
    context: input.context ?? {
      userAgent: row.context?.user_agent ?? undefined,
      location: row.context?.location ?? undefined,
    },
    challengeId,
    again: true,
  };
}

function purposeOf(row: ChallengeRow): Purpose {
  const { purpose } = row;
  return purpose === "step_up" || purpose === "transaction" || purpose === "identifier" ? purpose : "sign_in";
}

function channelOf(identifier: Identifier, name: string): Channel | undefined {
  return CHANNELS_OF[identifier.type].find((channel) => channel === name);
}

function pickChannel(identifier: Identifier, wanted: Channel | undefined): Channel {
  const possible = CHANNELS_OF[identifier.type];
  const channel = wanted ?? possible[0];
  if (channel !== undefined && possible.includes(channel)) return channel;
  return refuseField("channel", `An identifier of type ${identifier.type} is reached by ${possible.join(", ")}`);
}

function isSecretKey({ actor }: Scope): boolean {
  return actor.type === "key" && actor.keyType === "secret";
}

async function takeAddressLimit(deps: Deps, scope: Scope, client: Client, input: RequestOtpInput): Promise<void> {
  // Behind a secret key is the customer's server: it counts whoever it speaks for, where it says so.
  const ip = isSecretKey(scope) ? input.context?.ip : client.ip;
  if (isSecretKey(scope) && ip === undefined) return;
  const key = `${scope.environment.id}/${networkOf(ip ?? null)}`;
  await take(deps.limits, "otp.request.ip", key, { limit: scope.environment.settings.codes.per_ip_hour });
}

function laneOf(deps: Deps, scope: Scope, plan: Plan, input: RequestOtpInput): Buffer {
  if (input.deviceToken === undefined) return NO_LANE;
  const claims = { environmentId: scope.environment.id, identifierKey: plan.identifierKey };
  return openDeviceToken(deps.keyring, input.deviceToken, claims) ?? NO_LANE;
}

type Recording = {
  message: Parameters<typeof openChallenge>[2]["message"];
  dispatch: Dispatch;
  onlyKnown: boolean;
  decoy: boolean;
  scenario: string | null;
  lane: Buffer;
  userId: string | null;
  metadata: string | null;
};

async function record(deps: Deps, scope: Scope, plan: Plan, recording: Recording): Promise<RequestRow> {
  const { environment } = scope;
  const { codes } = environment.settings;
  const common = {
    message: recording.message,
    dispatch: recording.dispatch,
    limits: {
      perLane: codes.per_identifier_hour,
      overAllLanes: sendsOverAllLanes(codes.per_identifier_hour),
      windowSeconds: HOUR_SECONDS,
      cooldownSeconds: codes.resend_cooldown_seconds,
      metered: environment.dailyQuota !== null,
    },
    random16: (deps.random.bytes(1)[0] ?? 0) % 16,
  };
  const { userAgent, location } = plan.context;
  const run = () =>
    plan.again
      ? sendAgain(deps.db, environment.id, { ...common, challengeId: plan.challengeId })
      : openChallenge(deps.db, environment.id, {
          ...common,
          target: {
            identifierKey: plan.identifierKey,
            identifierType: plan.identifier.type,
            identifierValue: plan.identifier.value,
            purpose: plan.purpose,
            lane: recording.lane,
            challengeId: plan.challengeId,
            attemptsMax: codes.attempts,
            decoy: recording.decoy,
            onlyKnown: recording.onlyKnown && PURPOSE_POLICY[plan.purpose].opensSession,
            scenario: recording.scenario,
            userId: recording.userId,
            locale: plan.locale,
            context: userAgent || location ? JSON.stringify({ user_agent: userAgent, location }) : null,
            metadata: recording.metadata,
          },
        });

  let row = await run();
  // The first code of a day finds no slots: they are made, and the same message, which is counted already, goes on.
  if (row?.admitted && !row.charged && environment.dailyQuota !== null) {
    if (await ensureQuotaSlots(deps.db, environment.id, environment.dailyQuota)) row = await run();
  }
  if (!row) return fail("not_found");
  return row.charged ? row : refuse(deps, scope, row);
}

/** Says which guard refused, and when to try again. */
function refuse(deps: Deps, scope: Scope, row: RequestRow): never {
  const { codes } = scope.environment.settings;
  if (row.suppressed) fail("recipient_suppressed");
  if (row.admitted) {
    const seconds = secondsToMidnight(deps.clock.now());
    const limit = {
      name: "quota.daily",
      limit: scope.environment.dailyQuota ?? 0,
      windowSeconds: 86_400,
      remaining: 0,
      resetSeconds: seconds,
    };
    fail("quota_exceeded", { retryAfterSeconds: seconds, limit });
  }
  if ((row.wait_seconds ?? 0) > 0) failLocked(row.wait_seconds ?? 0);
  const hour = Math.ceil(row.hour_seconds ?? 0);
  const cooldown = Math.ceil(row.cooldown_seconds ?? 0);
  const retryAfterSeconds = Math.max(1, hour, cooldown);
  const byHour = hour >= cooldown && hour > 0;
  const limit = {
    name: byHour ? "otp.identifier" : "otp.cooldown",
    limit: byHour ? codes.per_identifier_hour : 1,
    windowSeconds: byHour ? HOUR_SECONDS : Math.max(1, codes.resend_cooldown_seconds),
    remaining: 0,
    resetSeconds: retryAfterSeconds,
  };
  return fail(byHour ? "rate_limited" : "resend_cooldown", { retryAfterSeconds, limit });
}

function secondsToMidnight(now: Date): number {
  const midnight = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
  return Math.max(1, secondsUntil(midnight, now));
}
