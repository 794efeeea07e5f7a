import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReadCallback } from "@/lib/delivery/callbacks/fact";
import { readResendCallback } from "@/lib/delivery/callbacks/resend";
import { readSendGridCallback } from "@/lib/delivery/callbacks/sendgrid";
import { readSesCallback } from "@/lib/delivery/callbacks/ses";
import { readTwilioVerifyCallback } from "@/lib/delivery/callbacks/twilio-verify";
import {
  fromEventStreams,
  fromResend,
  fromSendGrid,
  fromSns,
  RESEND_SECRET,
  SENDGRID_KEY,
  SNS_CERTIFICATE,
  SNS_TOPIC_ARN,
  sesEvent,
  verifyEvent,
} from "@/tests/support/callbacks";
import { ENVIRONMENT_ID, MESSAGE_ID } from "@/tests/support/delivery-rig";
import { type Receiver, startReceiver } from "@/tests/support/receiver";

const NOW = new Date("2026-11-20T14:22:15Z");
const message = { environmentId: ENVIRONMENT_ID, messageId: MESSAGE_ID };
const tags = { environment_id: ENVIRONMENT_ID, message_id: MESSAGE_ID };
const account = { accountSid: "AC0123", authToken: "the-auth-token" };
const url = "https://ninepin.dev/api/hooks/twilio-verify/secret";

let sns: Receiver;
beforeAll(async () => {
  sns = await startReceiver();
  sns.answer((_, response) => response.end(SNS_CERTIFICATE));
});
afterAll(() => sns.close());

/** What each vendor says was delivered at a time, which is left out where it is `undefined`. */
const READERS: Readonly<Record<string, (time: unknown) => ReadCallback | Promise<ReadCallback>>> = {
  resend: (created_at) =>
    readResendCallback(fromResend({ type: "email.delivered", created_at, data: { tags } }), RESEND_SECRET),
  sendgrid: (timestamp) =>
    readSendGridCallback(
      fromSendGrid([{ event: "delivered", sg_event_id: "1", timestamp, ...tags }], NOW),
      SENDGRID_KEY,
      NOW,
    ),
  ses: (timestamp) =>
    readSesCallback(
      fromSns({ Message: sesEvent(message, "Delivery", { delivery: { timestamp } }) }, { endpoint: sns.url, at: NOW }),
      { endpoint: sns.url, topicArn: SNS_TOPIC_ARN, now: NOW },
    ),
  twilio_verify: (time) => {
    const event = { ...verifyEvent(message, "delivered", account), time };
    const { search, ...posted } = fromEventStreams(url, [event], account.authToken);
    return readTwilioVerifyCallback(posted, account, url + search);
  },
};

const WRITTEN = ["0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "yesterday", 5, null];
const COUNTED = [-1, 1e12, 1e300, "1763648530", null];
const times = (vendor: string) => [...(vendor === "sendgrid" ? COUNTED : WRITTEN), undefined];

describe("a time that no database keeps", () => {
  it.each(Object.keys(READERS).flatMap((vendor) => times(vendor).map((time) => [vendor, time] as const)))(
    "of %s, as %j, is as if there were none: the fact counts",
    async (vendor, time) => {
      expect(await READERS[vendor]?.(time)).toEqual([
        expect.objectContaining({ ...message, type: "delivered", at: null }),
      ]);
    },
  );

  it.each(Object.keys(READERS))("is not what %s says as a rule", async (vendor) => {
    const time = vendor === "sendgrid" ? NOW.getTime() / 1000 : "2026-11-20T15:22:15+01:00";
    expect(await READERS[vendor]?.(time)).toEqual([expect.objectContaining({ type: "delivered", at: NOW })]);
  });
});
