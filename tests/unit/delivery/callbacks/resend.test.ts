import { describe, expect, it } from "vitest";
import { readResendCallback } from "@/lib/delivery/callbacks/resend";
import { type Callback, fromResend, RESEND_SECRET } from "@/tests/support/callbacks";
import { ENVIRONMENT_ID, MESSAGE_ID } from "@/tests/support/delivery-rig";

const tags = { environment_id: ENVIRONMENT_ID, message_id: MESSAGE_ID };
const told = (type: string, data: object = {}) => ({
  type,
  created_at: "2026-11-20T14:22:11.000Z",
  data: { email_id: "56761188-7520-42d8-8898-ff6fc54ce618", to: ["ada@x.dev"], tags, ...data },
});
const read = (callback: Callback) => readResendCallback(callback, RESEND_SECRET);
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe("a webhook of Resend", () => {
  it.each([
    ["email.sent", {}, "sent", null],
    ["email.delivered", {}, "delivered", null],
    ["email.delivery_delayed", {}, "delayed", null],
    ["email.complained", {}, "complained", null],
    ["email.bounced", { bounce: { type: "Permanent", subType: "General", message: "gone" } }, "bounced", null],
    ["email.bounced", { bounce: { type: "Transient", message: "full" } }, "undeliverable", "bounced_for_now"],
    ["email.suppressed", { suppressed: { type: "x", message: "gone" } }, "undeliverable", "suppressed_by_provider"],
    ["email.failed", { failed: { reason: "reached_daily_quota" } }, "undeliverable", "failed"],
  ])("%s %j is %s", async (type, data, expected, reason) => {
    const facts = await read(fromResend(told(type, data)));
    expect(facts).toEqual([
      expect.objectContaining({
        environmentId: ENVIRONMENT_ID,
        messageId: MESSAGE_ID,
        key: "resend:msg_1",
        type: expected,
        reason,
        at: new Date("2026-11-20T14:22:11.000Z"),
      }),
    ]);
  });

  it("says no address and no number of those it was about", async () => {
    const message = "550 5.1.1 <ada@x.dev> unknown, call +44 20 7946 0123 about 482913507";
    const [fact] = (await read(fromResend(told("email.bounced", { bounce: { type: "Permanent", message } })))) ?? [];
    expect(fact?.detail).toBe("550 5.1.1 <•••> unknown, call ••• about •••");
  });

  it("knows its message by tags, in both of the shapes that Resend has had", async () => {
    const list = Object.entries(tags).map(([name, value]) => ({ name, value }));
    expect(await read(fromResend(told("email.delivered", { tags: list })))).toHaveLength(1);
    expect(await read(fromResend(told("email.delivered", { tags: undefined })))).toEqual([]);
    expect(await read(fromResend(told("email.opened")))).toEqual([]);
    expect(await read(fromResend(told("contact.created")))).toEqual([]);
  });

  it("is refused where anything of it is not as it was signed", async () => {
    const good = fromResend(told("email.delivered"));
    const other = `whsec_${Buffer.from("another secret, as long as that.").toString("base64")}`;
    const refused: Callback[] = [
      fromResend(told("email.delivered"), { secret: other }),
      fromResend(told("email.delivered"), { at: minutesAgo(6) }),
      fromResend(told("email.delivered"), { at: minutesAgo(-6) }),
      { ...good, text: good.text.replace("email.delivered", "email.bounced") },
      { ...good, headers: { ...good.headers, "svix-id": "msg_2" } },
      { ...good, headers: {} },
      { headers: good.headers, text: "" },
      fromResend({ type: "email.delivered" }),
    ];
    for (const callback of refused) expect(await read(callback)).toBeNull();
  });
});
