import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { environmentOf } from "@/lib/environments";
import { readSystemSettings } from "@/lib/settings";
import { readPhoneFacts } from "@/lib/sms";
import { type CallbackRig, startCallbackRig } from "@/tests/support/callbacks-rig";
import { call, operator, type Tenant, told } from "@/tests/support/tenants";

let rig: CallbackRig;
let tenant: Tenant;
let customers = 0;
let numbers = 0;

beforeAll(async () => {
  // The installation has an account at Twilio.
  rig = await startCallbackRig();
  await give(25);
});
beforeEach(async () => {
  tenant = await rig.signUp(`owner@company${++customers}.dev`);
  await set({ sms: { countries: ["DE"], daily_spend_cap_cents: 1_000_000 } });
});
afterAll(() => rig.close());

const Versioned = z.looseObject({ version: z.number() });

/** What the operator gives of a day, in US cents. */
async function give(sms_installation_cap_cents: number) {
  const at = "/api/admin/system";
  const { version } = Versioned.parse((await call(rig.app, "GET", at, operator)).body);
  const body = { version, settings: { sms_installation_cap_cents } };
  expect(told(await call(rig.app, "PUT", at, { ...operator, body }))).toBe("200");
}

async function set(settings: object) {
  const key = tenant.live.secret;
  const { version } = Versioned.parse((await call(rig.app, "GET", "/api/admin/config", { key })).body);
  expect(told(await call(rig.app, "PUT", "/api/admin/config", { key, body: { version, settings } }))).toBe("200");
  rig.app.clock.advance(6);
}

/** An account of the customer's own; its id. */
async function ownAccount(): Promise<string> {
  const config = { account_sid: "AC0123456789abcdef0123456789abcdef", auth_token: "own", from: "+15005550006" };
  const body = { provider: "twilio_messaging", config };
  const made = await call(rig.app, "POST", "/api/admin/providers", { key: tenant.live.secret, body });
  expect(told(made)).toBe("201");
  rig.app.clock.advance(6);
  return String(made.body.id);
}

/** Asks for a code to a German number, at ten cents a text. */
const ask = () => {
  const phone = `+4915112${String(++numbers * 7919).padStart(6, "0")}`;
  return call(rig.app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body: { phone } });
};

async function capShown(): Promise<number | null> {
  const environment = await environmentOf(rig.app.deps, tenant.live.environmentId);
  if (!environment) throw new Error("There is no such environment");
  const { sms_installation_cap_cents } = await readSystemSettings(rig.app.deps);
  return (await readPhoneFacts(rig.app.deps, { environment }, sms_installation_cap_cents)).installationCapCents;
}

describe("what a customer's codes to phones may cost", () => {
  it("is what the operator gives while the installation's account carries them, whatever the customer sets", async () => {
    expect([told(await ask()), told(await ask())]).toEqual(["200", "200"]);
    const refused = await ask();
    expect(told(refused)).toBe("429 quota_exceeded");
    expect(refused.headers.get("ratelimit-policy")).toContain('"sms.spend";q=25;');
    expect(await capShown()).toBe(25);
    await set({ sms: { daily_spend_cap_cents: 15 } });
    await give(1_000);
    rig.app.clock.advance(6);
    expect(told(await ask()), "the customer's own cap, where it is less").toBe("429 quota_exceeded");
    await give(25);
  });

  it("is the same where it carries them only when the customer's own account fails", async () => {
    await ownAccount();
    expect([told(await ask()), told(await ask())]).toEqual(["200", "200"]);
    expect(told(await ask())).toBe("429 quota_exceeded");
    expect(await capShown()).toBe(25);
  });

  it("is the customer's to say where their own accounts alone carry them", async () => {
    const id = await ownAccount();
    await set({ channels: { providers: { sms: [id] } } });
    for (let at = 0; at < 4; at += 1) expect(told(await ask())).toBe("200");
  });
});
