import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { twilioMessaging } from "@/lib/delivery/providers/twilio-messaging";
import { twilioVerify } from "@/lib/delivery/providers/twilio-verify";
import { twilioVoice } from "@/lib/delivery/providers/twilio-voice";
import { twilioWhatsapp } from "@/lib/delivery/providers/twilio-whatsapp";
import { CODE, ENVIRONMENT_ID, MESSAGE_ID, text, toolsFor } from "../../../support/vendors/provider-rig";
import {
  startTwilio,
  TWILIO_ACCOUNT,
  type Twilio,
  twilioRefusal,
  VERIFY_CODE,
  VERIFY_SERVICE,
} from "../../../support/vendors/twilio";
import { formOf } from "../../../support/vendors/vendor";

const { tools } = toolsFor();
const FROM = "+14155550100";
const CALLBACK = "https://ninepin.dev/api/hooks/twilio/abc?environment=1&message=2";
const ACCOUNT_PATH = `/2010-04-01/Accounts/${TWILIO_ACCOUNT.account_sid}`;

let twilio: Twilio;
beforeAll(async () => {
  twilio = await startTwilio();
});
beforeEach(() => {
  twilio.behave("accept");
  twilio.check(null);
});
afterAll(() => twilio.close());

const entered = (more: object) => ({ ...TWILIO_ACCOUNT, ...more, base_url: twilio.url });

/** What it was asked last: where, and with which form. */
function asked() {
  const last = twilio.asked.at(-1);
  if (!last) throw new Error("Nothing was asked");
  return { method: last.method, path: last.path, form: formOf(last), headers: last.headers };
}

describe("Messaging", () => {
  const configOf = (more: object = { from: FROM }) => twilioMessaging.configSchema.parse(entered(more));

  it("is sent our text, from a number", async () => {
    expect(await twilioMessaging.send(text(), configOf(), tools)).toEqual({
      state: "accepted",
      providerMessageId: `SM${"a".repeat(32)}`,
    });
    const { account_sid, auth_token } = TWILIO_ACCOUNT;
    const authorization = `Basic ${Buffer.from(`${account_sid}:${auth_token}`).toString("base64")}`;
    expect(asked()).toMatchObject({
      method: "POST",
      path: `${ACCOUNT_PATH}/Messages.json`,
      headers: { authorization },
    });
    expect(asked().form).toEqual({
      To: "+14155550123",
      From: FROM,
      Body: `${CODE} is your Northwind code.\n\n@northwind.dev #${CODE}`,
    });
  });

  it("is told where to tell of it, and lets a service choose the sender", async () => {
    const config = configOf({ from: FROM, messaging_service_sid: "MG1" });
    await twilioMessaging.send(text({ callbackUrl: CALLBACK }), config, tools);
    expect(asked().form).toMatchObject({ MessagingServiceSid: "MG1", StatusCallback: CALLBACK });
    expect(asked().form).not.toHaveProperty("From");
  });

  it("needs a sender or a service", () => {
    expect(twilioMessaging.configSchema.safeParse(entered({})).success).toBe(false);
    expect(twilioMessaging.configSchema.safeParse(entered({ from: "NORTHWIND" })).success).toBe(true);
    expect(twilioMessaging.configSchema.safeParse(entered({ from: "+0415" })).success).toBe(false);
    expect(twilioMessaging.configSchema.safeParse(entered({ from: FROM, account_sid: "SK1" })).success).toBe(false);
  });

  it.each([
    [400, 21211, "Invalid 'To' Phone Number", "rejected", "recipient_refused"],
    [400, 21610, "Attempt to send to unsubscribed recipient", "rejected", "recipient_refused"],
    [400, 21614, "'To' number is not a valid mobile number", "rejected", "recipient_refused"],
    [400, 21617, "The concatenated message body exceeds the 1600 character limit", "rejected", "message_refused"],
    [400, 21608, "The number is unverified. Trial accounts cannot send", "retry", "sender_refused"],
    [400, 21408, "Permission to send an SMS has not been enabled for the region", "retry", "sender_refused"],
    [400, 21606, "The 'From' phone number provided is not a valid", "retry", "sender_refused"],
    [429, 20429, "Too Many Requests", "retry", "temporary"],
    [401, 20003, "Authenticate", "retry", "authentication"],
    [500, 20500, "An internal server error has occurred", "retry", "provider_error"],
    [400, 21266, "'To' and 'From' number cannot be the same", "rejected", "recipient_refused"],
    [400, 63031, "Channels message cannot have same From and To", "rejected", "recipient_refused"],
    [400, 99999, "Something new", "retry", "sender_refused"],
    [404, 20404, "The requested resource was not found", "retry", "sender_refused"],
    [422, 99998, "Something new that cannot be processed", "retry", "sender_refused"],
    [409, 99997, "Something new that is in the way", "retry", "provider_error"],
  ])("%i %i %s: %s, %s", async (status, code, message, state, reason) => {
    twilio.behave(twilioRefusal(status, code, message));
    expect(await twilioMessaging.send(text(), configOf(), tools)).toMatchObject({ state, reason, detail: message });
  });

  it("is checked without sending anything", async () => {
    expect(await twilioMessaging.check(configOf(), tools)).toEqual({ ok: true });
    expect(asked()).toMatchObject({ method: "GET", path: `${ACCOUNT_PATH}.json` });
    twilio.behave({ status: 200, body: { status: "suspended" } });
    expect(await twilioMessaging.check(configOf(), tools)).toMatchObject({ ok: false, reason: "authentication" });
    const other = configOf({ from: FROM, auth_token: "other" });
    twilio.behave("accept");
    expect(await twilioMessaging.check(other, tools)).toMatchObject({ ok: false, reason: "authentication" });
  });
});

describe("Voice", () => {
  const configOf = () => twilioVoice.configSchema.parse(entered({ from: FROM }));
  const call = (changes: object) => twilioVoice.send(text({ channel: "voice", ...changes }), configOf(), tools);

  it("is told what to say, line by line, slowly, in the message's language", async () => {
    const lines = "Ihr Code: 4. 8. 2. 9. 1. 3.\nNoch einmal: 4. 8. 2. 9. 1. 3.";
    expect(await call({ text: lines, code: "482913", locale: "de", callbackUrl: CALLBACK })).toEqual({
      state: "accepted",
      providerMessageId: `CA${"b".repeat(32)}`,
    });
    const { path, form } = asked();
    expect(path).toBe(`${ACCOUNT_PATH}/Calls.json`);
    expect(form).toMatchObject({ To: "+14155550123", From: FROM, Timeout: "25", StatusCallback: CALLBACK });
    const say = (line: string) =>
      `<Say language="de-DE" voice="Google.de-DE-Standard-A"><prosody rate="slow">${line}</prosody></Say><Pause length="1"/>`;
    expect(form.Twiml).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><Response>${lines.split("\n").map(say).join("")}</Response>`,
    );
  });

  it("spells a code that stands in one piece", async () => {
    await call({ text: "Your code: 482913", code: "482913" });
    expect(asked().form.Twiml).toContain("Your code: 4. 8. 2. 9. 1. 3.");
    expect(asked().form.Twiml).toContain('language="en-US"');
  });

  it("keeps what a name says out of the markup", async () => {
    await call({ text: `</Say><Dial>+1900</Dial>&\nA "B"` });
    expect(asked().form.Twiml).not.toMatch(/<Dial>|&(?!lt;|gt;|amp;|quot;|#)/);
  });
});

describe("WhatsApp", () => {
  const send = (more: object, changes: object = {}) =>
    twilioWhatsapp.send(
      text({ channel: "whatsapp", text: "Your code is 482913.", code: "482913", ...changes }),
      twilioWhatsapp.configSchema.parse(entered({ from: FROM, ...more })),
      tools,
    );

  it("is sent our text, number to number", async () => {
    expect((await send({})).state).toBe("accepted");
    expect(asked().form).toEqual({
      To: "whatsapp:+14155550123",
      From: `whatsapp:${FROM}`,
      Body: "Your code is 482913.",
    });
  });

  it("is sent the code for an approved template", async () => {
    await send({ content_sid: "HX1" }, { callbackUrl: CALLBACK });
    expect(asked().form).toEqual({
      To: "whatsapp:+14155550123",
      From: `whatsapp:${FROM}`,
      ContentSid: "HX1",
      ContentVariables: `{"1":"482913"}`,
      StatusCallback: CALLBACK,
    });
  });
});

describe("Verify", () => {
  const configOf = () => twilioVerify.configSchema.parse(entered({ service_sid: VERIFY_SERVICE }));
  const start = async (to: string) => {
    const outcome = await twilioVerify.send(text({ to, locale: "zh-Hans" }), configOf(), tools);
    if (outcome.state !== "accepted") throw new Error(outcome.reason);
    return outcome.providerMessageId;
  };
  const check = (providerMessageId: string, code: string) =>
    twilioVerify.checkCode?.({ providerMessageId, code }, configOf(), tools);

  it("makes the code itself: ours is not sent", async () => {
    expect(await start("+14155550101")).toMatch(/^VE\d{32}$/);
    expect(asked()).toMatchObject({ method: "POST", path: `/v2/Services/${VERIFY_SERVICE}/Verifications` });
    expect(asked().form).toEqual({
      To: "+14155550101",
      Channel: "sms",
      Locale: "zh-CN",
      CustomFriendlyName: "Nörthwind, Inc.",
      Tags: JSON.stringify({ environment_id: ENVIRONMENT_ID, message_id: MESSAGE_ID }),
    });
  });

  it("is told the customer's name, unless it looks like a code", async () => {
    const from = { name: "Code 482913 ".repeat(5), address: "" };
    await twilioVerify.send(text({ from }), configOf(), tools);
    expect(asked().form).not.toHaveProperty("CustomFriendlyName");
  });

  it("says whether the code was sent before", async () => {
    const send = () => twilioVerify.send(text({ to: "+14155550104" }), configOf(), tools);
    const first = await send();
    expect(first).toEqual({ state: "accepted", providerMessageId: expect.stringMatching(/^VE/) });
    expect(await send()).toEqual({ ...first, again: true });
  });

  it("takes a code back, and says whether it is over", async () => {
    const id = await start("+14155550105");
    const takeBack = () => twilioVerify.takeBack?.(id, configOf(), tools);
    twilio.cancel(twilioRefusal(503, 20503, "Service unavailable"));
    expect(await takeBack()).toBe(false);
    twilio.cancel(null);
    expect(await takeBack()).toBe(true);
    expect(asked()).toMatchObject({
      path: `/v2/Services/${VERIFY_SERVICE}/Verifications/${id}`,
      form: { Status: "canceled" },
    });
    expect(await check(id, VERIFY_CODE)).toBe("expired");
    expect(await takeBack()).toBe(true);
    expect(await start("+14155550105")).not.toBe(id);
  });

  it("says whether a code is right, once", async () => {
    const id = await start("+14155550102");
    expect(await check(id, "111111")).toBe("wrong");
    expect(await check(id, VERIFY_CODE)).toBe("right");
    expect(asked().form).toEqual({ VerificationSid: id, Code: VERIFY_CODE });
    expect(await check(id, VERIFY_CODE)).toBe("expired");
  });

  it("says when it has been asked too often, and that it knows no such verification", async () => {
    const id = await start("+14155550103");
    for (let count = 0; count < 5; count += 1) expect(await check(id, "111111")).toBe("wrong");
    expect(await check(id, VERIFY_CODE)).toBe("locked");
    expect(await check("VE0", VERIFY_CODE)).toBe("expired");
    expect(await check(id, "1")).toBe("wrong");
  });

  it.each([
    ["expired", "expired"],
    ["canceled", "expired"],
    ["deleted", "expired"],
    ["failed", "expired"],
    ["max_attempts_reached", "locked"],
    ["pending", "wrong"],
    ["something_new", "unknown"],
  ])("%s: %s", async (status, answer) => {
    twilio.check({ status: 201, body: { sid: "VE1", status } });
    expect(await check("VE1", VERIFY_CODE)).toBe(answer);
  });

  it("cannot tell where Twilio cannot be asked", async () => {
    twilio.check(twilioRefusal(503, 20503, "Service unavailable"));
    expect(await check("VE1", VERIFY_CODE)).toBe("unknown");
    for (const behaviour of ["garbage", "reset"] as const) {
      twilio.behave(behaviour);
      expect(await check("VE1", VERIFY_CODE)).toBe("unknown");
    }
  });

  it.each([
    [403, 60410, "Verification delivery attempt blocked", "rejected", "recipient_refused"],
    [400, 60205, "SMS is not supported by landline phone number", "rejected", "recipient_refused"],
    [400, 60200, "Invalid parameter `To`: +1", "rejected", "recipient_refused"],
    [400, 60200, "Invalid parameter `Locale`: xx", "retry", "sender_refused"],
    [429, 60203, "Max send attempts reached", "retry", "temporary"],
    [403, 60605, "blocked by the destination country", "retry", "sender_refused"],
  ])("%i %i %s: %s, %s", async (status, code, message, state, reason) => {
    twilio.behave(twilioRefusal(status, code, message));
    expect(await twilioVerify.send(text(), configOf(), tools)).toMatchObject({ state, reason, detail: message });
  });

  it("is checked without sending anything", async () => {
    expect(await twilioVerify.check(configOf(), tools)).toEqual({ ok: true });
    const other = twilioVerify.configSchema.parse(entered({ service_sid: "VA2" }));
    expect((await twilioVerify.check(other, tools)).ok).toBe(false);
  });
});

describe("its connections", () => {
  it("are ended with what was under way", async () => {
    const config = twilioMessaging.configSchema.parse(entered({ from: FROM }));
    twilio.behave("hang");
    const ending = new AbortController();
    const sending = twilioMessaging.send(text(), config, { ...tools, signal: ending.signal });
    ending.abort();
    expect(await sending).toMatchObject({ state: "retry", reason: "timeout" });
    twilioMessaging.close?.(config);
  });
});
