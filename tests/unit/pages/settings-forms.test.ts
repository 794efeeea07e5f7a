import { describe, expect, test } from "vitest";
import {
  boundsInWords,
  fieldsOf,
  readSettingsForm,
  valuesOf,
} from "@/app/dashboard/[project]/[environment]/settings/settings-form-data";
import { formatDuration, parseDuration } from "@/components/settings/duration";
import { changedNames, changesInWords, mergeValues } from "@/components/settings/merge-values";
import { readOrigins } from "@/components/settings/read-origins";
import { sampleToken } from "@/components/settings/sample-token";
import { TOPICS, type Topic } from "@/components/settings/setting-names";
import type { Values } from "@/components/settings/setting-text";
import { UpdateConfigurationBody } from "@/lib/configuration/contract";
import { completeSettings } from "@/lib/settings";

function formOf(values: Values): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

describe("lengths of time", () => {
  test.each([
    [0, "0 s"],
    [90, "90 s"],
    [600, "10 min"],
    [5_400, "90 min"],
    [86_400, "1 d"],
    [2_592_000, "30 d"],
  ])("%i seconds are written %s, and read back as they are", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
    expect(parseDuration(text)).toBe(seconds);
  });

  test("are read as people write them, with a unit", () => {
    expect(["5 minutes", "1h 30min", "2 Days", "0"].map(parseDuration)).toEqual([300, 5_400, 172_800, 0]);
    expect(["", "10", "soon", "-5 min", "5 parsecs", "1.5 h"].map(parseDuration)).toEqual(Array(6).fill(null));
  });
});

describe("a form of settings", () => {
  const topics: Topic[] = ["codes", "tokens", "origins", "privacy"];

  test.each(topics)("%s: what it shows is what it sends", (topic) => {
    for (const kind of ["test", "live"] as const) {
      const settings = completeSettings(kind, {
        cors: { origins: ["https://a.example", "https://b.example"] },
        tokens: { custom_claims: { plan: "pro" }, audience: "api" },
      });
      const read = readSettingsForm(topic, formOf(valuesOf(topic, settings)));
      expect(read.ok).toBe(true);
      if (!read.ok) return;
      const body = UpdateConfigurationBody.parse({ version: 0, settings: read.patch });
      expect(settings).toMatchObject(body.settings);
    }
  });

  test("every setting of the product stands on a page", () => {
    const leaves = (value: unknown, path: string): string[] =>
      typeof value === "object" && value !== null && !Array.isArray(value) && !path.endsWith("custom_claims")
        ? Object.entries(value).flatMap(([name, below]) => leaves(below, path === "" ? name : `${path}.${name}`))
        : [path];
    // The order of providers is set where they are: on the page of providers.
    const elsewhere = (name: string) => name.startsWith("channels.providers.");
    const all = leaves(completeSettings("live", {}), "").filter((name) => !elsewhere(name));
    expect(Object.values(TOPICS).flat().toSorted()).toEqual(all.toSorted());
  });

  test("says at the field what is no number, no time and no JSON", () => {
    const values = {
      ...valuesOf("codes", completeSettings("live", {})),
      "codes.attempts": "five",
      "codes.lifetime_seconds.sms": "5",
    };
    expect(readSettingsForm("codes", formOf(values))).toEqual({
      ok: false,
      fields: {
        "codes.attempts": "Enter a whole number",
        "codes.lifetime_seconds.sms": "Enter a time with its unit, such as 90 s, 10 min, 24 h or 30 d",
      },
    });
    const tokens = { ...valuesOf("tokens", completeSettings("live", {})), "tokens.custom_claims": "[1]" };
    expect(readSettingsForm("tokens", formOf(tokens))).toMatchObject({ ok: false });
  });

  test("shows countries and money as people write them", () => {
    const write = (values: Values) => {
      const read = readSettingsForm("codes", formOf({ ...valuesOf("codes", completeSettings("live", {})), ...values }));
      return read.ok ? read.patch.sms : read.fields;
    };
    const countries = (text: string) => write({ "sms.countries": text });
    expect(countries("")).toEqual({ countries: null, daily_spend_cap_cents: 2_000 });
    expect(countries(" gb; DE,de\n['at']")).toMatchObject({ countries: ["AT", "DE", "GB"] });
    expect(countries("none")).toMatchObject({ countries: [] });
    for (const kept of [null, [], ["AT", "DE"]]) {
      const shown = valuesOf("codes", completeSettings("live", { sms: { countries: kept } }));
      expect(countries(shown["sms.countries"] ?? "?")).toMatchObject({ countries: kept });
    }
    const cap = (text: string) => write({ "sms.daily_spend_cap_cents": text });
    expect(["0", "12.5", "$20.00"].map(cap)).toMatchObject(
      [0, 1_250, 2_000].map((daily_spend_cap_cents) => ({ daily_spend_cap_cents })),
    );
    expect(cap("a lot")).toEqual({
      "sms.daily_spend_cap_cents": "Enter an amount in dollars, such as 20 or 12.50",
    });
    expect(boundsInWords("live", {})["sms.daily_spend_cap_cents"]).toBe("$0 to $10,000");
    const errors = [
      { path: "settings.sms.countries.1", message: "Use the two letters of a country" },
      { path: "settings.sms.daily_spend_cap_cents", message: "Must be at most 1000000" },
    ];
    expect(fieldsOf(errors, { "sms.countries": "GB, XX" })).toEqual({
      "sms.countries": "XX: Use the two letters of a country",
      "sms.daily_spend_cap_cents": "Must be at most $10,000",
    });
    expect(changesInWords({ "sms.countries": "" }, { "sms.countries": "de" })).toBe(
      "Countries from the project’s own to DE.",
    );
  });

  test("tells what the domain refuses at its field, in the field's own words", () => {
    const texts = { "cors.origins": "https://a.example\nshop.example" };
    expect(
      fieldsOf(
        [
          { path: "settings.codes.lifetime_seconds.email", message: "Must be at most 600" },
          { path: "settings.cors.origins.1", message: "Must be an origin" },
          { path: "settings.tokens.custom_claims.sub", message: "This claim has a meaning of its own" },
        ],
        texts,
      ),
    ).toEqual({
      "codes.lifetime_seconds.email": "Must be at most 10 min",
      "cors.origins": "shop.example: Must be an origin",
      "tokens.custom_claims": "sub: This claim has a meaning of its own",
    });
  });

  test("says the operator's bounds in live, and Ninepin's in test", () => {
    const narrowed = { "codes.lifetime_seconds": { max: 300 } };
    expect(boundsInWords("live", narrowed)["codes.lifetime_seconds"]).toBe("1 min to 5 min");
    expect(boundsInWords("test", narrowed)["codes.lifetime_seconds"]).toBe("1 min to 10 min");
  });
});

describe("two who edit at once", () => {
  const base = { "codes.attempts": "5", "codes.per_ip_hour": "20", "codes.per_identifier_hour": "3" };

  test("what was left alone follows the other, what was typed stays, and a difference is told", () => {
    const typed = { ...base, "codes.attempts": "4", "codes.per_identifier_hour": "6" };
    const current = { "codes.attempts": "7", "codes.per_ip_hour": "50", "codes.per_identifier_hour": "6" };
    expect(mergeValues(base, typed, current)).toEqual({
      values: { "codes.attempts": "4", "codes.per_ip_hour": "50", "codes.per_identifier_hour": "6" },
      theirs: { "codes.attempts": "7" },
    });
  });

  test("how a value is written is no change", () => {
    expect(changedNames({ "codes.lifetime_seconds.sms": "5 min" }, { "codes.lifetime_seconds.sms": "300 s" })).toEqual(
      [],
    );
    expect(changedNames({ "channels.enabled": "email,sms" }, { "channels.enabled": "sms,email" })).toEqual([]);
  });

  test("what saving changes is a sentence", () => {
    expect(changesInWords(base, base)).toBeNull();
    expect(changesInWords(base, { ...base, "codes.attempts": "4", "codes.per_ip_hour": "x" })).toBe(
      "Tries per code from 5 to 4; codes an hour for one network from 20 to what you are typing.",
    );
    expect(changesInWords({ "codes.code_in_subject": "on" }, { "codes.code_in_subject": "" })).toBe(
      "Code in the subject from on to off.",
    );
  });
});

describe("a pasted list of origins", () => {
  test("is read without what stands around its entries, each once", () => {
    const list = '["https://app.example.com/login?x=1", "https://app.example.com"]; http://localhost:5173/,';
    expect(readOrigins(list)).toEqual([
      { typed: "https://app.example.com/login?x=1", origin: "https://app.example.com", warning: null },
      { typed: "http://localhost:5173/", origin: "http://localhost:5173", warning: null },
    ]);
  });

  test("warns of plain http, wildcards and what is no origin, and leaves them as they are", () => {
    const read = readOrigins("http://shop.example https://*.shop.example shop.example https://a:b@shop.example");
    expect(read.map(({ origin }) => origin)).toEqual([
      "http://shop.example",
      "https://*.shop.example",
      "shop.example",
      "https://a:b@shop.example",
    ]);
    expect(read.map(({ warning }) => warning?.split(/[:.]/)[0])).toEqual([
      "Plain http",
      "Wildcards are not allowed",
      "Begin with https",
      undefined,
    ]);
  });
});

describe("the sample token", () => {
  const facts = {
    issuer: "https://auth.example/e/1",
    environmentId: "env",
    environment: "live",
    defaultLifetimeSeconds: 900,
    keyIds: { ES256: "kid" },
  } as const;

  test("follows what is typed, and lets no claim stand in the place of a real one", () => {
    const token = sampleToken(
      {
        "tokens.algorithm": "ES256",
        "tokens.access_lifetime_seconds": "1 h",
        "tokens.audience": " api ",
        "tokens.custom_claims": '{ "plan": "pro", "sub": "root" }',
      },
      facts,
    );
    expect(token?.header).toEqual({ alg: "ES256", typ: "at+jwt", kid: "kid" });
    expect(token?.payload).toMatchObject({ plan: "pro", aud: "api", np_env: "live" });
    expect(token?.payload.sub).not.toBe("root");
    expect(Number(token?.payload.exp) - Number(token?.payload.iat)).toBe(3_600);
  });

  test("is not shown while something cannot be read", () => {
    expect(sampleToken({ "tokens.custom_claims": "{" }, facts)).toBeNull();
  });
});
