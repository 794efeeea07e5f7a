import { describe, expect, it } from "vitest";
import { readTwilioVerifyCallback } from "@/lib/delivery/callbacks/twilio-verify";
import { fromEventStreams, verifyEvent } from "@/tests/support/callbacks";
import { ENVIRONMENT_ID, MESSAGE_ID } from "@/tests/support/delivery-rig";

const account = { accountSid: "AC0123", authToken: "the-auth-token" };
const message = { environmentId: ENVIRONMENT_ID, messageId: MESSAGE_ID };
const url = "https://ninepin.dev/api/hooks/twilio-verify/secret";
const event = (status: string, errorCode = "") => verifyEvent(message, status, { ...account, errorCode });

function read(batch: unknown) {
  const { search, ...posted } = fromEventStreams(url, batch, account.authToken);
  return readTwilioVerifyCallback(posted, account, url + search);
}

describe("what Event Streams tell of the texts of Twilio Verify", () => {
  it.each([
    ["sent", "", "sent", null],
    ["delivered", "", "delivered", null],
    ["read", "", "delivered", null],
    ["undelivered", "30003", "undeliverable", "unreachable"],
    ["undelivered", "30005", "bounced", "unknown_number"],
    ["failed", "21610", "undeliverable", "opted_out"],
    ["failed", "", "undeliverable", "failed"],
  ])("%s (%s) is %s", (status, errorCode, type, reason) => {
    expect(read([event(status, errorCode)])).toEqual([
      {
        ...message,
        key: `twilio_verify:VL-${MESSAGE_ID}:${status}`,
        type,
        reason,
        detail: errorCode === "" ? null : `Twilio error ${errorCode}`,
        at: new Date("2026-11-20T14:22:12Z"),
      },
    ]);
  });

  it("is a batch, of which everything else is passed over", () => {
    const { data, ...rest } = event("delivered");
    const { tags: _, ...untagged } = data;
    const other = verifyEvent(message, "delivered", { accountSid: "AC9999" });
    const test = { ...rest, type: "com.twilio.eventstreams.test-event", data: { test_id: "1" } };
    const batch = [event("sent"), { ...rest, data: untagged }, other, test, event("constructor"), null, 3, "x"];
    expect(read(batch)?.map(({ type }) => type)).toEqual(["sent"]);
    expect(read([])).toEqual([]);
  });

  it("takes the time of ours where theirs is none, and no words of theirs", () => {
    expect(read([{ ...event("failed", "<b>+447400123456</b>"), time: "yesterday" }])).toMatchObject([
      { at: null, detail: null, reason: "failed" },
    ]);
  });

  it("is refused where the body, the address or the token is another than was signed", () => {
    const { search, ...good } = fromEventStreams(url, [event("delivered")], account.authToken);
    const another = fromEventStreams(url, [event("failed")], account.authToken);
    expect(readTwilioVerifyCallback({ ...good, text: another.text }, account, url + search)).toBeNull();
    expect(readTwilioVerifyCallback({ ...good, text: another.text }, account, url + another.search)).toBeNull();
    expect(readTwilioVerifyCallback(good, account, `${url}x${search}`)).toBeNull();
    expect(readTwilioVerifyCallback({ ...good, headers: {} }, account, url + search)).toBeNull();
    expect(readTwilioVerifyCallback(good, { ...account, authToken: "another" }, url + search)).toBeNull();
    expect(read({ not: "a batch" })).toBeNull();
    expect(readTwilioVerifyCallback(good, account, url + search)).toHaveLength(1);
  });
});
