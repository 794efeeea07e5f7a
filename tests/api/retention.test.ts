import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertSettings } from "@/db/queries/environments";
import { sweepEnded } from "@/lib/outbox";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, countRows, requestCode, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";

const HOUR = 3600;

let app: TestApp;
let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
  other = await signUp(app, "owner@other.dev");
});

afterAll(() => app.close());

const kept = async () => {
  const { challenges, messages, mailbox_messages } = await countRows(app);
  return { challenges, messages, mailbox_messages };
};

describe("what has ended", () => {
  it("goes 24 hours after its end, with its messages, and the session that came of it stays", async () => {
    const user = await signIn(app, tenant.test, "ada@example.com");
    const before = await kept();
    app.clock.advance(23 * HOUR);
    await sweepEnded(app.deps);
    expect(await kept()).toEqual(before);

    const open = await requestCode(app, tenant.test.secret, { email: "grace@example.com" });
    app.clock.advance(1.5 * HOUR);
    const late = await requestCode(app, tenant.test.secret, { email: "grace@example.com" });
    await sweepEnded(app.deps);
    expect(await kept()).toEqual({ challenges: 2, messages: 2, mailbox_messages: 2 });
    const verify = (challenge_id: string) =>
      call(app, "POST", "/api/auth/verify-otp", { key: tenant.test.secret, body: { challenge_id, otp: open.code } });
    expect((await verify(open.challengeId)).body.reason).toBe("expired");
    expect(told(await verify(late.challengeId))).toBe("200");
    const pair = { session_id: user.sessionId, refresh_token: user.refreshToken };
    expect(told(await call(app, "POST", "/api/auth/refresh", { body: pair }))).toBe("200");
  });

  it("stays as long as its environment says, and no longer", async () => {
    const { environmentId, secret } = other.test;
    const settings = { retention: { challenge_hours: 48 } };
    await insertSettings(app.deps.db.orm, { environmentId, version: 1, settings, author: "test" });
    await requestCode(app, secret, { email: "ada@example.com" });
    app.clock.advance(30 * HOUR);
    await sweepEnded(app.deps);
    expect(await kept()).toEqual({ challenges: 1, messages: 1, mailbox_messages: 0 });
    app.clock.advance(20 * HOUR);
    await sweepEnded(app.deps);
    expect((await kept()).challenges).toBe(0);
  });
});
