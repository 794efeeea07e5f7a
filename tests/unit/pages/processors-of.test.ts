import { expect, it } from "vitest";
import { processorsOf } from "@/app/dashboard/[project]/[environment]/settings/privacy/processors-of";
import type { ProvidersView } from "@/lib/providers/contract";

const NOBODY = { email: [], sms: [], voice: [], whatsapp: [], discord: [], hook: [] };
const account = {
  id: "019b76da-a800-7000-8000-000000000001",
  title: "Twilio",
} as const;
const installation = [{ name: "resend", title: "Resend", channels: ["email"] }] satisfies ProvidersView["installation"];

it("names whoever is asked for an enabled channel, own accounts first, and nobody else", () => {
  const order = { ...NOBODY, email: ["resend"], sms: [account.id], voice: [account.id] };
  const view = { data: [account], installation, order };
  expect(processorsOf(view, ["email", "sms", "hook"])).toEqual([
    { id: account.id, name: "Twilio", own: true, channels: ["Text message"] },
    { id: "resend", name: "Resend", own: false, channels: ["Email"] },
  ]);
  expect(processorsOf(view, ["hook"])).toEqual([]);
});
