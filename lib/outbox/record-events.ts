import type { Orm } from "@/db/client";
import { insertEvents } from "@/db/queries/outbox";
import { uuidv7 } from "@/lib/core/ids";
import { storable } from "@/lib/core/storable";
import { actorName } from "@/lib/environments/acting";
import type { Client, Deps, Scope } from "@/lib/ports";

/** Where something is told, who did it, and from where. */
export type Telling = Pick<Scope, "actor" | "client"> & { environment: { id: string } };

/** Something that happened, on the wire's names. */
export type NewEvent = {
  type: string;
  /** What webhooks and the audit log are told. Never a code, a token, a key, or an unmasked address. */
  data: object;
  /** What was changed, for the audit log alone: the fields that differ, as they were and as they are. */
  before?: object | null;
  after?: object | null;
  /** What it happened to, `api_key:<id>`, for the audit log's filter. */
  target?: string;
};

/** Who did it and from where, as the audit log keeps it. */
export type EventContext = {
  actor: string;
  ip: string | null;
  user_agent: string | null;
  request_id: string | null;
};

/** Who acts in a scope and from where. */
export function contextOf(scope: Pick<Scope, "actor" | "client">): EventContext {
  return contextFrom(actorName(scope), scope.client);
}

/** The same for an actor who is known by a name alone: whoever holds a session's refresh token is `session:<id>`. */
export function contextFrom(actor: string, client: Client | null): EventContext {
  return {
    actor,
    ip: client?.ip ?? null,
    user_agent: client?.userAgent ? storable(client.userAgent.slice(0, 256)) : null,
    request_id: client?.requestId ?? null,
  };
}

/**
 * Tells of what happened, in the transaction of its cause: webhooks, usage and the audit log learn of it exactly when it
 * is committed. Who did it and from where comes from the scope.
 */
export async function recordEvents(
  deps: Pick<Deps, "clock" | "random">,
  tx: Orm,
  scope: Telling,
  events: readonly NewEvent[],
): Promise<void> {
  const at = deps.clock.now();
  const who = contextOf(scope);
  await insertEvents(
    tx,
    events.map(({ type, data, before, after, target }) => ({
      id: uuidv7(deps.clock, deps.random),
      environmentId: scope.environment.id,
      type,
      data,
      context: { ...who, ...(target && { target }), ...(before && { before }), ...(after && { after }) },
      at,
    })),
  );
}
