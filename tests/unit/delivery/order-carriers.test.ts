import { expect, it } from "vitest";
import type { Channel } from "@/lib/delivery/channel";
import { orderCarriers } from "@/lib/delivery/order-carriers";
import type { Carrier } from "@/lib/delivery/registry";

const ACCOUNT = "019a9f3e-7c1a-7cc2-9d8e-000000000001";
const OTHER = "019a9f3e-7c1a-7cc2-9d8e-000000000002";

function carrier(name: string, accountId: string | null, channels: Channel[] = ["email"]): Carrier {
  return {
    name,
    accountId,
    channels,
    send: async () => ({ state: "accepted", providerMessageId: "1" }),
    check: async () => ({ ok: true }),
    close: () => {},
  };
}

const own = [carrier("smtp", ACCOUNT), carrier("resend", OTHER), carrier("twilio_messaging", OTHER, ["sms"])];
const installation = [carrier("resend", null), carrier("smtp", null), carrier("twilio_voice", null, ["voice"])];
const entries = (carriers: readonly Carrier[]) => carriers.map(({ name, accountId }) => accountId ?? name);

it.each<[string, Channel, string[], string[]]>([
  ["nothing is said: one's own, then the installation's", "email", [], [ACCOUNT, OTHER, "resend", "smtp"]],
  ["a name is the installation's, and what is not named is not asked", "email", ["smtp", ACCOUNT], ["smtp", ACCOUNT]],
  ["what is not there is passed over", "email", ["gone", OTHER, "sendgrid"], [OTHER]],
  ["what does not carry the channel is passed over", "email", ["twilio_voice", "smtp"], ["smtp"]],
  ["each channel has its own", "voice", [], ["twilio_voice"]],
  ["nobody carries it", "hook", [], []],
])("%s", (_, channel, order, expected) => {
  expect(entries(orderCarriers(order, channel, own, installation))).toEqual(expected);
});
