import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { insertSettings } from "@/db/queries/environments";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Answered, call, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

/** Past the pause between two codes. */
const PAUSE = 31;
const HOUR = 3600;

let app: TestApp;
let tenant: Tenant;
let version = 0;

beforeAll(async () => {
  // DEV_MODE lets live send into the Mailbox: there cooldowns, limits and caps are what they are for strangers.
  app = await startApp({ env: { DEV_MODE: "true" } });
  tenant = await signUp(app, "owner@acme.dev");
  await named("eve", "eve@example.com");
  await named("phoebe", "+14155552671");
  const ada = await named("ada", "ada@example.com");
  await query(
    `INSERT INTO identifiers (environment_id, id, user_id, type, value, verified_at, created_at)
SELECT environment_id, gen_random_uuid(), user_id, 'phone', '+14155552672', verified_at, created_at
FROM identifiers WHERE environment_id = $1 AND user_id = $2::uuid AND type = 'email'`,
    [ada],
  );
});
beforeEach(() => app.clock.advance(2 * HOUR));
afterAll(() => app.close());

let statements = 0;

function query<Row>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
  statements += 1;
  return app.deps.db.run<Row>({ name: `alike_${statements}`, text }, [tenant.live.environmentId, ...params]);
}

/** A user of the live environment with a username. */
async function named(username: string, identifier: string): Promise<string> {
  const { id } = await signIn(app, tenant.live, identifier);
  const path = `/api/admin/users/${id}`;
  expect(told(await call(app, "PATCH", path, { key: tenant.live.secret, body: { username } }))).toBe("200");
  return id;
}

async function set(settings: object): Promise<void> {
  version += 1;
  const { environmentId } = tenant.live;
  await insertSettings(app.deps.db.orm, { environmentId, version, settings, author: "test" });
  app.clock.advance(6);
}

const ask = (body: object) => call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body });
const guess = (username: string) =>
  call(app, "POST", "/api/auth/verify-otp", { key: tenant.live.secret, body: { username, otp: "12345" } });

type Way = "email" | "sms" | "voice" | "hook";

/** What is answered to a name that is asked for at once, by one channel after the other. */
async function series(username: string, channels: readonly Way[]): Promise<string[]> {
  const answers: string[] = [];
  for (const channel of channels) answers.push(told(await ask({ username, channel })));
  return answers;
}

/** An answer without what differs between any two. */
function shapeOf({ status, body }: Answered): object {
  const { challenge_id, expires_at, resend_after, request_id, preview_code, ...rest } = body;
  return { http: status, ...rest, has: [challenge_id, expires_at, resend_after].map((value) => typeof value) };
}

async function suppress(address: string): Promise<void> {
  await query(
    `INSERT INTO suppressions (environment_id, identifier_key, reason, created_at)
SELECT environment_id, identifier_key, 'bounced', now() FROM challenges WHERE environment_id = $1 AND identifier_value = $2 LIMIT 1`,
    [address],
  );
}

async function mailed(): Promise<number> {
  const [row] = await query<{ count: number }>(
    "SELECT count(*)::int AS count FROM mailbox_messages WHERE environment_id = $1",
  );
  return row?.count ?? 0;
}

describe("a username that nobody has", () => {
  it.each([
    ["by an address, then by its number", ["email", "sms", "email", "sms", "voice"]],
    ["by a number, then by its address", ["sms", "email", "voice", "email"]],
  ] as const)("waits as any other does: asked for %s", async (_, channels) => {
    const unknown = await series(`nobody.${channels[0]}`, channels);
    expect(unknown.slice(0, 3)).toEqual(["200", "200", "429 resend_cooldown"]);
    for (const username of ["ada", "eve", "phoebe"]) {
      expect(await series(username, channels), username).toEqual(unknown);
    }
  });

  it("has an address or a number for a channel that reaches both, as others have", async () => {
    const kindOf = async (username: string) => {
      const byAddress = (await series(username, ["email", "hook"]))[1];
      app.clock.advance(PAUSE);
      const byNumber = (await series(username, ["sms", "hook"]))[1];
      app.clock.advance(PAUSE);
      return `${byAddress}, ${byNumber}`;
    };
    const seen = new Set<string>();
    for (let at = 0; at < 8; at += 1) seen.add(await kindOf(`nobody${at}`));
    expect([...seen].toSorted()).toEqual([await kindOf("phoebe"), await kindOf("eve")].toSorted());
  });

  it("locks after as many wrong codes as any other, by whichever channel they were asked for", async () => {
    const wrongCodes = async (username: string, channel: Way) => {
      const answers: string[] = [];
      for (let code = 0; code < 3; code += 1) {
        answers.push(told(await ask({ username, channel })));
        for (let at = 0; at < 5; at += 1) answers.push(told(await guess(username)));
        app.clock.advance(PAUSE);
      }
      return answers;
    };
    const known = await wrongCodes("phoebe", "sms");
    expect(known).toContain("429 locked");
    expect(await wrongCodes("nobody.at.all", "sms")).toEqual(known);
    expect(await wrongCodes("nobody.either", "email")).toEqual(known);
  });
});

describe("what is known of the address or number behind a username", () => {
  it("costs a network no more than a name that nobody has", async () => {
    await named("bounced", "bounced.once@example.com");
    await suppress("bounced.once@example.com");
    await set({ codes: { per_ip_hour: 2 } });
    for (const [username, ip] of [
      ["bounced", "198.51.100.1"],
      ["nobody.there", "198.51.100.2"],
    ]) {
      beginWindow(app, HOUR);
      const answers: string[] = [];
      for (let at = 0; at < 3; at += 1) {
        answers.push(told(await ask({ username, context: { ip } })));
        app.clock.advance(PAUSE);
      }
      expect(answers).toEqual(["200", "200", "429 rate_limited"]);
    }
    await set({});
  });

  it.each([
    ["bounced since", "email", () => suppress("cyd@example.com")],
    ["is in a country that nothing is sent to any more", "sms", () => set({ sms: { countries: ["DE"] } })],
    ["costs more than the day has left", "sms", () => set({ sms: { countries: ["US"], daily_spend_cap_cents: 0 } })],
  ] as const)("is not told by sending again where it %s", async (_, channel, happen) => {
    const name = channel === "sms" ? "phoebe" : "cyd";
    if (channel === "email") await named("cyd", "cyd@example.com");
    await set({});
    app.clock.advance(2 * HOUR);
    const known = await ask({ username: name, channel });
    const unknown = await ask({ username: `no.${name}`, channel });
    await happen();
    app.clock.advance(PAUSE);
    const before = await mailed();
    const again = ({ body }: Answered) => ask({ challenge_id: body.challenge_id });
    const answered = [await again(known), await again(unknown)].map(shapeOf);
    expect(answered[0]).toMatchObject({ http: 200, destination: "•••" });
    expect(answered[0]).toEqual(answered[1]);
    expect([told(await again(known)), told(await again(unknown))]).toEqual([
      "429 resend_cooldown",
      "429 resend_cooldown",
    ]);
    expect(await mailed()).toBe(before);
    await set({});
  });

  it("is not told by a mailbox that is full", async () => {
    await named("dan", "dan.dee@example.com");
    app.clock.advance(HOUR);
    for (let at = 0; at < 10; at += 1) expect(told(await ask({ email: `dandee+${at}@example.com` }))).toBe("200");
    expect((await ask({ email: "dan.dee@example.com" })).headers.get("ratelimit")).toContain("otp.mailbox");
    expect(shapeOf(await ask({ username: "dan" }))).toEqual(shapeOf(await ask({ username: "not.dan" })));
  });
});
