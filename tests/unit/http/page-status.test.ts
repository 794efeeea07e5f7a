import { expect, it } from "vitest";
import { pageStatus } from "@/lib/http/page-status";

it.each([
  "/",
  "/docs/errors",
  "/docs/errors/",
  "/docs/errors/invalid_otp",
  "/dashboard/acme/test/keys",
  "/docs/errors/a/b",
])("%s sets its own status", (path) => {
  expect(pageStatus(path)).toBe(200);
});

it.each(["nothing", "toString", "__proto__", "invalid_otp%20", "INVALID_OTP", "otp_expired/"])(
  "/docs/errors/%s is of an error that there is not",
  (code) => {
    expect(pageStatus(`/docs/errors/${code}`)).toBe(404);
  },
);
