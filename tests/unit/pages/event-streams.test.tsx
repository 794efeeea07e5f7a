import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { CallbackAddresses } from "@/components/operator/callback-addresses";
import { AccountList } from "@/components/providers/account-list";

const url = "https://ninepin.example/api/hooks/twilio-verify/secret";
const SAID = "In Twilio’s Event Streams, create a webhook sink with this address";

const listOf = (provider: string, title: string) => {
  const account = { id: "1", provider, title, label: title, channels: ["sms"], lacksSender: false, callbackUrl: url };
  const unused = { lastAcceptedAt: null, lastErrorAt: null, lastErrorWords: null };
  const accounts = [{ account: { ...account, ...unused }, provider: undefined, actions: null }];
  return renderToStaticMarkup(<AccountList accounts={accounts} email="ada@example.com" />);
};

describe("the callback address of Twilio Verify", () => {
  it("says beside a customer's own account where it belongs, and no other vendor's does", () => {
    expect(listOf("twilio_verify", "Twilio Verify")).toContain(SAID);
    expect(listOf("sendgrid", "SendGrid")).not.toContain("Event Streams");
  });

  it("says so on the operator's console, and no other vendor's does", () => {
    const page = (vendor: "twilio_verify" | "sendgrid") =>
      renderToStaticMarkup(<CallbackAddresses callbacks={[{ vendor, url, checked: true }]} loopback={false} />);
    expect(page("twilio_verify")).toContain(SAID);
    expect(page("sendgrid")).not.toContain("Event Streams");
  });
});
