import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OutgoingMessage, Provider, ProviderOutcome, ProviderTools } from "@/lib/delivery/channel";
import { discordWebhook } from "@/lib/delivery/providers/discord-webhook";
import { ownHook } from "@/lib/delivery/providers/own-hook";
import { resendEmail } from "@/lib/delivery/providers/resend-email";
import { sendgridEmail } from "@/lib/delivery/providers/sendgrid-email";
import { sesEmail } from "@/lib/delivery/providers/ses-email";
import { twilioMessaging } from "@/lib/delivery/providers/twilio-messaging";
import { twilioVerify } from "@/lib/delivery/providers/twilio-verify";
import { twilioVoice } from "@/lib/delivery/providers/twilio-voice";
import { twilioWhatsapp } from "@/lib/delivery/providers/twilio-whatsapp";
import { DISCORD_PATH, startDiscord } from "../../../support/vendors/discord";
import { CODE, customerToolsFor, email, text, toolsFor } from "../../../support/vendors/provider-rig";
import { RESEND_KEY, startResend } from "../../../support/vendors/resend";
import { SENDGRID_KEY, startSendgrid } from "../../../support/vendors/sendgrid";
import { SES_ACCOUNT, startSes } from "../../../support/vendors/ses";
import { startTwilio, TWILIO_ACCOUNT, VERIFY_SERVICE } from "../../../support/vendors/twilio";
import { startVendor, type Vendor } from "../../../support/vendors/vendor";

type Sends = (url: string, tools: ProviderTools) => Promise<ProviderOutcome>;

/** A provider with its configuration at a place, and the message it is given. */
function sends<Config>(provider: Provider<Config>, message: OutgoingMessage, entered: (url: string) => object): Sends {
  return async (url, tools) => {
    const config = provider.configSchema.parse(entered(url));
    try {
      return await provider.send(message, config, tools);
    } finally {
      provider.close?.(config);
    }
  };
}

const number = { from: "+14155550100" };
const twilio = (more: object) => (base_url: string) => ({ ...TWILIO_ACCOUNT, ...more, base_url });
const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

const PROVIDERS: readonly (readonly [string, () => Promise<Vendor>, Sends])[] = [
  ["resend", startResend, sends(resendEmail, email(), (base_url) => ({ api_key: RESEND_KEY, base_url }))],
  ["sendgrid", startSendgrid, sends(sendgridEmail, email(), (base_url) => ({ api_key: SENDGRID_KEY, base_url }))],
  ["ses", startSes, sends(sesEmail, email(), (base_url) => ({ ...SES_ACCOUNT, base_url }))],
  ["twilio_messaging", startTwilio, sends(twilioMessaging, text(), twilio(number))],
  ["twilio_verify", startTwilio, sends(twilioVerify, text(), twilio({ service_sid: VERIFY_SERVICE }))],
  ["twilio_voice", startTwilio, sends(twilioVoice, text({ channel: "voice" }), twilio(number))],
  ["twilio_whatsapp", startTwilio, sends(twilioWhatsapp, text({ channel: "whatsapp" }), twilio(number))],
  [
    "discord",
    startDiscord,
    sends(discordWebhook, text({ channel: "discord" }), (url) => ({ url: url + DISCORD_PATH })),
  ],
  ["hook", startHook, sends(ownHook, text({ channel: "hook" }), (url) => ({ url, secret }))],
];

function startHook() {
  return startVendor(() => ({ status: 204 }));
}

describe.each(PROVIDERS)("%s", (name, start, send) => {
  let vendor: Vendor;
  const rigOf = (options?: { timeoutMs: number }) =>
    name === "hook" ? customerToolsFor([Number(new URL(vendor.url).port)], options) : toolsFor(options);

  beforeAll(async () => {
    vendor = await start();
  });
  beforeEach(() => vendor.behave("accept"));
  afterAll(() => vendor.close());

  it("says who took the message, and asks once", async () => {
    const { tools, log } = rigOf();
    const before = vendor.asked.length;
    const outcome = await send(vendor.url, tools);
    expect(outcome).toMatchObject({ state: "accepted", providerMessageId: expect.stringMatching(/./) });
    expect(vendor.asked.length - before).toBe(1);
    expect(log.join()).not.toContain(CODE);
  });

  it.each([
    [{ status: 500, body: "oops" }, "provider_error"],
    [{ status: 503, body: { statusCode: 503 } }, "provider_error"],
    [{ status: 502, body: "null", headers: { "content-type": "application/json" } }, "provider_error"],
    [{ status: 401, body: { statusCode: 401 } }, "authentication"],
    [{ status: 429, body: { statusCode: 429 }, headers: { "retry-after": "7" } }, "temporary"],
  ] as const)("leaves %j to the next one, after one request", async (answer, reason) => {
    const { tools } = rigOf();
    vendor.behave(answer);
    const before = vendor.asked.length;
    const outcome = await send(vendor.url, tools);
    expect(outcome).toMatchObject({ state: "retry", reason });
    if (reason === "temporary" && name !== "ses") expect(outcome).toMatchObject({ retryAfterSeconds: 7 });
    expect(vendor.asked.length - before).toBe(1);
  });

  it("takes nothing that it cannot read for a yes", async () => {
    // These two may stand for a server that says nothing.
    if (name === "hook" || name === "discord") return;
    const { tools } = rigOf();
    for (const answer of ["garbage", { status: 200, body: {} }, { status: 200, body: "[" }] as const) {
      vendor.behave(answer);
      expect((await send(vendor.url, tools)).state).toBe("retry");
    }
  });

  it("is cut off where it hangs or never ends", async () => {
    // The way to a customer's server has a clock of its own, and an answer counts there once its status is known.
    if (name === "hook") return;
    for (const behaviour of ["hang", "trickle"] as const) {
      const { tools } = rigOf({ timeoutMs: 250 });
      vendor.behave(behaviour);
      expect(await send(vendor.url, tools)).toMatchObject({ state: "retry", reason: "timeout" });
    }
  });

  it("is gone where it resets the connection or does not listen", async () => {
    const { tools } = rigOf();
    vendor.behave("reset");
    expect(await send(vendor.url, tools)).toMatchObject({ state: "retry", reason: "connection" });
    const other = await start();
    await other.close();
    const away = name === "hook" ? customerToolsFor([Number(new URL(other.url).port)]).tools : tools;
    expect(await send(other.url, away)).toMatchObject({ state: "retry", reason: "connection" });
  });

  it("repeats no code, whatever the vendor says", async () => {
    const { tools, log } = rigOf();
    const words = `"${CODE}" to ada@x.dev +14155550123 was refused`;
    vendor.behave({ status: 500, body: { message: words, name: words, code: 1, errors: [{ message: words }] } });
    expect(JSON.stringify(await send(vendor.url, tools))).not.toContain(CODE);
    expect(log.join()).not.toMatch(/482913507|ada@|4155550123/);
  });
});
