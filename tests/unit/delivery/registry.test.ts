import { describe, expect, it } from "vitest";
import { readEnv } from "@/lib/core/env";
import type { Channel } from "@/lib/delivery/channel";
import { registry } from "@/lib/delivery/registry";
import { email, toolsFor } from "../../support/vendors/provider-rig";
import { RESEND_KEY, startResend } from "../../support/vendors/resend";

const EMAIL = {
  EMAIL_FROM: "login@mail.ninepin.dev",
  RESEND_API_KEY: RESEND_KEY,
  SENDGRID_API_KEY: "SG.1",
  SMTP_URL: "smtp://mail.x.dev",
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIA1",
  AWS_SECRET_ACCESS_KEY: "s",
};
const TWILIO = { TWILIO_ACCOUNT_SID: "AC1", TWILIO_AUTH_TOKEN: "t" };

function installed(source: Record<string, string>, channel: Channel): string[] {
  const carriers = registry.flatMap((each) => each.ofInstallation(readEnv(source)) ?? []);
  return carriers.filter(({ channels }) => channels.includes(channel)).map(({ name }) => name);
}

const entryOf = (name: string) => {
  const found = registry.find((each) => each.name === name);
  if (!found) throw new Error(`No ${name}`);
  return found;
};

describe("the installation's providers", () => {
  it("are none where nothing is configured", () => {
    expect(registry.flatMap((each) => each.ofInstallation(readEnv({})) ?? [])).toEqual([]);
  });

  it("carry mail in the order of preference", () => {
    expect(installed(EMAIL, "email")).toEqual(["resend", "sendgrid", "smtp", "ses"]);
  });

  it("carry what a Twilio account can", () => {
    const number = { ...TWILIO, TWILIO_FROM: "+14155550100" };
    expect((["sms", "voice", "whatsapp"] as const).map((channel) => installed(number, channel))).toEqual([
      ["twilio_messaging"],
      ["twilio_voice"],
      ["twilio_whatsapp"],
    ]);
    const service = { ...TWILIO, TWILIO_MESSAGING_SERVICE_SID: "MG1" };
    expect((["sms", "voice", "whatsapp"] as const).map((channel) => installed(service, channel))).toEqual([
      ["twilio_messaging"],
      [],
      [],
    ]);
    const verify = { ...number, TWILIO_VERIFY_SERVICE_SID: "VA1" };
    expect(installed(verify, "sms")).toEqual(["twilio_verify", "twilio_messaging"]);
    expect(installed({ ...TWILIO, TWILIO_VERIFY_SERVICE_SID: "VA1" }, "sms")).toEqual(["twilio_verify"]);
  });

  it("post to Discord on one person's own server alone, and to nobody's sender", () => {
    const url = { DISCORD_WEBHOOK_URL: "https://discord.com/api/webhooks/1/x" };
    expect(installed(url, "discord")).toEqual([]);
    expect(installed({ ...url, PERSONAL_MODE: "true" }, "discord")).toEqual(["discord"]);
    expect(installed({ ...url, PERSONAL_MODE: "true" }, "hook")).toEqual([]);
  });
});

describe("a customer's account", () => {
  const env = readEnv({});

  it.each(registry.map(({ name }) => name))("of %s is asked for what it needs", (name) => {
    const entry = entryOf(name);
    const needed = entry.fields.filter(({ optional }) => !optional).map((field) => field.name);
    expect(entry.problemsOf(env, {}).map(({ path }) => path)).toEqual(needed);
    expect(entry.fields.some(({ secret }) => secret)).toBe(true);
  });

  it.each(registry.map(({ name }) => name))("of %s cannot say where its vendor is", (name) => {
    const problems = entryOf(name).problemsOf(env, { base_url: "http://169.254.169.254" });
    expect(problems.map(({ path }) => path)).toContain("base_url");
  });

  it.each([
    ["twilio_messaging", { account_sid: "SK1", auth_token: "t", from: "+14155550100" }, "account_sid"],
    ["twilio_messaging", { account_sid: "AC1", auth_token: "t" }, "from"],
    ["twilio_voice", { account_sid: "AC1", auth_token: "t", from: "ACME" }, "from"],
    ["smtp", { url: "https://mail.x.dev" }, "url"],
    ["smtp", { url: "smtp://u:%E0%A4%A@mail.x.dev" }, "url"],
    ["hook", { url: "https://x.dev", secret: "whsec_short" }, "secret"],
    ["discord", { url: "discord" }, "url"],
    ["resend", { api_key: "re_1\r\nx: y" }, "api_key"],
  ])("of %s with %j is told of its %s", (name, entered, path) => {
    expect(
      entryOf(name)
        .problemsOf(env, entered)
        .map((problem) => problem.path),
    ).toEqual([path]);
  });

  it("asks where the installation says that the vendor is", async () => {
    const vendor = await startResend();
    const at = readEnv({ RESEND_BASE_URL: `${vendor.url}/` });
    const carrier = entryOf("resend").ofAccount(at, "019a9f3e-7c1a-7cc2-9d8e-0123456789ab", {
      api_key: RESEND_KEY,
      from: "login@acme.dev",
    });
    expect((await carrier.send(email(), toolsFor().tools)).state).toBe("accepted");
    expect(vendor.asked.map(({ path }) => path)).toEqual(["/emails"]);
    await vendor.close();
  });
});
