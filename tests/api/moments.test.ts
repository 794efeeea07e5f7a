import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signUp, type Tenant, told } from "@/tests/support/tenants";
import { addEndpoint } from "@/tests/support/webhooks";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
});
afterAll(() => app.close());

/** Well written, and nothing that a column takes, or that only just fits. */
const OUTSIDE = [
  "0000-01-01T00:00:00Z",
  "0001-01-01T00:00:00+23:59",
  "1969-12-31T23:59:59Z",
  "1970-01-01T00:00:00+00:01",
  "9998-01-01T00:00:01Z",
  "9999-12-31T23:59:59-23:59",
  "9999-12-31T23:59:59.999999999Z",
];
const INSIDE = ["1970-01-01T00:00:00Z", "2026-02-28T12:00:00.999999999+14:00", "9998-01-01T00:00:00Z"];

const ask = (method: string, path: string, body?: object) =>
  call(app, method, path, { key: tenant.test.secret, ...(body && { body }) });
const at = (path: string, field: string, moment: string) =>
  ask("GET", `/api/admin/${path}?${field}=${encodeURIComponent(moment)}`);

/** How it was answered, and which field it is about. */
async function fieldOf(answering: ReturnType<typeof ask>): Promise<string> {
  const answered = await answering;
  const errors = Array.isArray(answered.body.errors) ? answered.body.errors : [];
  return [told(answered), ...errors.map((each: { path: string }) => each.path)].join(" ");
}

describe("a moment that no column keeps", () => {
  it.each(["audit", "request-log", "analytics", "analytics/errors"])(
    "is refused by name at GET /api/admin/%s",
    async (path) => {
      for (const field of ["from", "to"]) {
        const moments = path.startsWith("analytics") ? [...OUTSIDE, "0000-01-01", "9999-12-31"] : OUTSIDE;
        for (const moment of moments) {
          expect(await fieldOf(at(path, field, moment)), moment).toBe(`400 invalid_request ${field}`);
        }
      }
    },
  );

  it("is refused by name where failed deliveries are sent again, and where a key ends", async () => {
    const { id } = await addEndpoint(app, tenant.test, { url: "https://8.8.8.8/hooks" });
    for (const moment of OUTSIDE) {
      const recovered = ask("POST", `/api/admin/webhooks/${id}/recover`, { since: moment });
      expect(await fieldOf(recovered), moment).toBe("400 invalid_request since");
      const body = { name: "Far", type: "secret", expires_at: moment };
      const made = ask("POST", "/api/admin/customers/me/api-keys", body);
      expect(await fieldOf(made), moment).toBe("400 invalid_request expires_at");
    }
  });
});

describe("a moment at the edge of what is kept", () => {
  it("is taken", async () => {
    const { id } = await addEndpoint(app, tenant.test, { url: "https://8.8.4.4/hooks" });
    for (const moment of INSIDE) {
      for (const path of ["audit", "request-log"]) {
        for (const field of ["from", "to"]) expect(told(await at(path, field, moment)), moment).toBe("200");
      }
      expect(told(await at("analytics", "to", moment)), moment).toBe("200");
      expect(told(await at("analytics/errors", "to", moment)), moment).toBe("200");
      expect(told(await ask("POST", `/api/admin/webhooks/${id}/recover`, { since: moment })), moment).toBe("200");
    }
    const body = { name: "Far", type: "secret", expires_at: "9998-01-01T00:00:00Z" };
    const made = await ask("POST", "/api/admin/customers/me/api-keys", body);
    expect([made.status, made.body.expires_at]).toEqual([201, "9998-01-01T00:00:00.000Z"]);
  });
});
