import { expect, it } from "vitest";
import { nearCodes } from "@/app/docs/errors/near-codes";

it.each([
  ["otp_expired", "invalid_otp"],
  ["InvalidOTP", "invalid_otp"],
  ["api-key-revoked", "invalid_api_key"],
  ["quota", "quota_exceeded"],
])("%s is near %s", (written, code) => {
  expect(nearCodes(written)[0]).toBe(code);
});

it("a few words are near a few codes, and others near none", () => {
  expect(nearCodes("invalid").length).toBeLessThanOrEqual(5);
  expect(nearCodes("teapot")).toEqual([]);
  expect(nearCodes("___")).toEqual([]);
});
