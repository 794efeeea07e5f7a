import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { TemplatePreview } from "@/components/templates/template-preview";
import { readEnv } from "@/lib/core/env";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { sealAccountConfig } from "@/lib/delivery/account-config";
import { createDelivery } from "@/lib/delivery/deliver";
import { smsSender } from "@/lib/providers";
import { completeSettings } from "@/lib/settings";
import { deliveryTools, ENVIRONMENT_ID } from "../../support/delivery-rig";
import { TWILIO_ACCOUNT } from "../../support/vendors/twilio";

const keyring = createKeyring([{ id: 1, bytes: Buffer.from("a root secret that is only ever used by this file") }], 0);
const ACCOUNT_ID = "019a9f3e-7c1a-7cc2-9d8e-000000000001";
const TWILIO = { TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT.account_sid, TWILIO_AUTH_TOKEN: TWILIO_ACCOUNT.auth_token };
const FROM = "+14155550100";
const SERVICE = `MG${"1".repeat(32)}`;

/** The sender of an environment with that account of its own, of an installation with these variables. */
function senderOf(variables: Record<string, string>, own: Record<string, string> | null = null) {
  const env = readEnv(variables);
  const delivery = createDelivery(env, deliveryTools({ keyring }));
  const place = { environmentId: ENVIRONMENT_ID, accountId: ACCOUNT_ID };
  const account = { id: ACCOUNT_ID, provider: "twilio_messaging", label: "Ours" };
  const entered = own && { ...TWILIO_ACCOUNT, ...own };
  const accounts = entered
    ? [{ ...account, configEncrypted: sealAccountConfig(keyring, systemRandom, place, entered) }]
    : [];
  const settings = completeSettings("live", null);
  return smsSender({ delivery, env, keyring }, { id: ENVIRONMENT_ID, accounts, settings });
}

describe("who sends text messages", () => {
  it.each([
    ["nobody where there is none", {}, null, null],
    ["the installation's number", { ...TWILIO, TWILIO_FROM: FROM }, null, FROM],
    [
      "what the installation's service chooses",
      { ...TWILIO, TWILIO_FROM: FROM, TWILIO_MESSAGING_SERVICE_SID: SERVICE },
      null,
      null,
    ],
    [
      "an account's own name, before the installation's number",
      { ...TWILIO, TWILIO_FROM: FROM },
      { from: "ACME" },
      "ACME",
    ],
    [
      "what an account's own service chooses",
      { ...TWILIO, TWILIO_FROM: FROM },
      { messaging_service_sid: SERVICE },
      null,
    ],
  ])("is %s", (_, variables, own, from) => {
    const sender = senderOf(variables, own);
    if (Object.keys(variables).length === 0) expect(sender).toBeNull();
    else expect(sender).toEqual({ title: "Twilio Messaging", words: "template", from });
  });

  it("is, with a Verify service, somebody whose words they are too", () => {
    const sender = senderOf({ ...TWILIO, TWILIO_FROM: FROM, TWILIO_VERIFY_SERVICE_SID: `VA${"1".repeat(32)}` });
    expect(sender).toEqual({ title: "Twilio Verify", words: "provider", from: null });
  });

  it("is said beside what a text message looks like", () => {
    const shown = (smsSender: Parameters<typeof TemplatePreview>[0]["smsSender"]) => {
      const sms = { encoding: "GSM-7", characters: 20, segments: 1 } as const;
      const preview = { subject: null, preheader: null, html: null, text: "482913 is your code", sms };
      const rest = { channel: "sms", fromName: "Acme", frame: null, revision: 0, sample: "full" };
      return renderToStaticMarkup(<TemplatePreview {...rest} preview={preview} smsSender={smsSender} />);
    };
    expect(shown(null)).toContain("Nobody carries text messages yet.");
    expect(shown({ title: "Twilio Messaging", words: "template", from: FROM })).toContain(`From ${FROM}, by Twilio`);
    expect(shown({ title: "Twilio Messaging", words: "template", from: null })).toContain("From what Twilio Messaging");
    expect(shown({ title: "Twilio Verify", words: "provider", from: null })).toContain("words its messages itself");
  });
});
