import { recordMessageEvent, type ToldFact } from "@/db/queries/message-events";
import { isUuid, uuidv7 } from "@/lib/core/ids";
import { storable } from "@/lib/core/storable";
import type { CallbackVendor } from "@/lib/delivery/callback-url";
import type { CallbackFact } from "@/lib/delivery/callbacks/fact";
import type { Deps } from "@/lib/ports";

const DAY_SECONDS = 86_400;

/**
 * How long nothing is sent to somebody after it. An address that is gone may be given to somebody else one day; who
 * complained is left in peace until somebody lifts it.
 */
const SUPPRESS: { readonly [Type in CallbackFact["type"]]?: ToldFact["suppress"] } = {
  bounced: { reason: "bounced", seconds: 90 * DAY_SECONDS },
  complained: { reason: "complained", seconds: null },
};

const KEY_MAX = 200;

/**
 * Writes down what a provider tells of a message: on its timeline, as an event, and as a suppression where it is for
 * good. Told twice, or of a message that is not of this environment or never left it, nothing changes; answers false then.
 */
export async function recordCallback(
  deps: Pick<Deps, "clock" | "db" | "random">,
  vendor: CallbackVendor,
  fact: CallbackFact,
): Promise<boolean> {
  if (!isUuid(fact.environmentId) || !isUuid(fact.messageId)) return false;
  return recordMessageEvent(deps.db, {
    ...fact,
    key: storable(fact.key.slice(0, KEY_MAX)),
    provider: vendor,
    eventId: uuidv7(deps.clock, deps.random),
    suppress: SUPPRESS[fact.type] ?? null,
  });
}
