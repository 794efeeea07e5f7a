import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { sealDeviceToken } from "@/lib/tokens";
import { identifierKeyOf } from "@/lib/users/identifier";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Answered, call, requestCode, signUp, type Tenant, told } from "@/tests/support/tenants";

const HOUR = 3600;
/** Past the pause between two codes. */
const PAUSE = 31;
const WRONG = "000000000";

describe("a stranger who spends what an identifier has, in a live environment", () => {
  let app: TestApp;
  let tenant: Tenant;
  let count = 0;
  /** The address of this test, of which nobody knows anything yet. */
  let email: string;

  beforeAll(async () => {
    app = await startApp({ env: { DEV_MODE: "true" } });
    tenant = await signUp(app, "lanes@example.com");
  });
  afterAll(() => app?.close());
  beforeEach(() => {
    count += 1;
    email = `ada${count}@example.com`;
  });

  const ask = (body: Record<string, string>, key = tenant.live.secret) =>
    call(app, "POST", "/api/auth/request-otp", { key, body });
  const verify = (challenge_id: string, otp: string, key = tenant.live.secret) =>
    call(app, "POST", "/api/auth/verify-otp", { key, body: { challenge_id, otp } });
  const open = (body: Record<string, string>) => requestCode(app, tenant.live.secret, body);

  /** Signs in as anybody and goes away for an hour: what comes back is a known device. */
  async function becomeKnown(): Promise<string> {
    const { challengeId, code } = await open({ email });
    const token = deviceTokenOf(await verify(challengeId, code));
    app.clock.advance(HOUR);
    return token;
  }

  /** Asks as a stranger until there is no code to be had; the challenges that were opened. */
  async function spendSends(): Promise<string[]> {
    const opened: string[] = [];
    for (let at = 0; at < 3; at++) {
      opened.push((await open({ email })).challengeId);
      app.clock.advance(PAUSE);
    }
    expect(told(await ask({ email }))).toBe("429 rate_limited");
    return opened;
  }

  async function guessWrong(challengeId: string, times: number): Promise<Answered[]> {
    const answers: Answered[] = [];
    for (let at = 0; at < times; at++) answers.push(await verify(challengeId, WRONG));
    return answers;
  }

  async function failures(): Promise<{ lane: string; failures: number }[]> {
    const text = `SELECT encode(lane, 'hex') AS lane, failures FROM identifier_guards
      WHERE environment_id = $1 AND identifier_key = $2 ORDER BY lane`;
    const key = keyOf(email);
    return app.deps.db.run({ name: "test_failures", text }, [tenant.live.environmentId, key]);
  }

  const keyOf = (value: string, environmentId = tenant.live.environmentId) =>
    identifierKeyOf(app.deps.keyring, environmentId, { type: "email", value });

  it("leaves a known device its three codes an hour, and its sign-in", async () => {
    const device_token = await becomeKnown();
    await spendSends();
    for (let at = 0; at < 2; at++) {
      expect(told(await ask({ email, device_token }))).toBe("200");
      app.clock.advance(PAUSE);
    }
    const { challengeId, code } = await open({ email, device_token });
    expect(told(await verify(challengeId, code))).toBe("200");
    app.clock.advance(PAUSE);
    expect(told(await ask({ email, device_token }))).toBe("429 rate_limited");
  });

  it("leaves a known device its codes when the mailbox has had its ten, in whatever spellings", async () => {
    const device_token = await becomeKnown();
    const spelt = (tag: number) => email.replace("ada", "a.da").replace("@", `+${tag}@`);
    for (let tag = 0; tag < 10; tag++) expect(told(await ask({ email: spelt(tag) }))).toBe("200");
    expect(told(await ask({ email: spelt(10) }))).toBe("429 rate_limited");
    expect(told(await ask({ email }))).toBe("429 rate_limited");
    const { challengeId, code } = await open({ email, device_token });
    expect(told(await verify(challengeId, code))).toBe("200");
  });

  it("makes nobody wait but strangers", async () => {
    const device_token = await becomeKnown();
    const [first = "", second = "", third = ""] = await spendSends();
    await guessWrong(first, 5);
    await guessWrong(second, 5);
    expect((await guessWrong(third, 1)).map(told)).toEqual(["400 invalid_otp"]);
    const waiting = await verify(third, WRONG);
    expect(told(waiting)).toBe("429 locked");
    expect(Number(waiting.headers.get("retry-after"))).toBeLessThanOrEqual(30);

    const { challengeId, code } = await open({ email, device_token });
    expect(told(await verify(challengeId, WRONG))).toBe("400 invalid_otp");
    expect(told(await verify(challengeId, code))).toBe("200");
    expect(told(await verify(third, WRONG))).toBe("429 locked");
  });

  it("closes the lane for anybody with the hundredth failure, for good, and no other lane", async () => {
    const device_token = await becomeKnown();
    const { challengeId, code } = await open({ email });
    await app.deps.db.run(
      {
        name: "test_fail",
        text: "UPDATE identifier_guards SET failures = 99 WHERE environment_id = $1 AND identifier_key = $2",
      },
      [tenant.live.environmentId, keyOf(email)],
    );
    await guessWrong(challengeId, 1);
    expect(told(await verify(challengeId, code))).toBe("429 locked");
    app.clock.advance(400 * 24 * HOUR);
    expect(told(await ask({ email }))).toBe("429 locked");

    const own = await open({ email, device_token });
    expect(told(await verify(own.challengeId, own.code))).toBe("200");
    app.clock.advance(HOUR);
    expect(told(await ask({ email }))).toBe("429 locked");
    expect(told(await ask({ email, device_token }))).toBe("200");
  });

  it("leaves another requester's open challenge alone", async () => {
    const mine = await open({ email });
    app.clock.advance(PAUSE);
    for (let at = 0; at < 2; at++) {
      await guessWrong((await open({ email })).challengeId, 5);
      app.clock.advance(PAUSE);
    }
    expect(told(await ask({ email }))).toBe("429 rate_limited");
    expect((await failures())[0]?.failures).toBe(10);
    expect(told(await verify(mine.challengeId, mine.code))).toBe("200");
  });

  it("delays another requester's open challenge by the wait at the most", async () => {
    for (const challengeId of (await spendSends()).slice(0, 2)) await guessWrong(challengeId, 5);
    app.clock.advance(HOUR);
    const mine = await open({ email });
    app.clock.advance(PAUSE);
    const theirs = await open({ email });
    await guessWrong(theirs.challengeId, 1);
    const waiting = await verify(mine.challengeId, mine.code);
    expect(told(waiting)).toBe("429 locked");
    app.clock.advance(Number(waiting.headers.get("retry-after")));
    expect(told(await verify(mine.challengeId, mine.code))).toBe("200");
  });

  it("needs the challenge's id to guess at it: the identifier alone is refused, and charges nothing", async () => {
    const mine = await open({ email });
    const made = await call(app, "POST", `/api/admin/customers/${tenant.customerId}/api-keys`, {
      key: tenant.live.secret,
      body: { name: "App", type: "publishable", kind: "app" },
    });
    const { key } = z.object({ key: z.string() }).parse(made.body);
    const guess = await call(app, "POST", "/api/auth/verify-otp", { key, body: { email, otp: WRONG } });
    expect(told(guess)).toBe("400 challenge_required");
    expect((await failures())[0]?.failures).toBe(0);
    expect(told(await verify(mine.challengeId, mine.code))).toBe("200");
  });

  it("is out when the known device has signed in: the success ends every other open challenge", async () => {
    const device_token = await becomeKnown();
    const theirs = await open({ email });
    const own = await open({ email, device_token });
    expect(told(await verify(own.challengeId, own.code))).toBe("200");
    const late = await verify(theirs.challengeId, theirs.code);
    expect(late.body).toMatchObject({ code: "invalid_otp", reason: "superseded" });
  });

  it("is anybody with a device token that is forged, changed, another's or from elsewhere", async () => {
    const device_token = await becomeKnown();
    const { keyring, random } = app.deps;
    const seal = (environmentId: string, value: string) =>
      sealDeviceToken(keyring, {
        environmentId,
        identifierKey: keyOf(value, environmentId),
        deviceId: random.bytes(16),
      });
    const middle = Math.floor(device_token.length / 2);
    const other = device_token[middle] === "A" ? "B" : "A";
    const tokens = {
      nonsense: "np_dt_nonsense",
      "another prefix": device_token.replace("np_dt_", "np_rt_"),
      "made up": `np_dt_${Buffer.concat([Buffer.from([0, 1]), random.bytes(48)]).toString("base64url")}`,
      "of a key that is not listed": `np_dt_${Buffer.concat([Buffer.from([9, 9]), random.bytes(48)]).toString("base64url")}`,
      "with one letter changed": device_token.slice(0, middle) + other + device_token.slice(middle + 1),
      "cut short": device_token.slice(0, -4),
      "of another identifier": seal(tenant.live.environmentId, "somebody.else@example.com"),
      "of another environment": seal(tenant.test.environmentId, email),
    };
    await spendSends();
    const answers: Record<string, string> = {};
    for (const [name, token] of Object.entries(tokens)) answers[name] = told(await ask({ email, device_token: token }));
    expect(answers).toEqual(Object.fromEntries(Object.keys(tokens).map((name) => [name, "429 rate_limited"])));
    expect(await failures()).toEqual([{ lane: "", failures: 0 }]);
    expect(told(await ask({ email, device_token }))).toBe("200");
  });

  it("has one lane in every environment: a device of test is nobody in live", async () => {
    const { challengeId, code } = await requestCode(app, tenant.test.secret, { email });
    const device_token = deviceTokenOf(await verify(challengeId, code, tenant.test.secret));
    await spendSends();
    expect(told(await ask({ email, device_token }))).toBe("429 rate_limited");
    expect(told(await ask({ email, device_token }, tenant.test.secret))).toBe("200");
  });

  it("gets no guess more by a resend or a new challenge", async () => {
    const { challengeId } = await open({ email });
    await guessWrong(challengeId, 3);
    app.clock.advance(PAUSE);
    const again = await open({ challenge_id: challengeId });
    const [fourth, fifth] = await guessWrong(challengeId, 2);
    expect(fourth?.body).toMatchObject({ reason: "incorrect", attempts_remaining: 1 });
    expect(fifth?.body).toMatchObject({ reason: "incorrect", attempts_remaining: 0 });
    expect((await verify(challengeId, again.code)).body).toMatchObject({ reason: "locked", attempts_remaining: 0 });
    app.clock.advance(PAUSE);
    expect(told(await ask({ challenge_id: challengeId }))).toBe("404 not_found");

    const next = await open({ email });
    await guessWrong(next.challengeId, 5);
    expect((await failures())[0]?.failures).toBe(10);
    app.clock.advance(HOUR);
    const last = await open({ email });
    await guessWrong(last.challengeId, 1);
    expect(told(await verify(last.challengeId, last.code))).toBe("429 locked");
  });

  it("waits longer with every failure past the limit, half a minute to an hour, and nothing is judged meanwhile", async () => {
    const { challengeId, code } = await open({ email });
    const set = "UPDATE identifier_guards SET failures = $3::int WHERE environment_id = $1 AND identifier_key = $2";
    const reset =
      "UPDATE challenges SET attempts = 0, ends_at = ends_at + interval '2 hours' WHERE environment_id = $1 AND id = $2";
    const waits: number[] = [];
    for (let failed = 10; failed < 20; failed++) {
      await app.deps.db.run({ name: "test_set", text: set }, [tenant.live.environmentId, keyOf(email), failed]);
      await app.deps.db.run({ name: "test_reset", text: reset }, [tenant.live.environmentId, challengeId]);
      await guessWrong(challengeId, 1);
      for (const otp of [WRONG, code]) expect(told(await verify(challengeId, otp))).toBe("429 locked");
      expect((await failures())[0]?.failures).toBe(failed + 1);
      const seconds = Number((await verify(challengeId, code)).headers.get("retry-after"));
      waits.push(seconds);
      app.clock.advance(seconds);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  });
});

function deviceTokenOf({ body }: Answered): string {
  return z.object({ device_token: z.string() }).parse(body).device_token;
}
