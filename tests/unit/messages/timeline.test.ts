import { describe, expect, it } from "vitest";
import type { MessageJson, WholeVerificationRow } from "@/db/queries/verification-pages";
import { timelineOf } from "@/lib/messages/timeline";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 14, 22, seconds));
const text = (seconds: number) => at(seconds).toISOString();

const message = (changes: Partial<MessageJson> = {}): MessageJson => ({
  id: "m1",
  channel: "email",
  provider: "resend",
  provider_message_id: "re-1",
  locale: "en",
  template_version: 0,
  sent_at: text(0),
  expires_at: text(59),
  accepted_at: text(1),
  failed_at: null,
  delivered_at: null,
  bounced_at: null,
  complained_at: null,
  segments: null,
  cost_micros: null,
  delivery: "accepted",
  events: [],
  ...changes,
});

const row = (changes: Partial<WholeVerificationRow> = {}): WholeVerificationRow => ({
  id: "c1",
  type: "email",
  value: "ada@x.dev",
  username: null,
  tenant_id: null,
  purpose: "sign_in",
  state: "waiting",
  unknown: false,
  attempts: 0,
  attempts_max: 5,
  opened_at: at(0),
  ends_at: at(59),
  consumed_at: null,
  channel: "email",
  provider: "resend",
  locale: "en",
  template_version: 0,
  delivery: "accepted",
  identifier_key: Buffer.alloc(32),
  context: null,
  suppressed_reason: null,
  suppressed_at: null,
  suppressed_until: null,
  messages: [message()],
  ...changes,
});

const event = (key: string, type: string, seconds: number, changes: object = {}) => ({
  ...{ key, type, provider: "resend", reason: null, detail: null, at: text(seconds) },
  ...changes,
});
const typesOf = (of: WholeVerificationRow, ...rest: [Parameters<typeof timelineOf>[1]?]) =>
  timelineOf(of, rest[0] ?? [], []).map(({ type, provider }) => (provider === null ? type : `${type} ${provider}`));

describe("a timeline", () => {
  it("is made up of the message's own times where nothing else tells", () => {
    expect(typesOf(row())).toEqual(["requested", "accepted resend"]);
    expect(typesOf(row({ messages: [message({ provider: "mailbox" })] }))).toEqual(["requested", "in_mailbox mailbox"]);
    const failed = message({ provider: "none", accepted_at: null, failed_at: text(2), delivery: "failed" });
    expect(typesOf(row({ messages: [failed] }))).toEqual(["requested", "failed"]);
    expect(typesOf(row({ state: "expired" })).at(-1)).toBe("expired");
    expect(typesOf(row({ state: "verified", consumed_at: at(9) })).at(-1)).toBe("verified");
  });

  it("tells of each try in its order, and of nothing twice", () => {
    const events = [
      event("try:0", "tried", 1, { provider: "smtp", reason: "timeout", detail: "no answer" }),
      event("try:1", "accepted", 2),
      event("resend:msg_1", "delivered", 4),
      event("resend:msg_2", "opened", 5),
    ];
    const whole = timelineOf(row({ messages: [message({ events })] }), [], []);
    expect(whole.map(({ type }) => type)).toEqual(["requested", "tried", "accepted", "delivered"]);
    expect(whole[1]).toMatchObject({ provider: "smtp", reason: "timeout", detail: "no answer", messageId: "m1" });
  });

  it("takes who asked and what was guessed from the audit log", () => {
    const told = (type: string, seconds: number, data: object, context: object | null = null) => ({
      ...{ id: `${type}-${seconds}`, type, at: at(seconds), actor_name: "Server" },
      data: { challenge_id: "c1", ...data },
      context: context && { ...context },
    });
    const events = [
      told("otp.requested", 0, { message_id: "m1" }, { actor: "key:k1", ip: "203.0.113.1", request_id: "req_1" }),
      told("otp.failed", 5, { attempts_remaining: 4 }, { actor: 7 }),
      told("something.else", 6, {}),
      told("verification.cancelled", 7, {}),
    ];
    const whole = timelineOf(row({ state: "expired", ends_at: at(7) }), events, []);
    expect(whole.map(({ type }) => type)).toEqual(["requested", "accepted", "wrong_code", "cancelled"]);
    expect(whole[0]).toMatchObject({ actor: { id: "key:k1", name: "Server" }, ip: "203.0.113.1", channel: "email" });
    expect(whole[2]).toMatchObject({ attemptsRemaining: 4, actor: null });
  });
});
