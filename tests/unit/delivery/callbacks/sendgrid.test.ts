import { describe, expect, it } from "vitest";
import { readSendGridCallback } from "@/lib/delivery/callbacks/sendgrid";
import { type Callback, fromSendGrid, otherElliptic, SENDGRID_KEY } from "@/tests/support/callbacks";
import { ENVIRONMENT_ID, MESSAGE_ID } from "@/tests/support/delivery-rig";

const NOW = new Date("2026-11-20T14:22:10Z");
const told = (event: string, fields: object = {}) => ({
  email: "ada@x.dev",
  event,
  timestamp: NOW.getTime() / 1000 - 2,
  sg_event_id: `${event}-1`,
  sg_message_id: "14c5d75ce93.dfd.64b469.filter0001",
  environment_id: ENVIRONMENT_ID,
  message_id: MESSAGE_ID,
  ...fields,
});
const read = (callback: Callback) => readSendGridCallback(callback, SENDGRID_KEY, NOW);

describe("a batch of SendGrid's event webhook", () => {
  it("says of each message what happened, and passes over what is none of ours", () => {
    const batch = [
      told("processed"),
      told("deferred", { response: "451 4.7.1 try again" }),
      told("delivered", { response: "250 OK" }),
      told("bounce", { type: "bounce", reason: "550 5.1.1 ada@x.dev unknown" }),
      told("bounce", { type: "blocked", reason: "421 busy" }),
      told("dropped", { reason: "Bounced Address" }),
      told("spamreport"),
      told("open"),
      told("delivered", { message_id: undefined }),
      { event: "delivered" },
      "nonsense",
      null,
    ];
    const facts = read(fromSendGrid(batch, NOW)) ?? [];
    expect(facts.map(({ type, reason }) => [type, reason])).toEqual([
      ["sent", null],
      ["delayed", null],
      ["delivered", null],
      ["bounced", null],
      ["undeliverable", "blocked"],
      ["undeliverable", "suppressed_by_provider"],
      ["complained", null],
    ]);
    expect(facts[3]).toEqual({
      environmentId: ENVIRONMENT_ID,
      messageId: MESSAGE_ID,
      key: "sendgrid:bounce-1",
      type: "bounced",
      reason: null,
      detail: "550 5.1.1 ••• unknown",
      at: new Date("2026-11-20T14:22:08Z"),
    });
  });

  it("is refused where anything of it is not as it was signed", () => {
    const good = fromSendGrid([told("delivered")], NOW);
    const signature = "x-twilio-email-event-webhook-signature";
    const timestamp = "x-twilio-email-event-webhook-timestamp";
    const refused: Callback[] = [
      fromSendGrid([told("delivered")], NOW, otherElliptic.privateKey),
      fromSendGrid([told("delivered")], new Date(NOW.getTime() - 26 * 3600_000)),
      fromSendGrid([told("delivered")], new Date(NOW.getTime() + 600_000)),
      { ...good, text: `${good.text} ` },
      { ...good, headers: { ...good.headers, [timestamp]: String(NOW.getTime() / 1000 - 1) } },
      { ...good, headers: { ...good.headers, [timestamp]: "1e9" } },
      { ...good, headers: { ...good.headers, [signature]: "" } },
      { ...good, headers: { ...good.headers, [signature]: "MAYCAQACAQA=" } },
      { ...good, headers: { ...good.headers, [signature]: "not base64 at all ❤" } },
      { ...good, headers: {} },
      fromSendGrid("not json", NOW),
      fromSendGrid({ event: "delivered" }, NOW),
    ];
    for (const callback of refused) expect(read(callback)).toBeNull();
    expect(readSendGridCallback(good, "not a key", NOW)).toBeNull();
    expect(read(good)).toHaveLength(1);
  });
});
