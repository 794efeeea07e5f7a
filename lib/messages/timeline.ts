import { z } from "zod";
import type { AttemptDeliveryRow, AttemptEventRow } from "@/db/queries/verification-events";
import type { MessageEventJson, MessageJson, WholeVerificationRow } from "@/db/queries/verification-pages";
import { TIMELINE, type TimelineEntry, type TimelineType } from "./contract";

const NOTHING: Omit<TimelineEntry, "at" | "type"> = {
  messageId: null,
  channel: null,
  provider: null,
  reason: null,
  detail: null,
  actor: null,
  ip: null,
  userAgent: null,
  requestId: null,
  attemptsRemaining: null,
  webhook: null,
};

/** What the audit log calls it, and what a timeline does. */
const TYPES: Readonly<Record<string, TimelineType>> = {
  "otp.requested": "requested",
  "otp.failed": "wrong_code",
  "otp.verified": "verified",
  "user.created": "user_created",
  "user.logged_in": "signed_in",
  "verification.cancelled": "cancelled",
};

const text = z.string().nullable().catch(null);
const Context = z.object({ actor: text, ip: text, user_agent: text, request_id: text });
const Data = z.object({ message_id: text, attempts_remaining: z.number().int().nullable().catch(null) });

/**
 * Everything that happened, oldest first, from what each part keeps of it. What the audit log has not been told yet, or
 * has no longer, is made up for from the verification's own times.
 */
export function timelineOf(
  row: WholeVerificationRow,
  events: readonly AttemptEventRow[],
  deliveries: readonly AttemptDeliveryRow[],
): TimelineEntry[] {
  const told = events.flatMap(toldOf);
  const requested = new Set(told.filter(({ type }) => type === "requested").map(({ messageId }) => messageId));
  const entries = [
    ...told.map((entry) => withChannel(entry, row.messages)),
    ...row.messages.filter(({ id }) => !requested.has(id)).map(requestedAt),
    ...row.messages.flatMap(journeyOf),
    ...deliveries.map(deliveredTo),
    ...endOf(row, told),
  ];
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b));
}

/** What happens in the same moment, in the order in which it does. */
function rank({ type }: TimelineEntry): number {
  return TIMELINE.indexOf(type);
}

function toldOf({ type, at, data, context, actor_name: name }: AttemptEventRow): TimelineEntry[] {
  const known = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (known === undefined) return [];
  const { actor, ip, user_agent, request_id } = Context.parse({ ...NO_CONTEXT, ...context });
  const { message_id, attempts_remaining } = Data.parse({ ...NO_DATA, ...data });
  return [
    {
      ...NOTHING,
      at,
      type: known,
      messageId: message_id,
      actor: actor === null ? null : { id: actor, name },
      ip,
      userAgent: user_agent,
      requestId: request_id,
      attemptsRemaining: attempts_remaining,
    },
  ];
}

const NO_CONTEXT = { actor: null, ip: null, user_agent: null, request_id: null };
const NO_DATA = { message_id: null, attempts_remaining: null };

function withChannel(entry: TimelineEntry, messages: readonly MessageJson[]): TimelineEntry {
  const channel = messages.find(({ id }) => id === entry.messageId)?.channel ?? null;
  return { ...entry, channel };
}

function requestedAt({ id, channel, sent_at }: MessageJson): TimelineEntry {
  return { ...NOTHING, at: new Date(sent_at), type: "requested", messageId: id, channel };
}

/** What became of a message once it was asked for. Where no try was written down, its own times tell. */
function journeyOf(message: MessageJson): TimelineEntry[] {
  const { id, channel, provider, events } = message;
  const of = (type: TimelineType, at: string): TimelineEntry => ({
    ...NOTHING,
    ...{ type, at: new Date(at), messageId: id, channel, provider },
  });
  const own: TimelineEntry[] = [];
  if (provider === "mailbox") own.push(of("in_mailbox", message.accepted_at ?? message.sent_at));
  else if (message.accepted_at && !events.some(({ type }) => type === "accepted"))
    own.push(of("accepted", message.accepted_at));
  if (message.failed_at && !message.accepted_at) own.push({ ...of("failed", message.failed_at), provider: null });
  return [...own, ...events.flatMap((event) => factOf(event, message))];
}

function factOf(event: MessageEventJson, { id, channel }: MessageJson): TimelineEntry[] {
  const type = TIMELINE.find((known) => known === event.type);
  if (type === undefined) return [];
  const { provider, reason, detail, at } = event;
  return [{ ...NOTHING, type, at: new Date(at), messageId: id, channel, provider, reason, detail }];
}

function deliveredTo(delivery: AttemptDeliveryRow): TimelineEntry {
  const { id, endpoint_id, url, event_type, status, created_at } = delivery;
  return {
    ...NOTHING,
    type: "webhook",
    at: created_at,
    webhook: { endpointId: endpoint_id, deliveryId: id, url, event: event_type, status },
  };
}

function endOf({ state, consumed_at, ends_at }: WholeVerificationRow, told: readonly TimelineEntry[]): TimelineEntry[] {
  if (told.some(({ type }) => type === "cancelled")) return [];
  if (state === "expired") return [{ ...NOTHING, type: "expired", at: ends_at }];
  if (consumed_at === null || told.some(({ type }) => type === "verified")) return [];
  return [{ ...NOTHING, type: "verified", at: consumed_at }];
}
