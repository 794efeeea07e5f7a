import { z } from "zod";
import { startApp, type TestApp } from "./app";
import { RESEND_SECRET, SENDGRID_KEY, SNS_CERTIFICATE, SNS_TOPIC_ARN } from "./callbacks";
import { type Receiver, startReceiver } from "./receiver";
import { call, type EnvironmentKeys, readSignedUp, type Tenant } from "./tenants";

export const AUTH_TOKEN = "the-installations-auth-token";

/** A message that a provider has taken. */
export type Sent = { environmentId: string; messageId: string; challengeId: string };

/** An installation with accounts at every vendor that tells of messages; the vendors' APIs are one server on loopback. */
export type CallbackRig = {
  app: TestApp;
  vendor: Receiver;
  signUp(email: string): Promise<Tenant>;
  /** Asks for a code in live, and learns from the vendor's server which message it was handed. */
  send(keys: EnvironmentKeys, identifier: string): Promise<Sent>;
  close(): Promise<void>;
};

const Challenge = z.object({ challenge_id: z.string() });
const Mail = z.object({
  headers: z.record(z.string(), z.string()),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** Starts it. Mail goes through Resend, texts through Twilio. */
export async function startCallbackRig(): Promise<CallbackRig> {
  const vendor = await startReceiver();
  vendor.answer(({ path }, response, at) => {
    if (path.endsWith(".pem")) return response.end(SNS_CERTIFICATE);
    const answer = path === "/emails" ? { id: `re-${at}` } : { sid: `SM${at}`, status: "queued" };
    return response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  const app = await startApp({
    drain: false,
    env: {
      // Vendors are given no address on this machine.
      APP_URL: "https://ninepin.example",
      EMAIL_FROM: "login@mail.ninepin.dev",
      RESEND_API_KEY: "re_tests",
      RESEND_WEBHOOK_SECRET: RESEND_SECRET,
      RESEND_BASE_URL: vendor.url,
      SENDGRID_API_KEY: "SG.tests",
      SENDGRID_WEBHOOK_KEY: SENDGRID_KEY,
      SENDGRID_BASE_URL: vendor.url,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIATESTS",
      AWS_SECRET_ACCESS_KEY: "tests",
      SES_SNS_TOPIC_ARN: SNS_TOPIC_ARN,
      SES_BASE_URL: vendor.url,
      TWILIO_ACCOUNT_SID: "AC0123",
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_FROM: "+15005550006",
      TWILIO_BASE_URL: vendor.url,
    },
  });

  const lastMail = () => Mail.parse(JSON.parse(vendor.received.at(-1)?.body ?? "{}"));
  return {
    app,
    vendor,
    async signUp(email) {
      await call(app, "POST", "/api/signup", { body: { email, company: "Acme" } });
      await app.deps.settle();
      const otp = /\d{9}/.exec(lastMail().headers["OTP-Token"] ?? "")?.[0];
      return readSignedUp(await call(app, "POST", "/api/signup/verify", { body: { email, otp } }));
    },
    async send(keys, identifier) {
      const type = identifier.includes("@") ? "email" : "phone";
      const asked = await call(app, "POST", "/api/auth/request-otp", {
        key: keys.secret,
        body: { [type]: identifier },
      });
      if (asked.status !== 200) throw new Error(`No code was sent: ${JSON.stringify(asked.body)}`);
      await app.deps.settle();
      const { challenge_id: challengeId } = Challenge.parse(asked.body);
      if (type === "phone") {
        const form = new URLSearchParams(vendor.received.at(-1)?.body);
        const { searchParams } = new URL(form.get("StatusCallback") ?? "");
        const named = (name: string) => searchParams.get(name) ?? "";
        return { environmentId: named("environment"), messageId: named("message"), challengeId };
      }
      const tags = new Map(lastMail().tags.map(({ name, value }) => [name, value]));
      const named = (name: string) => tags.get(name) ?? "";
      return { environmentId: named("environment_id"), messageId: named("message_id"), challengeId };
    },
    async close() {
      await app.close();
      await vendor.close();
    },
  };
}
