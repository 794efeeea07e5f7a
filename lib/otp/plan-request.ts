import { type ChallengeRow, readChallenge } from "@/db/queries/messages";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { isSyntheticEmail } from "@/lib/core/synthetic-email";
import { CHANNELS, type Channel } from "@/lib/delivery/channel";
import type { Deps, Scope } from "@/lib/ports";
import { canonicalIdentifier, type Identifier, identifierKeyOf } from "@/lib/users/identifier";
import type { Purpose, RequestOtpInput } from "./contract";
import { CHANNELS_OF, PURPOSE_POLICY } from "./policy";
import { behindDecoy, channelsAfter, contactOf, decoyKeyOf, USUAL_CHANNEL } from "./username";

/** Who the code is for and how it goes there. */
export type Plan = {
  /** Where the code goes, and whose sends and guesses are counted. */
  identifier: Identifier;
  identifierKey: Buffer;
  /** The username that was asked for in its place: nobody is told where its codes go, or whether there is anybody. */
  username: string | null;
  /** A username that nothing can be sent to: counted and answered like any other, and never met. */
  decoy: boolean;
  purpose: Purpose;
  channel: Channel;
  locale: string | null;
  context: { ip?: string | undefined; userAgent?: string | undefined; location?: string | undefined };
  /** What templates are filled with: of another message of a challenge its own, unless there is more to say. */
  metadata: Readonly<Record<string, unknown>> | null;
  /** The tenant whose message it is. */
  tenantId: string | null;
  challengeId: string;
  again: boolean;
};

/**
 * Reads a request for a code: who it is for and how it goes there. `invalid_request` for what this key may not send or
 * this identifier cannot be reached by; `invalid_email` for an address that only stands for a number;
 * `channel_unavailable` for a channel that is turned off; `not_found` for a challenge that is over, or not this caller's.
 */
export async function planRequest(deps: Deps, scope: Scope, input: RequestOtpInput): Promise<Plan> {
  refuseWhatKeysMayNot(scope, input);
  return input.identifier === null ? planAgain(deps, scope, input) : planNew(deps, scope, input);
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

async function planNew(deps: Deps, scope: Scope, input: RequestOtpInput & { challengeId: null }): Promise<Plan> {
  const { environment } = scope;
  const asked = canonicalIdentifier(input.identifier);
  if (isSyntheticEmail(asked.value, environment.settings.sign_ups.synthetic_email_domain)) fail("invalid_email");
  return {
    ...(await planRecipient(deps, scope, asked, input.channel)),
    purpose: input.purpose ?? "sign_in",
    locale: input.locale ?? null,
    context: input.context ?? {},
    metadata: input.metadata ?? null,
    tenantId: input.tenantId ?? null,
    challengeId: uuidv7(deps.clock, deps.random),
    again: false,
  };
}

type Recipient = Pick<Plan, "identifier" | "identifierKey" | "username" | "decoy" | "channel">;

/** A username stands for an address or number; only in Ninepin's own environment, in personal mode, for itself. */
async function planRecipient(
  deps: Deps,
  scope: Scope,
  asked: Identifier,
  wanted: Channel | undefined,
): Promise<Recipient> {
  const { environment } = scope;
  const isName = asked.type === "username" && !environment.installation;
  const channel = isName ? enabledChannel(scope, wanted ?? USUAL_CHANNEL) : pickChannel(scope, asked, wanted);
  const username = isName ? asked.value : null;
  const found = isName ? await contactOf(deps, environment, asked.value, channel) : asked;
  if (found === null) {
    const identifierKey = decoyKeyOf(
      deps,
      environment,
      asked.value,
      behindDecoy(deps, environment, asked.value, channel),
    );
    return { identifier: asked, identifierKey, username, decoy: true, channel };
  }
  const identifierKey = identifierKeyOf(deps.keyring, environment.id, found);
  return { identifier: found, identifierKey, username, decoy: false, channel };
}

/**
 * The same request, had its username been nobody's: counted as what stands behind it would be, and never met. Another
 * message of a challenge stays that: it is counted where the challenge is, and goes nowhere.
 */
export function asDecoy(deps: Pick<Deps, "keyring">, { environment }: Scope, plan: Plan): Plan {
  const { identifier, username, again } = plan;
  if (again || username === null || identifier.type === "username") return { ...plan, decoy: true };
  return {
    ...plan,
    identifier: { type: "username", value: username },
    identifierKey: decoyKeyOf(deps, environment, username, identifier.type),
    decoy: true,
  };
}

async function planAgain(deps: Deps, scope: Scope, input: RequestOtpInput & { identifier: null }): Promise<Plan> {
  const { challengeId } = input;
  const row = await readChallenge(deps.db, scope.environment.id, challengeId);
  if (!row || (input.purpose !== undefined && input.purpose !== row.purpose)) fail("not_found");
  if (input.tenantId !== undefined && input.tenantId !== row.tenant_id) fail("not_found");
  const { actor } = scope;
  if (row.user_id !== null && actor.type === "key") fail("not_found");
  const identifier = { type: row.identifier_type, value: row.identifier_value };
  return {
    identifier,
    identifierKey: identifierKeyOf(deps.keyring, scope.environment.id, identifier),
    username: row.username,
    decoy: row.username !== null && row.identifier_type === "username",
    purpose: purposeOf(row),
    channel: pickAgain(scope, identifier, row, input.channel),
    locale: input.locale ?? row.locale,
    context: input.context ?? {
      userAgent: row.context?.user_agent ?? undefined,
      location: row.context?.location ?? undefined,
    },
    metadata: input.metadata ?? row.metadata,
    tenantId: row.tenant_id,
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

function pickAgain(scope: Scope, identifier: Identifier, row: ChallengeRow, wanted: Channel | undefined): Channel {
  const before = CHANNELS.find((channel) => channel === row.channel);
  if (row.username === null || before === undefined) {
    return pickChannel(scope, identifier, wanted ?? channelOf(identifier, row.channel));
  }
  const possible = channelsAfter(before);
  if (wanted === undefined || possible.includes(wanted)) return enabledChannel(scope, wanted ?? before);
  return refuseField("channel", `Another code of this challenge can go by ${possible.join(", ")}`);
}

function pickChannel(scope: Scope, identifier: Identifier, wanted: Channel | undefined): Channel {
  const possible = CHANNELS_OF[identifier.type];
  const channel = wanted ?? possible[0];
  if (channel === undefined || !possible.includes(channel)) {
    return refuseField("channel", `An identifier of type ${identifier.type} is reached by ${possible.join(", ")}`);
  }
  return enabledChannel(scope, channel);
}

function enabledChannel({ environment }: Scope, channel: Channel): Channel {
  const { enabled } = environment.settings.channels;
  if (!enabled.includes(channel))
    fail("channel_unavailable", { detail: `This environment does not send by ${channel}` });
  return channel;
}
