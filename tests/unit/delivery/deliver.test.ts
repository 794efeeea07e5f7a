import { afterEach, describe, expect, it } from "vitest";
import { testClock } from "@/lib/core/clock";
import { createLogger } from "@/lib/core/logger";
import { composeMessage, type MessageDraft } from "@/lib/delivery/compose-message";
import { decideDelivery } from "@/lib/delivery/decide-delivery";
import { createDelivery } from "@/lib/delivery/deliver";
import { otpToken } from "@/lib/delivery/otp-token";
import { smtpEmail } from "@/lib/delivery/providers/smtp-email";
import { twilioMessaging } from "@/lib/delivery/providers/twilio-messaging";
import { register } from "@/lib/delivery/registry";
import { deliver, deliveryEnv, deliveryTools } from "../../support/delivery-rig";
import { type SmtpTestServer, startSmtpServer } from "../../support/smtp";
import { startTwilio, TWILIO_ACCOUNT, twilioRefusal } from "../../support/vendors/twilio";

const draft: MessageDraft = {
  id: "019a9f3e-7c1a-7cc2-9d8e-0123456789ab",
  environmentId: "019a9f3e-7c1a-7cc2-9d8e-ba9876543210",
  channel: "email",
  purpose: "sign_in",
  to: "ada@x.dev",
  brand: { name: "Northwind", domain: null, supportEmail: null },
  subject: "Your code",
  html: null,
  text: "482913507",
  code: "482913507",
};
const env = deliveryEnv(null);

const servers: SmtpTestServer[] = [];

async function rig(count: number) {
  const made: SmtpTestServer[] = [];
  for (let index = 0; index < count; index += 1) made.push(await startSmtpServer());
  servers.push(...made);
  const clock = testClock();
  const registrations = made.map(({ url }) => register(smtpEmail, () => ({ url })));
  return { servers: made, clock, delivery: createDelivery(env, deliveryTools({ clock }), registrations) };
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

describe("the order of providers", () => {
  it("goes on to the next one after a fault", async () => {
    const { servers, delivery } = await rig(2);
    servers[0]?.behave({ at: "mail", status: 451 });
    expect((await deliver(delivery, composeMessage(env, draft))).state).toBe("accepted");
    expect(servers.map(({ received }) => received.length)).toEqual([0, 1]);
    delivery.close();
  });

  it("does not ask a second one to take what the first has refused for good", async () => {
    const { servers, delivery } = await rig(2);
    servers[0]?.behave({ at: "rcpt", status: 550 });
    expect((await deliver(delivery, composeMessage(env, draft))).state).toBe("rejected");
    expect(servers.map(({ recipientCommands }) => recipientCommands.length)).toEqual([1, 0]);
    delivery.close();
  });

  it("stops asking one that is down, and asks again after ten seconds", async () => {
    const { servers, delivery, clock } = await rig(1);
    await servers[0]?.close();
    for (let count = 0; count < 5; count += 1) {
      expect(await deliver(delivery, composeMessage(env, draft))).toMatchObject({
        state: "retry",
        reason: "connection",
      });
    }
    expect(await deliver(delivery, composeMessage(env, draft))).toMatchObject({
      state: "retry",
      reason: "circuit_open",
    });
    clock.advance(11);
    const answers = await Promise.all([1, 2, 3].map(() => deliver(delivery, composeMessage(env, draft))));
    expect(answers.map((answer) => answer.state === "retry" && answer.reason).sort()).toEqual([
      "circuit_open",
      "circuit_open",
      "connection",
    ]);
    delivery.close();
  });

  it("does not take one that refuses messages for one that is down", async () => {
    const { servers, delivery } = await rig(1);
    servers[0]?.behave({ at: "rcpt", status: 451 });
    for (let count = 0; count < 8; count += 1) {
      expect(await deliver(delivery, composeMessage(env, draft))).toMatchObject({
        state: "retry",
        reason: "temporary",
      });
    }
    delivery.close();
  });

  it("does not take one that dislikes what one customer sends for one that is down", async () => {
    const twilio = await startTwilio();
    const account = { ...TWILIO_ACCOUNT, from: "+14155550100", base_url: twilio.url };
    const delivery = createDelivery(env, deliveryTools(), [register(twilioMessaging, () => account)]);
    const sms = composeMessage(env, { ...draft, channel: "sms", to: "+14155550123" });
    for (const status of [400, 404, 422]) {
      twilio.behave(twilioRefusal(status, 99999, "Something new"));
      for (let count = 0; count < 6; count += 1) {
        expect(await deliver(delivery, sms)).toMatchObject({ state: "retry", reason: "sender_refused" });
      }
    }
    twilio.behave("accept");
    expect((await deliver(delivery, sms)).state).toBe("accepted");
    delivery.close();
    await twilio.close();
  });

  it("keeps of a provider's words neither whom the message was for, nor the code, nor anybody else", async () => {
    const twilio = await startTwilio();
    const account = { ...TWILIO_ACCOUNT, from: "+14155550100", base_url: twilio.url };
    const delivery = createDelivery(env, deliveryTools(), [register(twilioMessaging, () => account)]);
    const sms = composeMessage(env, { ...draft, channel: "sms", to: "+14155550123" });
    const words = "+14155550123 or 1 415-555-0199 of eve@x.dev, told 482913507, is not verified: see 21608";
    twilio.behave(twilioRefusal(400, 21608, words));
    const { tries } = await deliver(delivery, sms);
    expect(tries.map(({ detail }) => detail)).toEqual(["… or … of …, told …, is not verified: see 21608"]);
    delivery.close();
    await twilio.close();
  });

  it("knows what it can do", async () => {
    const none = createDelivery(env, deliveryTools());
    expect(none.hasEmailProvider()).toBe(false);
    expect(await none.check()).toEqual([]);
    expect(await deliver(none, composeMessage(env, draft))).toMatchObject({ state: "retry", reason: "no_provider" });
    const { delivery } = await rig(2);
    expect(delivery.hasEmailProvider()).toBe(true);
    expect(delivery.carriersOf(null, "email").map(({ name }) => name)).toEqual(["smtp", "smtp"]);
    expect(delivery.carriersOf(null, "sms")).toEqual([]);
    const sms = composeMessage(env, { ...draft, channel: "sms", to: "+14155550123" });
    expect(await deliver(delivery, sms)).toEqual({
      state: "retry",
      reason: "no_provider",
      provider: null,
      tries: [],
    });
    delivery.close();
  });

  it("says nothing of what a provider threw", async () => {
    const lines: string[] = [];
    const log = createLogger("debug", { write: (line) => lines.push(line) });
    const throwing = register(
      {
        ...smtpEmail,
        send: async () => {
          throw new Error("ada@x.dev has the code 482913507");
        },
      },
      () => ({ url: "smtp://localhost" }),
    );
    const delivery = createDelivery(env, deliveryTools({ log }), [throwing]);
    expect(await deliver(delivery, composeMessage(env, draft))).toMatchObject({
      state: "retry",
      reason: "provider_error",
    });
    expect(lines.join()).toContain("provider_error");
    expect(lines.join()).not.toMatch(/ada|482913507/);
  });
});

describe("where a message goes", () => {
  const question = { kind: "live", channel: "email", hasProvider: false, installation: false, devMode: false } as const;

  it.each([
    [{ kind: "test" }, "mailbox"],
    [{ kind: "test", hasProvider: true, channel: "sms" }, "mailbox"],
    [{ hasProvider: true }, "provider"],
    [{ hasProvider: true, devMode: true }, "provider"],
    [{ hasProvider: true, installation: true }, "provider"],
    [{ installation: true }, "mailbox"],
    [{ installation: true, channel: "sms" }, "unavailable"],
    [{ devMode: true, channel: "voice" }, "mailbox"],
    [{}, "unavailable"],
    [{ channel: "sms" }, "unavailable"],
  ] as const)("%j: %s", (changes, route) => {
    expect(decideDelivery({ ...question, ...changes })).toBe(route);
  });
});

describe("the OTP-Token header", () => {
  it.each([
    ["northwind.dev", `"482913507"; origin="https://northwind.dev"`],
    ["Northwind.dev:8443", `"482913507"; origin="https://northwind.dev:8443"`],
    ["localhost:3000", `"482913507"; origin="http://localhost:3000"`],
    [null, `"482913507"`],
    [`x"; origin="https://evil.example`, `"482913507"`],
    ["a@evil.example", `"482913507"`],
    ["evil.example/path", `"482913507"`],
    ["nörd.dev", `"482913507"`],
    ["x.dev\r\nBcc: a", `"482913507"`],
  ])("for the domain %s", (domain, header) => {
    expect(otpToken("482913507", domain)).toBe(header);
  });
});

describe("a composed message", () => {
  it("has no headers off email, and no code where there is none", () => {
    const message = composeMessage(env, { ...draft, channel: "sms", to: "+14155550123", code: null });
    expect(message.headers).toEqual([]);
    expect("code" in message).toBe(false);
  });

  it("has no OTP-Token when it carries no code", () => {
    const { headers } = composeMessage(env, { ...draft, code: null });
    expect(headers.map(({ name }) => name)).not.toContain("OTP-Token");
  });

  it("comes from this host where no address is configured", () => {
    const message = composeMessage({ email: { from: null, smtpUrl: null }, appUrl: "http://localhost:3000" }, draft);
    expect(message.from).toEqual({ name: "Northwind", address: "login@localhost" });
    expect(message.headers[0]).toEqual({ name: "Message-ID", value: `<${draft.id}@localhost>` });
  });

  it("answers to support only where that is a plain address", () => {
    const reply = (supportEmail: string) =>
      composeMessage(env, { ...draft, brand: { ...draft.brand, supportEmail } }).replyTo;
    expect(reply("help@northwind.dev")).toEqual({ name: "Northwind", address: "help@northwind.dev" });
    expect(reply("a@x.dev, b@y.dev")).toBeUndefined();
  });
});
