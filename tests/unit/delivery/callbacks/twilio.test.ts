import { describe, expect, it } from "vitest";
import { readTwilioCallback } from "@/lib/delivery/callbacks/twilio";
import { fromTwilio } from "@/tests/support/callbacks";
import { ENVIRONMENT_ID, MESSAGE_ID } from "@/tests/support/delivery-rig";

const account = { accountSid: "AC0123", authToken: "the-auth-token" };
const message = { environmentId: ENVIRONMENT_ID, messageId: MESSAGE_ID };
const url = `https://ninepin.dev/api/hooks/twilio/secret?environment=${ENVIRONMENT_ID}&message=${MESSAGE_ID}`;
const called = { url, message };
const text = (status: string, fields: Record<string, string> = {}) => ({
  AccountSid: account.accountSid,
  MessageSid: "SM1",
  MessageStatus: status,
  To: "+447400123456",
  ...fields,
});
const call = (status: string) => ({ AccountSid: account.accountSid, CallSid: "CA1", CallStatus: status });
const read = (form: Record<string, string>) =>
  readTwilioCallback(fromTwilio(url, form, account.authToken), account, called);

describe("a status callback of Twilio", () => {
  it.each([
    [text("sent"), "sent", null],
    [text("delivered"), "delivered", null],
    [text("read"), "delivered", null],
    [text("undelivered", { ErrorCode: "30003" }), "undeliverable", "unreachable"],
    [text("undelivered", { ErrorCode: "30005" }), "bounced", "unknown_number"],
    [text("undelivered", { ErrorCode: "30006" }), "undeliverable", "landline"],
    [text("failed", { ErrorCode: "21610" }), "undeliverable", "opted_out"],
    [text("failed", { ErrorCode: "99999" }), "undeliverable", "failed"],
    [text("failed"), "undeliverable", "failed"],
    [call("ringing"), "sent", null],
    [call("completed"), "delivered", null],
    [call("busy"), "undeliverable", "busy"],
    [call("no-answer"), "undeliverable", "no_answer"],
  ])("%j is %s", (form, type, reason) => {
    expect(read(form)).toEqual([expect.objectContaining({ ...message, type, reason, at: null })]);
  });

  it("names each status of a message or a call once", () => {
    expect(read(text("delivered"))?.[0]?.key).toBe("twilio:SM1:delivered");
    expect(read(call("busy"))?.[0]?.key).toBe("twilio:CA1:busy");
  });

  it("tells nothing of what is no step on the way", () => {
    for (const form of [
      text("queued"),
      text("accepted"),
      text("constructor"),
      call("initiated"),
      call("in-progress"),
    ]) {
      expect(read(form)).toEqual([]);
    }
  });

  it("is refused where the form, the address or the account is another than was signed", () => {
    const good = fromTwilio(url, text("delivered"), account.authToken);
    const elsewhere = { ...called, url: url.replace(MESSAGE_ID, ENVIRONMENT_ID) };
    expect(readTwilioCallback(good, account, elsewhere)).toBeNull();
    expect(readTwilioCallback({ ...good, text: good.text.replace("delivered", "failed") }, account, called)).toBeNull();
    expect(readTwilioCallback({ ...good, headers: {} }, account, called)).toBeNull();
    expect(readTwilioCallback(fromTwilio(url, text("sent"), "another"), account, called)).toBeNull();
    expect(read(text("delivered", { AccountSid: "AC9999" }))).toBeNull();
    expect(readTwilioCallback(good, account, called)).toHaveLength(1);
  });
});
