import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

const PHONE = "+14155552671";
const asSecret = (body?: object) => ({ key: tenant.test.secret, body });

async function claimsOf(identifier: string): Promise<object> {
  const { accessToken } = await signIn(app, tenant.test, identifier);
  const { email, email_verified, phone_number } = decodeJwt(accessToken);
  return { email, email_verified, phone_number };
}

describe("the domain of synthetic addresses", () => {
  it("is none unless one is set", async () => {
    expect(await claimsOf(PHONE)).toEqual({ phone_number: PHONE });
  });

  it("gives whoever has only a number an address in their tokens, not verified", async () => {
    const body = { version: 0, settings: { sign_ups: { synthetic_email_domain: "example.com" } } };
    const saved = await call(app, "PUT", "/api/admin/config", asSecret(body));
    expect(told(saved)).toBe("200");
    app.clock.advance(6);
    const email = `${PHONE}@example.com`;
    expect(await claimsOf(PHONE)).toEqual({ email, email_verified: false, phone_number: PHONE });
    expect(await claimsOf("ada@example.com")).toEqual({ email: "ada@example.com", email_verified: true });
  });

  it("is never mailed, and nobody signs in or adds an address by it", async () => {
    const email = `${PHONE}@Example.com`;
    expect(told(await call(app, "POST", "/api/auth/request-otp", asSecret({ email })))).toBe("400 invalid_email");
    const { accessToken: token } = await signIn(app, tenant.test, "eve@example.com");
    expect(told(await call(app, "POST", "/api/auth/me/identifiers", { token, body: { email } }))).toBe(
      "400 invalid_email",
    );
    const other = { email: "+1@example.org" };
    expect(told(await call(app, "POST", "/api/auth/request-otp", asSecret(other)))).toBe("200");
  });
});
