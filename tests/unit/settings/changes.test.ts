import { describe, expect, it } from "vitest";
import { WebOrigin, whyNotListed } from "@/lib/core/web-origin";
import {
  BOUND_NAMES,
  BOUNDS,
  completeSettings,
  copyStored,
  diffSettings,
  patchStored,
  SettingsPatch,
} from "@/lib/settings";

/** What a patch is refused for: the paths. */
function refusedPaths(patch: unknown): string[] {
  const parsed = SettingsPatch.safeParse(patch);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key].join(".")) : issue.path.join("."),
  );
}

describe("patchStored", () => {
  it("changes the fields that are named, channel by channel, and leaves the rest of their groups", () => {
    const first = patchStored("live", null, { codes: { attempts: 4, length: { sms: 8 } } });
    expect(first).toEqual({ codes: { attempts: 4, length: { sms: 8 } } });
    const second = patchStored("live", first, { codes: { length: { email: 8 } }, sessions: { max_per_user: 3 } });
    expect(second).toEqual({ codes: { attempts: 4, length: { sms: 8, email: 8 } }, sessions: { max_per_user: 3 } });
  });

  it("stores nothing that is a default of that kind of environment", () => {
    const stored = patchStored("live", { codes: { attempts: 4 } }, { codes: { attempts: 5, per_ip_hour: 20 } });
    expect(stored).toEqual({});
    expect(patchStored("test", null, { codes: { per_ip_hour: 20 } })).toEqual({ codes: { per_ip_hour: 20 } });
    expect(patchStored("test", null, { codes: { per_ip_hour: 1000 } })).toEqual({});
  });

  it("replaces a list and the custom claims whole, so that one can be taken away", () => {
    const stored = { tokens: { custom_claims: { plan: "gold", seats: 4 } }, cors: { origins: ["https://a.example"] } };
    const patch = { tokens: { custom_claims: { plan: "gold" } }, cors: { origins: ["https://b.example"] } };
    expect(patchStored("live", stored, patch)).toEqual(patch);
    expect(patchStored("live", stored, { tokens: { custom_claims: {} }, cors: { origins: [] } })).toEqual({});
  });
});

describe("diffSettings", () => {
  it("names every setting that differs, with what it was and what it is", () => {
    const before = completeSettings("live", null);
    const after = completeSettings("live", {
      codes: { length: { sms: 8 }, attempts: 3 },
      tokens: { audience: "app", custom_claims: { plan: "gold" } },
      cors: { origins: ["https://a.example"] },
    });
    expect(diffSettings(before, after)).toEqual([
      { path: "codes.length.sms", before: 6, after: 8 },
      { path: "codes.attempts", before: 5, after: 3 },
      { path: "tokens.audience", before: null, after: "app" },
      { path: "tokens.custom_claims", before: {}, after: { plan: "gold" } },
      { path: "cors.origins", before: [], after: ["https://a.example"] },
    ]);
    expect(diffSettings(after, after)).toEqual([]);
  });
});

describe("the order of providers", () => {
  it("is a setting of each channel, and stays where it is when settings are copied: it names accounts", () => {
    const ours = { channels: { providers: { email: ["smtp"] } } };
    const theirs = { codes: { attempts: 4 }, channels: { providers: { email: ["resend"], sms: ["twilio_verify"] } } };
    expect(copyStored("live", ours, theirs)).toEqual({ ...ours, codes: { attempts: 4 } });
    expect(diffSettings(completeSettings("live", null), completeSettings("live", ours))).toEqual([
      { path: "channels.providers.email", before: [], after: ["smtp"] },
    ]);
    expect(patchStored("live", ours, { channels: { providers: { email: [] } } })).toEqual({});
    expect(SettingsPatch.parse({ channels: { providers: { email: ["smtp", "smtp"] } } })).toEqual({
      channels: { providers: { email: ["smtp"] } },
    });
    expect(refusedPaths({ channels: { providers: { email: ["Not a name"], pigeon: [] } } })).toEqual([
      "channels.providers.email.0",
      "channels.providers.pigeon",
    ]);
  });
});

describe("the operator's bounds", () => {
  it("hold in live over what was stored before they were drawn, and over defaults; test keeps its own", () => {
    const bounds = { "codes.per_identifier_hour": { max: 2 }, "codes.length": { min: 8 } };
    const live = completeSettings("live", { codes: { per_identifier_hour: 50, length: { sms: 6 } } }, bounds);
    expect(live.codes.per_identifier_hour).toBe(2);
    expect(live.codes.length).toMatchObject({ sms: 8, voice: 8, email: 9 });
    const test = completeSettings("test", null, bounds);
    expect(test.codes).toMatchObject({ per_identifier_hour: 60, length: { sms: 6 } });
  });

  it("leave what is null as it is: the installation's own default", () => {
    const bounds = { "tokens.access_lifetime_seconds": { max: 300 }, "sessions.max_per_user": { max: 5 } };
    const { tokens, sessions } = completeSettings("live", null, bounds);
    expect([tokens.access_lifetime_seconds, sessions.max_per_user]).toEqual([null, null]);
    expect(completeSettings("live", { sessions: { max_per_user: 50 } }, bounds).sessions.max_per_user).toBe(5);
  });

  it("never widen the product's", () => {
    const widened = Object.fromEntries(BOUND_NAMES.map((name) => [name, { min: 0, max: BOUNDS[name].max * 10 }]));
    expect(completeSettings("live", null, widened)).toEqual(completeSettings("live", null));
    expect(completeSettings("live", { codes: { attempts: 10 } }, widened).codes.attempts).toBe(10);
  });
});

describe("SettingsPatch", () => {
  it.each([
    [{ codes: { attempts: 11 } }, "codes.attempts"],
    [{ codes: { attempts: 2.5 } }, "codes.attempts"],
    [{ codes: { attempts: null } }, "codes.attempts"],
    [{ codes: { length: { sms: 5 } } }, "codes.length.sms"],
    [{ codes: { length: { pigeon: 6 } } }, "codes.length.pigeon"],
    [{ codes: { environment_id: "x" } }, "codes.environment_id"],
    [{ brand: { name: "x" } }, "brand"],
    [{ version: 3 }, "version"],
    [{ tokens: { algorithm: "none" } }, "tokens.algorithm"],
    [{ channels: { enabled: [] } }, "channels.enabled"],
    [{ channels: { enabled: ["pigeon"] } }, "channels.enabled.0"],
    [{ cors: { origins: ["*"] } }, "cors.origins.0"],
    [{ retention: { audit_days: 89 } }, "retention.audit_days"],
    [{ sms: { countries: ["DE", "XX"] } }, "sms.countries.1"],
    [{ sms: { countries: ["de"] } }, "sms.countries.0"],
    [{ sms: { countries: "DE" } }, "sms.countries"],
    [{ sms: { daily_spend_cap_cents: -1 } }, "sms.daily_spend_cap_cents"],
    [{ sms: { daily_spend_cap_cents: null } }, "sms.daily_spend_cap_cents"],
    [{ sms: { daily_spend_cap_cents: 1_000_001 } }, "sms.daily_spend_cap_cents"],
  ])("refuses %j by its name", (patch, path) => {
    expect(refusedPaths(patch)).toEqual([path]);
  });

  it.each(["Example.com", "example", "a@example.com", "example.com.", "-a.example.com", `${"a.".repeat(100)}com`, ""])(
    "does not take %j for the domain of synthetic addresses",
    (domain) => {
      expect(refusedPaths({ sign_ups: { synthetic_email_domain: domain } })).toEqual([
        "sign_ups.synthetic_email_domain",
      ]);
    },
  );

  it("takes a list once, however often it names a thing", () => {
    const origins = ["https://a.example", "https://a.example"];
    expect(SettingsPatch.parse({ cors: { origins } }).cors).toEqual({ origins: ["https://a.example"] });
    const countries = ["GB", "DE", "GB"];
    expect(SettingsPatch.parse({ sms: { countries } }).sms).toEqual({ countries: ["DE", "GB"] });
  });
});

describe("custom claims", () => {
  const refused = (custom_claims: unknown) => refusedPaths({ tokens: { custom_claims } });

  it("are names of the customer's own with plain values", () => {
    const claims = { plan: "gold", seats: 4, beta: true, "https://acme.dev/region": "eu" };
    expect(refused(claims)).toEqual([]);
  });

  it.each([
    ..."iss sub aud exp nbf iat jti sid amr acr azp auth_time client_id scope email email_verified phone_number".split(
      " ",
    ),
    ..."phone_number_verified role roles tenants np_env np_anything name nonce cnf act may_act".split(" "),
    "",
    "a b",
    "1st",
    "é",
    "a".repeat(101),
  ])("are never called %j", (name) => {
    expect(refused(JSON.parse(`{${JSON.stringify(name)}: "x"}`))).not.toEqual([]);
  });

  it("are scalars, few and small", () => {
    for (const value of [null, {}, [], ["x"], { a: 1 }, "x".repeat(257)])
      expect(refused({ plan: value })).toHaveLength(1);
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`claim${at}`, at]));
    expect(refused(many)).toHaveLength(1);
    const long = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`claim${at}`, "x".repeat(256)]));
    expect(refused(long)).toHaveLength(1);
  });
});

describe("an origin", () => {
  it.each([
    "https://app.example.com",
    "https://app.example.com:8443",
    "http://localhost:3000",
    "http://127.0.0.1:3000",
    "http://[::1]:3000",
    "https://xn--bcher-kva.example",
  ])("is %s", (origin) => {
    expect(WebOrigin.safeParse(origin).success).toBe(true);
  });

  it.each([
    "*",
    "https://*.example.com",
    "null",
    "",
    "app.example.com",
    "https://app.example.com/",
    "https://app.example.com/path",
    "https://app.example.com:443",
    "https://APP.example.com",
    "https://user@app.example.com",
    "https://bücher.example",
    "https://app.example.com.",
    "https://app_example.com",
    "https://-example.com",
    "ftp://app.example.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "chrome-extension://abcdef",
    " https://app.example.com",
    "https://app.example.com\n",
    `https://${"a".repeat(300)}.example`,
  ])("is not %j", (origin) => {
    expect(WebOrigin.safeParse(origin).success).toBe(false);
  });

  it("says how it is written", () => {
    expect(WebOrigin.safeParse("https://app.example.com/login").error?.issues[0]?.message).toBe(
      "Write it as https://app.example.com",
    );
  });

  it("is plain http in live for this machine alone", () => {
    for (const origin of [
      "https://a.example",
      "http://localhost:3000",
      "http://127.1.2.3",
      "http://[::1]",
      "http://app.localhost",
    ]) {
      expect(whyNotListed(origin, "live")).toBeNull();
    }
    for (const origin of [
      "http://a.example",
      "http://localhost.example",
      "http://127.0.0.1.example",
      "http://10.0.0.1",
    ]) {
      expect(whyNotListed(origin, "live")).toMatch(/https/);
      expect(whyNotListed(origin, "test")).toBeNull();
    }
  });
});
