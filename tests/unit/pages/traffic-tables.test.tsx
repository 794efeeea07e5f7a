import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { tickOf, whenOf } from "@/components/charts/series";
import { EndpointTable, ErrorTable } from "@/components/usage/traffic-tables";

const text = (markup: string) => markup.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

describe("the calls of the API", () => {
  it("are told by endpoint, with what was refused, what failed, and three percentiles", () => {
    const row = { endpoint: "POST /api/auth/verify-otp", calls: 1204, clientErrors: 17, serverErrors: 2 };
    const page = renderToStaticMarkup(
      <EndpointTable
        label="Calls"
        rows={[
          { ...row, p50Ms: 4.26, p95Ms: 31.2, p99Ms: 84 },
          { ...row, endpoint: "GET /api/auth/me", p50Ms: null, p95Ms: null, p99Ms: null },
        ]}
      />,
    );
    expect(text(page)).toContain("Endpoint Calls Refused Failed p50 p95 p99");
    expect(text(page)).toContain("POST /api/auth/verify-otp 1,204 17 2 4.3 ms 31 ms 84 ms");
    expect(text(page), "not measured yet").toContain("GET /api/auth/me 1,204 17 2 – – –");
  });

  it("that were refused lead to the log, narrowed to their error", () => {
    const page = renderToStaticMarkup(
      <ErrorTable
        label="Errors"
        logs="/dashboard/acme/test/logs"
        rows={[{ code: "invalid_otp", endpoint: "POST /api/auth/verify-otp", status: 400, count: 3 }]}
      />,
    );
    expect(page).toContain('href="/dashboard/acme/test/logs?code=invalid_otp"');
    expect(text(page)).toMatch(/invalid_otp .*POST \/api\/auth\/verify-otp 400 3/);
  });

  it("are drawn minute by minute, in UTC", () => {
    const at = "2026-11-20T14:05:00.000Z";
    expect([tickOf(at, "minute"), tickOf("2026-11-20T14:00:00.000Z", "hour")]).toEqual(["14:05", "14:00"]);
    expect(whenOf(at, "minute")).toBe("20 Nov, 14:05 UTC");
  });
});
