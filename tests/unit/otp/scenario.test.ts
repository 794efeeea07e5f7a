import { describe, expect, it } from "vitest";
import { isNinepinError, type NinepinError } from "@/lib/core/errors";
import { isTestRecipient, playRequest, playVerify, SCENARIOS, scenarioOf } from "@/lib/otp/scenario";

const email = (value: string) => ({ type: "email", value }) as const;
const phone = (value: string) => ({ type: "phone", value }) as const;

function errorOf(play: () => void): NinepinError | null {
  try {
    play();
    return null;
  } catch (error) {
    if (isNinepinError(error)) return error;
    throw error;
  }
}

describe("scenarioOf", () => {
  it("knows the ten addresses, with or without a label", () => {
    for (const scenario of SCENARIOS) {
      expect(scenarioOf(email(`${scenario}@ninepin.test`))).toBe(scenario);
      expect(scenarioOf(email(`${scenario}+anything.else@ninepin.test`))).toBe(scenario);
    }
  });

  it("knows ten numbers of each in every area code: 555-0100 to 555-0199", () => {
    for (const area of ["202", "415", "989"]) {
      for (let last = 0; last < 100; last += 1) {
        const number = `+1${area}5550${100 + last}`;
        expect(scenarioOf(phone(number))).toBe(SCENARIOS[Math.floor(last / 10)]);
      }
    }
  });

  it.each([
    "wrong@ninepin.test.example.com",
    "wrong@sub.ninepin.test",
    "wrongly@ninepin.test",
    "wr+ong@ninepin.test",
    "someone@ninepin.test",
    "wrong@example.com",
  ])("leaves %s alone", (address) => {
    expect(scenarioOf(email(address))).toBeNull();
  });

  it.each(["+14155550200", "+14155550099", "+14155551100", "+441155550100", "+1415555010", "+141555501000"])(
    "leaves %s alone",
    (number) => {
      expect(scenarioOf(phone(number))).toBeNull();
    },
  );
});

describe("isTestRecipient", () => {
  it("takes the whole test domain and every fictional number, known scenario or not", () => {
    expect(isTestRecipient(email("someone@ninepin.test"))).toBe(true);
    expect(isTestRecipient(phone("+14155550100"))).toBe(true);
    expect(isTestRecipient(email("someone@notninepin.test"))).toBe(false);
    expect(isTestRecipient(phone("+14155552671"))).toBe(false);
  });
});

describe("the scenarios that end a request", () => {
  it("answer what the table says", () => {
    const outcome = SCENARIOS.map((scenario) => {
      const error = errorOf(() => playRequest(scenario, new Date("2026-11-20T23:00:00Z")));
      return [scenario, error?.code ?? "goes on", error?.options.retryAfterSeconds];
    });
    expect(outcome).toEqual([
      ["verified", "goes on", undefined],
      ["wrong", "goes on", undefined],
      ["expired", "goes on", undefined],
      ["locked", "goes on", undefined],
      ["limited", "rate_limited", 30],
      ["bounced", "goes on", undefined],
      ["slow", "goes on", undefined],
      ["outage", "delivery_failed", undefined],
      ["blocked", "recipient_suppressed", undefined],
      ["quota", "quota_exceeded", 3600],
    ]);
  });

  it("wait 900 seconds at verify for the locked one, and play nothing for the others", () => {
    expect(errorOf(() => playVerify("locked"))?.options.retryAfterSeconds).toBe(900);
    for (const scenario of SCENARIOS.filter((name) => name !== "locked")) {
      expect(errorOf(() => playVerify(scenario))).toBeNull();
    }
    expect(errorOf(() => playVerify(null))).toBeNull();
  });
});
