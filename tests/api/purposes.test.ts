import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, requestCode, signIn, signUp, type Tenant, told, type User } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let ada: User;
let eve: User;
beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
  ada = await signIn(app, tenant.test, "ada@example.com");
  eve = await signIn(app, tenant.test, "eve@example.com");
});
afterAll(() => app.close());

const Requested = z.object({ challenge_id: z.string(), preview_code: z.string() });

const request = (body: object) => call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body });
const verify = (body: object) => call(app, "POST", "/api/auth/verify-otp", { key: tenant.test.secret, body });
const proveAs = (user: User, body: object) =>
  call(app, "POST", "/api/auth/me/identifiers/verify", { token: user.accessToken, body });

describe("proving another identifier", () => {
  it("is a signed-in user's own affair: no key asks for it, sends it again or ends it, and nobody else does", async () => {
    const refused = await request({ email: "new@example.com", purpose: "identifier" });
    expect([told(refused), refused.body.errors]).toEqual([
      "400 invalid_request",
      [expect.objectContaining({ path: "purpose" })],
    ]);
    const added = await call(app, "POST", "/api/auth/me/identifiers", {
      token: ada.accessToken,
      body: { email: "new@example.com" },
    });
    const { challenge_id, preview_code: otp } = Requested.parse(added.body);
    expect(told(await request({ challenge_id }))).toBe("404 not_found");
    expect(told(await verify({ challenge_id, otp, purpose: "identifier" }))).toBe("400 invalid_request");
    expect(told(await verify({ challenge_id, otp }))).toBe("400 invalid_otp");
    expect(told(await proveAs(eve, { challenge_id, otp }))).toBe("400 invalid_otp");

    // None of these was a guess at it.
    const wrong = await proveAs(ada, { challenge_id, otp: "000000000" });
    expect(wrong.body).toMatchObject({ code: "invalid_otp", reason: "incorrect", attempts_remaining: 4 });
    expect(told(await proveAs(ada, { challenge_id, otp }))).toBe("200");
  });
});

describe("a challenge", () => {
  it("keeps its purpose when it is sent again", async () => {
    const body = { email: "again@example.com", purpose: "step_up" };
    const { challengeId } = await requestCode(app, tenant.test.secret, body);
    expect(told(await request({ challenge_id: challengeId, purpose: "sign_in" }))).toBe("404 not_found");
    expect(told(await request({ challenge_id: challengeId, purpose: "step_up" }))).toBe("200");
    expect(told(await request({ challenge_id: challengeId }))).toBe("200");
    expect(told(await verify({ challenge_id: challengeId, otp: "123456789" }))).toBe("400 invalid_otp");
    expect(told(await verify({ challenge_id: challengeId, otp: "123456789", purpose: "step_up" }))).toBe("200");
  });
});
