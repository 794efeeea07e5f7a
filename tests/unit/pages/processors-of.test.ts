import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { processorsOf } from "@/app/dashboard/[project]/[environment]/settings/privacy/processors-of";
import { ProcessorTable } from "@/components/settings/processor-table";
import type { ProvidersView } from "@/lib/providers/contract";

const NOBODY = { email: [], sms: [], voice: [], whatsapp: [], discord: [], hook: [] };
const account = {
  id: "019b76da-a800-7000-8000-000000000001",
  title: "Twilio",
} as const;
const installation = [{ name: "resend", title: "Resend", channels: ["email"] }] satisfies ProvidersView["installation"];

it("names whoever is asked for an enabled channel, own accounts first, and nobody else", () => {
  const order = { ...NOBODY, email: ["resend"], sms: [account.id], voice: [account.id] };
  const view = { data: [account], ofTenants: [], installation, order };
  expect(processorsOf(view, ["email", "sms", "hook"])).toEqual([
    { id: account.id, name: "Twilio", of: "customer", channels: ["Text message"] },
    { id: "resend", name: "Resend", of: "installation", channels: ["Email"] },
  ]);
  expect(processorsOf(view, ["hook"])).toEqual([]);
});

it("names whom tenants' accounts are at, which no order names, also where nobody else carries anything", () => {
  const ofTenants = [{ name: "sendgrid", title: "SendGrid", channels: ["email"] }] as const;
  const sendGrid = { id: "tenants/sendgrid", name: "SendGrid", of: "tenants", channels: ["Email"] };
  const alone = { data: [], ofTenants, installation: [], order: NOBODY };
  expect(processorsOf(alone, ["email", "sms"])).toEqual([sendGrid]);
  expect(processorsOf(alone, ["sms"])).toEqual([]);
  const both = {
    data: [{ ...account, title: "SendGrid" }],
    ofTenants,
    installation: [],
    order: { ...NOBODY, email: [account.id] },
  };
  const shown = processorsOf(both, ["email"]);
  expect(shown).toEqual([{ id: account.id, name: "SendGrid", of: "customer", channels: ["Email"] }, sendGrid]);
  const page = renderToStaticMarkup(createElement(ProcessorTable, { kind: "live", rows: shown }));
  expect(page).toContain("Email, by an account of yours for some tenants");
});
