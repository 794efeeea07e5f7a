import { type AttemptTools, type Patience, type Try, toolsOf, withDeadline } from "./attempt";
import type { OutgoingMessage, ProviderOutcome } from "./channel";
import type { Carrier } from "./registry";

/** What keeps the codes apart that a provider makes for everybody who sends through one service there. */
export type OwnCodes = {
  /** What may still wait for the same recipient at that account, for another challenge; null where nothing is known to. */
  pendingOfAnother(accountId: string | null): Promise<string | null>;
  /**
   * Records what was sent under that id as this message's. `false` where it is another challenge's, and where it was sent
   * before, to `again`, without being this one's.
   */
  claim(sent: {
    provider: string;
    accountId: string | null;
    providerMessageId: string;
    again: boolean;
  }): Promise<boolean>;
};

type Turn = { outcome: ProviderOutcome; tried: Try };

/** A code that could not be taken back by then stays, and nothing is sent. */
const TAKE_BACK_MS: Patience = { deadlineMs: 2_000, timeoutMs: 2_000 };

/**
 * One turn at a provider that makes codes itself: what it sent counts only as one challenge's. What waits there for
 * another is taken back before anything is sent. Where what was sent is another's all the same, that is taken back and
 * the message sent once more. Ends as `temporary` where that did not help. Throws what `codes` throws.
 */
export async function sendOwnCode(
  carrier: Carrier,
  message: OutgoingMessage,
  codes: OwnCodes,
  tools: AttemptTools,
  turn: () => Promise<Turn>,
): Promise<Turn> {
  const { name: provider, accountId } = carrier;
  const refused = (): Turn => {
    const outcome = { state: "retry", reason: "temporary" } as const;
    return { outcome, tried: { provider, accountId, ...outcome, detail: null, ms: 0, at: tools.clock.now() } };
  };
  const pending = await codes.pendingOfAnother(accountId);
  if (pending !== null && !(await takeBack(carrier, message, pending, tools))) return refused();
  for (const isLast of [false, true]) {
    const done = await turn();
    if (done.outcome.state !== "accepted") return done;
    const { providerMessageId, again = false } = done.outcome;
    if (await codes.claim({ provider, accountId, providerMessageId, again })) return done;
    if (isLast || !(await takeBack(carrier, message, providerMessageId, tools))) break;
  }
  return refused();
}

function takeBack(
  carrier: Carrier,
  { environmentId }: OutgoingMessage,
  providerMessageId: string,
  tools: AttemptTools,
): Promise<boolean> {
  return withDeadline<boolean>(
    async (limits) =>
      (await carrier.takeBack?.(providerMessageId, toolsOf(carrier, environmentId, tools, limits))) ?? false,
    () => false,
    TAKE_BACK_MS,
  );
}
