import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertSettings } from "@/db/queries/environments";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, countRows, requestCode, signIn, signUp, type Tenant, told, type User } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let user: User;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
  user = await signIn(app, tenant.test, "ada@example.com");
  const { environmentId } = tenant.test;
  const settings = { sign_ups: { mode: "invite_only" } };
  await insertSettings(app.deps.db.orm, { environmentId, version: 1, settings, author: "test" });
  // Settings may be five seconds old.
  app.clock.advance(6);
});

afterAll(() => app.close());

const guess = (challenge_id: string, otp: string) =>
  call(app, "POST", "/api/auth/verify-otp", { key: tenant.test.secret, body: { challenge_id, otp } });

describe("where sign-ups are closed", () => {
  it("somebody unknown is answered as everybody is, and never met", async () => {
    const [known, unknown] = [
      await requestCode(app, tenant.test.secret, { email: "ada@example.com" }),
      await requestCode(app, tenant.test.secret, { email: "nobody@example.com" }),
    ];
    for (const { challengeId } of [known, unknown]) {
      const wrong = await guess(challengeId, "000000000");
      expect([told(wrong), wrong.body.reason, wrong.body.attempts_remaining]).toEqual([
        "400 invalid_otp",
        "incorrect",
        4,
      ]);
    }
    const right = await guess(unknown.challengeId, unknown.code);
    expect([told(right), right.body.reason, right.body.attempts_remaining]).toEqual([
      "400 invalid_otp",
      "incorrect",
      3,
    ]);
    expect(told(await guess(known.challengeId, known.code))).toBe("200");
  });

  it("an identifier that was removed while its challenge was open makes no new user", async () => {
    const { accessToken: token } = user;
    const asked = await call(app, "POST", "/api/auth/me/identifiers", { token, body: { email: "two@example.com" } });
    const proof = { challenge_id: asked.body.challenge_id, otp: asked.body.preview_code };
    const added = await call(app, "POST", "/api/auth/me/identifiers/verify", { token, body: proof });
    const id = /"id":"([^"]+)","type":"email","value":"two@example.com"/.exec(JSON.stringify(added.body))?.[1];
    const open = await requestCode(app, tenant.test.secret, { email: "two@example.com" });
    expect(told(await call(app, "DELETE", `/api/auth/me/identifiers/${id}`, { token }))).toBe("204");
    const before = await countRows(app);
    expect(told(await guess(open.challengeId, open.code))).toBe("400 invalid_otp");
    const { users, sessions } = await countRows(app);
    expect([users, sessions]).toEqual([before.users, before.sessions]);
  });
});
