import { type ChallengeRow, readChallenge } from "@/db/queries/messages";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import type { Channel } from "@/lib/delivery/channel";
import type { Deps, Scope } from "@/lib/ports";
import { canonicalIdentifier, type Identifier, identifierKeyOf } from "@/lib/users/identifier";
import type { Purpose, RequestOtpInput } from "./contract";
import { CHANNELS_OF, PURPOSE_POLICY } from "./policy";

/** Who the code is for and how it goes there. */
export type Plan = {
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
 * Reads a request for a code: who it is for and how it goes there. `invalid_request` for what this key may not send or
 * this identifier cannot be reached by; `channel_unavailable` for a channel that is turned off; `not_found` for a
 * challenge that is over, or not this caller's.
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

function planNew(deps: Deps, scope: Scope, input: RequestOtpInput & { challengeId: null }): Plan {
  const identifier = canonicalIdentifier(input.identifier);
  return {
    identifier,
    identifierKey: identifierKeyOf(deps.keyring, scope.environment.id, identifier),
    purpose: input.purpose ?? "sign_in",
    channel: pickChannel(scope, identifier, input.channel),
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
    channel: pickChannel(scope, identifier, input.channel ?? channelOf(identifier, row.channel)),
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

function pickChannel({ environment }: Scope, identifier: Identifier, wanted: Channel | undefined): Channel {
  const possible = CHANNELS_OF[identifier.type];
  const channel = wanted ?? possible[0];
  if (channel === undefined || !possible.includes(channel)) {
    return refuseField("channel", `An identifier of type ${identifier.type} is reached by ${possible.join(", ")}`);
  }
  const { enabled } = environment.settings.channels;
  if (!enabled.includes(channel))
    fail("channel_unavailable", { detail: `This environment does not send by ${channel}` });
  return channel;
}
