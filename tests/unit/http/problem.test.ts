import { describe, expect, it } from "vitest";
import { ERRORS, type ErrorCode, NinepinError } from "@/lib/core/errors";
import { problem, toNinepinError } from "@/lib/http/problem";

const at = { appUrl: "https://auth.example.com", requestId: "req_abc" };
const codes = Object.keys(ERRORS).filter((code): code is ErrorCode => code in ERRORS);

describe("problem", () => {
  it.each(codes)("answers %s as RFC 9457 says, with its status twice and its page as type", async (code) => {
    const response = problem(new NinepinError(code), at);
    expect(response.status).toBe(ERRORS[code].status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("x-request-id")).toBe("req_abc");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      type: `https://auth.example.com/docs/errors/${code}`,
      title: ERRORS[code].title,
      status: ERRORS[code].status,
      detail: ERRORS[code].detail,
      code,
      request_id: "req_abc",
    });
  });

  it("tells fields and further members, and never the cause", async () => {
    const error = new NinepinError("invalid_otp", {
      extra: { reason: "incorrect", attempts_remaining: 4 },
      fields: [{ path: "otp", message: "Wrong" }],
      cause: new Error("SELECT secret FROM users"),
    });
    const text = await problem(error, at).text();
    expect(JSON.parse(text)).toMatchObject({
      reason: "incorrect",
      attempts_remaining: 4,
      errors: [{ path: "otp", message: "Wrong" }],
    });
    expect(text).not.toContain("SELECT");
  });

  it("tells a limit in the draft's structured fields, and never less than one second", () => {
    const limit = { name: "otp.identifier", limit: 3, windowSeconds: 3600, remaining: 0, resetSeconds: 30 };
    const { headers } = problem(new NinepinError("rate_limited", { retryAfterSeconds: 29.2, limit }), at);
    expect(headers.get("retry-after")).toBe("30");
    expect(headers.get("ratelimit")).toBe('"otp.identifier";r=0;t=30');
    expect(headers.get("ratelimit-policy")).toBe('"otp.identifier";q=3;w=3600');
    for (const seconds of [0, -5, 0.2]) {
      const at429 = problem(new NinepinError("locked", { retryAfterSeconds: seconds }), at);
      expect(at429.headers.get("retry-after")).toBe("1");
      expect(at429.headers.get("ratelimit")).toMatch(/^"locked";r=0;t=\d+$/);
      expect(at429.headers.get("ratelimit-policy")).toMatch(/^"locked";q=\d+;w=\d+$/);
    }
  });

  it("tells a quota in X-Quota-* beside it, and only a quota", () => {
    const limit = { name: "quota.daily", limit: 100, windowSeconds: 86_400, remaining: 0, resetSeconds: 59.5 };
    const quota = problem(new NinepinError("quota_exceeded", { retryAfterSeconds: 59.5, limit }), at).headers;
    const told = ["limit", "remaining", "reset"].map((name) => quota.get(`x-quota-${name}`));
    expect(told).toEqual(["100", "0", "60"]);
    expect(problem(new NinepinError("rate_limited", { limit }), at).headers.has("x-quota-limit")).toBe(false);
  });

  it("says what is allowed with 405, how to authenticate with 401, when to come back with 503", () => {
    const allow = problem(new NinepinError("method_not_allowed", { allow: ["GET", "HEAD"] }), at);
    expect(allow.headers.get("allow")).toBe("GET, HEAD");
    expect(problem(new NinepinError("missing_authorization"), at).headers.get("www-authenticate")).toBe("Bearer");
    expect(problem(new NinepinError("invalid_token"), at).headers.get("www-authenticate")).toContain("invalid_token");
    expect(problem(new NinepinError("unavailable"), at).headers.get("retry-after")).toBe("1");
  });
});

describe("toNinepinError", () => {
  const withCode = (code: string) => Object.assign(new Error("connect"), { code });

  it.each(["ECONNREFUSED", "ECONNRESET", "57P01", "57P03", "08006", "08P01", "53300", "25006", "40P01"])(
    "takes %s for a database that cannot be reached now",
    (code) => {
      expect(toNinepinError(withCode(code)).code).toBe("unavailable");
      expect(toNinepinError(new Error("Failed query", { cause: withCode(code) })).code).toBe("unavailable");
      expect(toNinepinError(new AggregateError([withCode(code)])).code).toBe("unavailable");
    },
  );

  it.each(["timeout exceeded when trying to connect", "Connection terminated unexpectedly"])(
    "so does %s",
    (message) => {
      expect(toNinepinError(new Error(message)).code).toBe("unavailable");
    },
  );

  it.each([
    withCode("23505"),
    new Error("boom"),
    new TypeError("x is undefined"),
    "text",
    null,
    undefined,
    { code: "08006" },
  ])("takes anything else for a bug: %s", (thrown) => {
    const error = toNinepinError(thrown);
    expect(error.code).toBe("internal");
    expect(error.options.cause).toBe(thrown);
  });

  it("keeps an error of ours, also of the other bundle's class", () => {
    const ours = new NinepinError("locked");
    expect(toNinepinError(ours)).toBe(ours);
    const others = Object.assign(new Error("Not found"), { name: "NinepinError", code: "not_found", options: {} });
    expect(toNinepinError(others).code).toBe("not_found");
  });

  it("does not follow causes in a circle", () => {
    const a = new Error("a");
    a.cause = new Error("b", { cause: a });
    expect(toNinepinError(a).code).toBe("internal");
  });
});
