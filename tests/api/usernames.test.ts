import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertSettings } from "@/db/queries/environments";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Answered, call, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
  await named("ada@example.com", "ada");
  await named("+14155552671", "phoebe");
  await named("blocked.soon@example.com", "bounced");
});

afterAll(() => app.close());

/** A user of the test environment with a username. */
async function named(identifier: string, username: string): Promise<string> {
  const { id } = await signIn(app, tenant.test, identifier);
  const body = { username };
  expect(told(await call(app, "PATCH", `/api/admin/users/${id}`, { key: tenant.test.secret, body }))).toBe("200");
  return id;
}

const ask = (body: object) => call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body });
const verify = (body: object) => call(app, "POST", "/api/auth/verify-otp", { key: tenant.test.secret, body });

/** An answer without what differs between any two. */
function shapeOf({ status, body }: Answered): object {
  const { challenge_id, expires_at, resend_after, request_id, ...rest } = body;
  return { status, ...rest, has: [challenge_id, expires_at, resend_after].map((value) => typeof value) };
}

describe("a username", () => {
  it("brings the code to the address behind it, which no answer shows, and signs its user in", async () => {
    const asked = await ask({ username: " ADA " });
    expect(asked.body).toMatchObject({ channel: "email", destination: "•••", code_length: 9 });
    const mail = await call(app, "GET", "/api/test/messages?to=ada@example.com", { key: tenant.test.secret });
    expect(JSON.stringify(mail.body)).toContain(String(asked.body.preview_code));
    const met = await verify({ challenge_id: asked.body.challenge_id, otp: asked.body.preview_code });
    expect(told(met)).toBe("200");
    expect(met.body).toMatchObject({ is_new_user: false, user: { identifiers: [{ value: "ada@example.com" }, {}] } });
  });

  it("is proved by its name too, where that is enough", async () => {
    const { body } = await ask({ username: "ada" });
    expect(told(await verify({ username: "nobody", otp: body.preview_code }))).toBe("400 invalid_otp");
    expect(told(await verify({ username: "ada", otp: body.preview_code }))).toBe("200");
    const byPhone = await ask({ username: "phoebe", channel: "sms" });
    expect(byPhone.body).toMatchObject({ channel: "sms", destination: "•••", code_length: 6 });
    expect(told(await verify({ username: "phoebe", otp: byPhone.body.preview_code }))).toBe("200");
  });

  it.each([
    ["nobody has", "nobody", undefined],
    ["somebody has who cannot be reached that way", "ada", "sms"],
    ["somebody has without an address", "phoebe", undefined],
  ])("that %s is answered like any other, and can never be met", async (_, username, channel) => {
    const known = await ask({ username: channel === "sms" ? "phoebe" : "ada", channel });
    const unknown = await ask({ username, channel });
    expect(shapeOf(unknown)).toEqual(shapeOf(known));
    const challenge_id = unknown.body.challenge_id;
    for (const otp of ["000000000", String(unknown.body.preview_code)]) {
      const guess = await verify({ challenge_id, otp });
      expect([told(guess), guess.body.reason]).toEqual(["400 invalid_otp", "incorrect"]);
    }
    expect((await verify({ challenge_id, otp: "1" })).body.attempts_remaining).toBe(2);
  });

  it("has its codes sent again by the same ways, whatever stands behind it", async () => {
    const challenges = [await ask({ username: "ada" }), await ask({ username: "nobody" })];
    for (const { body } of challenges) {
      const again = (channel?: string) => ask({ challenge_id: body.challenge_id, channel });
      expect((await again()).body).toMatchObject({ destination: "•••", channel: "email" });
      expect(told(await again("sms"))).toBe("400 invalid_request");
      expect(told(await again("hook"))).toBe("400 invalid_request");
    }
    const calls = [await ask({ username: "phoebe", channel: "sms" }), await ask({ username: "nil", channel: "sms" })];
    for (const { body } of calls) {
      expect((await ask({ challenge_id: body.challenge_id, channel: "voice" })).body).toMatchObject({
        destination: "•••",
        channel: "voice",
      });
      expect(told(await ask({ challenge_id: body.challenge_id, channel: "email" }))).toBe("400 invalid_request");
    }
  });

  it("does not tell of an address that is suppressed", async () => {
    const { environmentId } = tenant.test;
    await app.deps.db.run(
      {
        name: "test_suppress",
        text: `INSERT INTO suppressions (environment_id, identifier_key, reason, created_at)
SELECT $1, identifier_key, 'bounced', now() FROM challenges WHERE environment_id = $1 AND identifier_value = $2 LIMIT 1`,
      },
      [environmentId, "blocked.soon@example.com"],
    );
    expect(told(await ask({ email: "blocked.soon@example.com" }))).toBe("400 recipient_suppressed");
    expect(shapeOf(await ask({ username: "bounced" }))).toEqual(shapeOf(await ask({ username: "nobody" })));
  });

  it("can be no other thing, nor stand beside one", async () => {
    for (const body of [{ username: "ada", email: "ada@example.com" }, { username: "a@b.co" }, { username: "" }]) {
      const refused = await ask(body);
      expect(refused.status).toBe(400);
    }
    expect((await ask({ username: "" })).body.detail).toBe("username required");
    expect((await verify({ username: "", otp: "1" })).body.detail).toBe("username required");
    const { accessToken: token } = await signIn(app, tenant.test, "eve@example.com");
    const added = await call(app, "POST", "/api/auth/me/identifiers", { token, body: { username: "eve" } });
    expect(told(added)).toBe("400 invalid_request");
  });

  it("does not tell of a number in a country that nothing is sent to", async () => {
    const { environmentId } = tenant.test;
    const settings = { sms: { countries: ["DE"] } };
    await insertSettings(app.deps.db.orm, { environmentId, version: 1, settings, author: "test" });
    app.clock.advance(6);
    expect(told(await ask({ phone: "+14155552671" }))).toBe("400 country_not_allowed");
    const [known, unknown] = [
      await ask({ username: "phoebe", channel: "sms" }),
      await ask({ username: "nobody.here", channel: "sms" }),
    ];
    expect(shapeOf(known)).toEqual(shapeOf(unknown));
    expect(known.status).toBe(200);
  });

  it("counts on the address behind it: what is sent by name and by address adds up", async () => {
    const settings = { codes: { per_identifier_hour: 3 } };
    const { environmentId } = tenant.test;
    await insertSettings(app.deps.db.orm, { environmentId, version: 2, settings, author: "test" });
    app.clock.advance(3700);
    const answers = [];
    for (const body of [{ username: "ada" }, { email: "ada@example.com" }, { username: "ada" }]) {
      answers.push(told(await ask(body)));
    }
    expect(answers).toEqual(["200", "200", "200"]);
    expect(told(await ask({ email: "ada@example.com" }))).toBe("429 rate_limited");
    expect(told(await ask({ username: "ada" }))).toBe("429 rate_limited");
    for (const status of ["200", "200", "200", "429 rate_limited"]) {
      expect(told(await ask({ username: "never.was" }))).toBe(status);
    }
  });
});
