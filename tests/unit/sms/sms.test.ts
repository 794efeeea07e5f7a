import { getCountries } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { isNinepinError } from "@/lib/core/errors";
import { completeSettings } from "@/lib/settings";
import { allowedCountries, checkCountry } from "@/lib/sms";
import { ownCountry } from "@/lib/sms/own-country";
import { prefixesOf } from "@/lib/sms/prefixes";
import { priceMicros } from "@/lib/sms/prices";

const brand = (domain: string | null) => ({
  name: "Acme",
  domain,
  supportEmail: null,
  postalAddress: null,
  logoUrl: null,
  accent: null,
  locale: null,
});
const environment = (domain: string | null, countries: string[] | null = null) => ({
  brand: brand(domain),
  settings: completeSettings("live", { sms: { countries } }),
});

describe("ownCountry", () => {
  it.each([
    ["acme.de", "DE"],
    ["app.acme.co.uk", "GB"],
    ["acme.com.br", "BR"],
    ["acme.com", null],
    ["acme.dev", null],
    ["acme.io", null],
    ["acme.ai", null],
    ["acme.co", null],
    ["acme.tv", null],
    ["acme.me", null],
    ["acme.eu", null],
    ["localhost", null],
    [null, null],
  ])("%s: %s", (domain, country) => {
    expect(ownCountry(domain)).toBe(country);
  });
});

describe("the countries that a code may go to", () => {
  it("are those listed, else the customer's own, and none while that is not known", () => {
    expect(allowedCountries(environment("acme.de", ["AT"]), true)).toEqual(["AT"]);
    expect(allowedCountries(environment("acme.de"), true)).toEqual(["DE"]);
    expect(allowedCountries(environment("acme.com"), true)).toEqual([]);
    expect(allowedCountries(environment(null), true)).toEqual([]);
  });

  it("are all while nothing leaves, unless some are listed", () => {
    expect(allowedCountries(environment("acme.de"), false)).toBeNull();
    expect(allowedCountries(environment("acme.de", ["AT"]), false)).toEqual(["AT"]);
  });

  const refusal = (domain: string | null, countries: string[] | null, country: string | null) => {
    try {
      checkCountry(environment(domain, countries), { country, leaves: true });
      return null;
    } catch (error) {
      return isNinepinError(error) ? `${error.code}: ${error.message}` : error;
    }
  };

  it("are told of where a number is refused", () => {
    expect(refusal("acme.de", null, "DE")).toBeNull();
    expect(refusal("acme.de", null, "US")).toBe("country_not_allowed: This environment does not send to that country");
    expect(refusal("acme.de", [], "DE")).toBe("country_not_allowed: This environment does not send to that country");
    expect(refusal("acme.de", ["DE"], null)).toBe(
      "country_not_allowed: This environment does not send to that country",
    );
    expect(refusal("acme.com", null, "DE")).toBe(
      "country_not_allowed: No country is known to send to yet: list them in the setting sms.countries",
    );
  });
});

describe("priceMicros", () => {
  const price = (channel: "sms" | "voice" | "whatsapp", country: string | null, segments = 1, provider = "hook") =>
    priceMicros(channel, { country, segments, provider });

  it("is by segment for a text, twice for a call, and never nothing", () => {
    expect(price("sms", "US")).toBe(20_000);
    expect(price("sms", "US", 3)).toBe(60_000);
    expect(price("voice", "US", 3)).toBe(40_000);
    expect(price("whatsapp", "DE", 3)).toBe(100_000);
    for (const country of getCountries()) expect(price("sms", country)).toBeGreaterThanOrEqual(20_000);
  });

  it("has what a provider takes for the code itself", () => {
    expect(price("sms", "US", 1, "twilio_verify")).toBe(70_000);
    expect(price("sms", "US", 1, "twilio_messaging")).toBe(20_000);
  });

  it("is the most where nobody has written down a price", () => {
    const most = Math.max(...getCountries().map((country) => price("sms", country)));
    expect(price("sms", "CU")).toBe(most);
    expect(price("sms", null)).toBe(most);
  });
});

describe("prefixesOf", () => {
  it("is the block of ten thousand and the range of a million, shorter first", () => {
    expect(prefixesOf("+4915112345678")).toEqual([
      { prefix: "+4915112", most: 200 },
      { prefix: "+491511234", most: 50 },
    ]);
  });

  it("leaves out what would be a country or less", () => {
    expect(prefixesOf("+6903123")).toEqual([{ prefix: "+690", most: 50 }]);
  });
});
