import { describe, expect, it } from "vitest";
import { completeSettings, patchStored } from "@/lib/settings";

const CHANNELS = ["email", "sms", "voice", "whatsapp", "discord", "hook"] as const;
const YEAR = 365 * 86_400;

describe("completeSettings", () => {
  it("has the defaults that the product names", () => {
    const live = completeSettings("live", null);
    expect(live.codes).toEqual({
      length: { email: 9, sms: 6, voice: 6, whatsapp: 6, discord: 6, hook: 6 },
      lifetime_seconds: { email: 600, sms: 300, voice: 300, whatsapp: 300, discord: 300, hook: 300 },
      attempts: 5,
      resend_cooldown_seconds: 30,
      per_identifier_hour: 3,
      per_ip_hour: 20,
      consecutive_failures: 10,
      verify_by_identifier: "secret_key",
      code_in_subject: true,
    });
    expect(live.tokens).toMatchObject({ algorithm: "ES256", refresh_grace_seconds: 10, audience: null });
    expect(live.tokens).toMatchObject({ access_lifetime_seconds: null, custom_claims: {} });
    expect(live.sessions).toEqual({ idle_seconds: 30 * 86_400, absolute_seconds: 90 * 86_400, max_per_user: null });
    expect(live.sign_ups).toEqual({ mode: "open", synthetic_email_domain: null });
    expect(live.cors).toEqual({ origins: [] });
    expect(live.sms).toEqual({ countries: null, daily_spend_cap_cents: 2_000 });
    const providers = { email: [], sms: [], voice: [], whatsapp: [], discord: [], hook: [] };
    expect(live.channels).toEqual({ enabled: CHANNELS, providers });
    expect(live.retention).toEqual({ challenge_hours: 24, audit_days: 90, request_log_days: 30 });
  });

  it("waits for nobody in test: no cooldown, sixty codes an hour, a thousand for an address", () => {
    expect(completeSettings("test", null).codes).toMatchObject({
      resend_cooldown_seconds: 0,
      per_identifier_hour: 60,
      per_ip_hour: 1000,
      verify_by_identifier: "any",
    });
    expect(completeSettings("test", { codes: { per_ip_hour: 7 } }).codes.per_ip_hour).toBe(7);
  });

  it("keeps what is stored and fills in the rest", () => {
    const settings = completeSettings("live", { codes: { attempts: 3, length: { sms: 8 } } });
    expect(settings.codes.attempts).toBe(3);
    expect(settings.codes.length).toMatchObject({ sms: 8, email: 9 });
    expect(settings.tokens).toEqual(completeSettings("live", null).tokens);
  });

  const bounds: [string, (value: number) => unknown, number, number][] = [
    ...CHANNELS.map((channel): [string, (value: number) => unknown, number, number] => [
      `codes.length.${channel}`,
      (value) => ({ codes: { length: { [channel]: value } } }),
      6,
      10,
    ]),
    ...CHANNELS.map((channel): [string, (value: number) => unknown, number, number] => [
      `codes.lifetime_seconds.${channel}`,
      (value) => ({ codes: { lifetime_seconds: { [channel]: value } } }),
      60,
      600,
    ]),
    ["codes.attempts", (attempts) => ({ codes: { attempts } }), 3, 10],
    ["codes.resend_cooldown_seconds", (value) => ({ codes: { resend_cooldown_seconds: value } }), 0, 300],
    ["codes.per_identifier_hour", (value) => ({ codes: { per_identifier_hour: value } }), 1, 60],
    ["codes.per_ip_hour", (value) => ({ codes: { per_ip_hour: value } }), 1, 1000],
    ["codes.consecutive_failures", (value) => ({ codes: { consecutive_failures: value } }), 5, 100],
    ["tokens.access_lifetime_seconds", (value) => ({ tokens: { access_lifetime_seconds: value } }), 60, 86_400],
    ["tokens.refresh_grace_seconds", (value) => ({ tokens: { refresh_grace_seconds: value } }), 0, 60],
    ["sessions.idle_seconds", (idle_seconds) => ({ sessions: { idle_seconds } }), 300, YEAR],
    ["sessions.absolute_seconds", (absolute_seconds) => ({ sessions: { absolute_seconds } }), 300, YEAR],
    ["sessions.max_per_user", (max_per_user) => ({ sessions: { max_per_user } }), 1, 100],
    ["sms.daily_spend_cap_cents", (daily_spend_cap_cents) => ({ sms: { daily_spend_cap_cents } }), 0, 1_000_000],
    ["retention.challenge_hours", (challenge_hours) => ({ retention: { challenge_hours } }), 1, 720],
    ["retention.audit_days", (audit_days) => ({ retention: { audit_days } }), 90, 730],
    ["retention.request_log_days", (request_log_days) => ({ retention: { request_log_days } }), 1, 365],
  ];

  it.each(bounds)("enforces the bounds of %s", (_, stored, least, most) => {
    for (const kind of ["test", "live"] as const) {
      expect(() => completeSettings(kind, stored(least))).not.toThrow();
      expect(() => completeSettings(kind, stored(most))).not.toThrow();
      expect(() => completeSettings(kind, stored(least - 1))).toThrow();
      expect(() => completeSettings(kind, stored(most + 1))).toThrow();
      expect(() => completeSettings(kind, stored(least + 0.5))).toThrow();
      expect(() => completeSettings(kind, stored(Number.NaN))).toThrow();
    }
  });

  it.each([
    { codes: { colour: "red", attempts: 4 } },
    { codes: { length: { pigeon: 6 }, attempts: 4 } },
    { moons: { full: true }, codes: { attempts: 4 } },
  ])("passes over what only a newer version knows, and keeps it for that one: %j", (stored) => {
    const defaults = completeSettings("live", null);
    expect(completeSettings("live", stored)).toEqual({ ...defaults, codes: { ...defaults.codes, attempts: 4 } });
    const kept = patchStored("live", stored, { codes: { attempts: 6 } });
    expect(kept).toEqual({ ...stored, codes: { ...stored.codes, attempts: 6 } });
  });

  const refused: [object, string][] = [
    [{ codes: { attempts: "5" } }, "a number in quotes"],
    [{ codes: { verify_by_identifier: "publishable_key" } }, "an unknown choice"],
    [{ tokens: { algorithm: "ES512" } }, "an algorithm that is not there"],
    [{ tokens: { algorithm: "none" } }, "no algorithm"],
    [{ tokens: { audience: "" } }, "an empty audience"],
    [{ sign_ups: { mode: "closed" } }, "an unknown mode"],
  ];

  it.each(refused)("refuses %j: %s", (stored) => {
    expect(() => completeSettings("live", stored)).toThrow();
  });
});
