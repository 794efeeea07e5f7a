import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readSesCallback } from "@/lib/delivery/callbacks/ses";
import { snsAddress } from "@/lib/delivery/callbacks/sns";
import { type Callback, fromSns, SNS_CERTIFICATE, SNS_TOPIC_ARN, sesEvent } from "@/tests/support/callbacks";
import { ENVIRONMENT_ID, MESSAGE_ID } from "@/tests/support/delivery-rig";
import { type Receiver, startReceiver } from "@/tests/support/receiver";

const NOW = new Date("2026-11-20T14:22:15Z");
const message = { environmentId: ENVIRONMENT_ID, messageId: MESSAGE_ID };

let sns: Receiver;
let elsewhere: Receiver;
beforeAll(async () => {
  [sns, elsewhere] = await Promise.all([startReceiver(), startReceiver()]);
});
afterAll(async () => {
  await sns.close();
  await elsewhere.close();
});
beforeEach(() => {
  for (const server of [sns, elsewhere]) {
    server.received.length = 0;
    server.answer((_, response) => response.end(SNS_CERTIFICATE));
  }
});

const read = (callback: Callback, endpoint: string | null = sns.url) =>
  readSesCallback(callback, { endpoint, topicArn: SNS_TOPIC_ARN, now: NOW });
const event = (type: string, what: object = {}, signing: { at?: Date; version?: "1" | "2"; endpoint?: string } = {}) =>
  fromSns({ Message: sesEvent(message, type, { ...what }) }, { endpoint: sns.url, at: NOW, ...signing });

describe("what SES publishes through SNS", () => {
  it.each([
    ["Send", {}, "sent", null],
    ["Delivery", { delivery: { smtpResponse: "250 ok" } }, "delivered", null],
    ["DeliveryDelay", { deliveryDelay: { delayType: "MailboxFull" } }, "delayed", null],
    ["Bounce", { bounce: { bounceType: "Permanent", bouncedRecipients: [{ diagnosticCode: "x" }] } }, "bounced", null],
    ["Bounce", { bounce: { bounceType: "Transient" } }, "undeliverable", "bounced_for_now"],
    ["Complaint", { complaint: { complaintFeedbackType: "abuse" } }, "complained", null],
    ["Reject", { reject: { reason: "Bad content" } }, "undeliverable", "rejected"],
  ])("%s is %s", async (type, what, expected, reason) => {
    for (const version of ["1", "2"] as const) {
      const facts = await read(event(type, what, { version }));
      expect(facts).toEqual([expect.objectContaining({ ...message, key: "ses:sns-1", type: expected, reason })]);
    }
  });

  it("tells nothing where its message has no tags, or it is no step on the way", async () => {
    expect(await read(event("Open"))).toEqual([]);
    const untagged = JSON.stringify({ eventType: "Delivery", mail: { messageId: "1" } });
    for (const text of [untagged, "not json"]) {
      expect(await read(fromSns({ Message: text }, { endpoint: sns.url, at: NOW }))).toEqual([]);
    }
  });

  it("is refused where anything of it is not as it was signed, or is too old", async () => {
    const good = event("Delivery");
    const refused: Callback[] = [
      { ...good, text: good.text.replace("Delivery", "Complaint") },
      { ...good, text: good.text.replace("sns-1", "sns-2") },
      { ...good, text: good.text.replace('"SignatureVersion":"2"', '"SignatureVersion":"1"') },
      { ...good, text: good.text.replace('"SignatureVersion":"2"', '"SignatureVersion":"3"') },
      { ...good, text: "{}" },
      { ...good, text: "" },
      event("Delivery", {}, { at: new Date(NOW.getTime() - 3 * 3600_000) }),
      event("Delivery", {}, { at: new Date(NOW.getTime() + 600_000) }),
    ];
    for (const callback of refused) expect(await read(callback)).toBeNull();
    expect(await read(good)).toHaveLength(1);
  });

  it("is refused from any other topic, whose owner SNS signs for as well, and nothing is fetched for it", async () => {
    const foreign = ["arn:aws:sns:eu-west-1:999999999999:codes", `${SNS_TOPIC_ARN}2`, ""];
    for (const TopicArn of foreign) {
      const signed = fromSns({ Message: sesEvent(message, "Complaint"), TopicArn }, { endpoint: sns.url, at: NOW });
      expect(await read(signed), TopicArn).toBeNull();
      const SubscribeURL = `${sns.url}/?Action=ConfirmSubscription&Token=t0`;
      const asking = { Type: "SubscriptionConfirmation", Message: "You…", Token: "t0", SubscribeURL, TopicArn };
      expect(await read(fromSns(asking, { endpoint: sns.url, at: NOW })), TopicArn).toBeNull();
    }
    expect(sns.received).toEqual([]);
  });

  it("asks for its certificate nowhere but at SNS itself", async () => {
    expect(await read(event("Delivery", {}, { endpoint: elsewhere.url }))).toBeNull();
    expect(elsewhere.received).toEqual([]);
  });

  it("gives up where the certificate is moved, too long, none, or not there", async () => {
    const answers: Parameters<Receiver["answer"]>[0][] = [
      404,
      (_, response) => response.writeHead(302, { location: elsewhere.url }).end(),
      (_, response) => response.end("x".repeat(20_000)),
      (_, response) => response.end("no certificate"),
      (_, response) => response.destroy(),
    ];
    for (const [at, answer] of answers.entries()) {
      sns.answer(answer);
      const signed = event("Delivery");
      const moved = { ...signed, text: signed.text.replace("Service-1.pem", `Service-bad-${at}.pem`) };
      expect(await read(moved)).toBeNull();
    }
    expect(elsewhere.received).toEqual([]);
  });
});

describe("a subscription that waits to be confirmed", () => {
  const asking = (address: string) =>
    fromSns(
      { Type: "SubscriptionConfirmation", Message: "You have chosen…", Token: "t0", SubscribeURL: address },
      { endpoint: sns.url, at: NOW },
    );

  it("is confirmed at SNS, once it is known to be SNS that asks", async () => {
    expect(await read(asking(`${sns.url}/?Action=ConfirmSubscription&Token=t0`))).toEqual([]);
    expect(sns.received.map(({ path }) => path)).toContain("/?Action=ConfirmSubscription&Token=t0");
    const forged = asking(`${sns.url}/?Action=ConfirmSubscription&Token=t1`);
    sns.received.length = 0;
    expect(await read({ ...forged, text: forged.text.replace("Token=t1", "Token=t2") })).toBeNull();
    expect(sns.received).toEqual([]);
  });

  it("is confirmed nowhere else", async () => {
    expect(await read(asking(`${elsewhere.url}/?Action=ConfirmSubscription`))).toBeNull();
    expect(elsewhere.received).toEqual([]);
  });
});

describe("an address of SNS", () => {
  it.each([
    "https://sns.eu-west-1.amazonaws.com",
    "https://sns.us-gov-west-1.amazonaws.com",
    "https://sns.cn-north-1.amazonaws.com.cn",
  ])("can be %s", (host) => {
    expect(snsAddress(`${host}/SimpleNotificationService-1.pem`, null)?.origin).toBe(host);
  });

  it.each([
    "http://sns.eu-west-1.amazonaws.com",
    "https://sns.eu-west-1.amazonaws.com.evil.dev",
    "https://sns.s3-eu-west-1.amazonaws.com",
    "https://sns.s3.eu-west-1.amazonaws.com",
    "https://evil.sns.eu-west-1.amazonaws.com",
    "https://eu-west-1.amazonaws.com",
    "https://sns.evil.dev",
    "https://sns.eu-west-1.amazonaws.com:8443",
    "https://user@sns.eu-west-1.amazonaws.com",
    "https://evil.dev\\@sns.eu-west-1.amazonaws.com",
    "file:///etc",
    "sns.eu-west-1.amazonaws.com",
  ])("is never %s", (host) => {
    expect(snsAddress(`${host}/SimpleNotificationService-1.pem`, null)).toBeNull();
  });

  it("is where the vendor's endpoint was moved to, too, and nowhere near it", () => {
    expect(snsAddress("http://127.0.0.1:4566/key.pem", "http://127.0.0.1:4566")?.pathname).toBe("/key.pem");
    expect(snsAddress("http://127.0.0.1:4567/key.pem", "http://127.0.0.1:4566")).toBeNull();
  });
});
