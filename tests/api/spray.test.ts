import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resendFromOutbox } from "@/lib/otp";
import { drainOutbox } from "@/lib/outbox";
import { createSprayBrake } from "@/lib/spray";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Answered, call, signUp, type Tenant, told } from "@/tests/support/tenants";

const IDENTIFIERS = 70;
const NETWORKS = 10;

let app: TestApp;
let tenant: Tenant;
let appKey: string;
let deviceToken: string;

const ask = (email: string, body: object = {}) =>
  call(app, "POST", "/api/auth/request-otp", { key: tenant.live.secret, body: { email, ...body } });
const guess = (challengeId: unknown, otp: unknown, ip: string) =>
  call(app, "POST", "/api/auth/verify-otp", { key: appKey, ip, body: { challenge_id: challengeId, otp } });
const wrong = ({ body }: Answered) => (body.preview_code === "000000000" ? "000000001" : "000000000");

/** What the environment is told of being sprayed. */
async function toldOfSpray(): Promise<number> {
  await drainOutbox(app.deps, resendFromOutbox);
  const rows = await app.deps.db.run(
    {
      name: "spray_events",
      text: "SELECT FROM audit_log WHERE environment_id = $1 AND type = 'rate_limit.exceeded' AND data->>'limit' = 'otp.spray'",
    },
    [tenant.live.environmentId],
  );
  return rows.length;
}

beforeAll(async () => {
  app = await startApp({ env: { DEV_MODE: "true" }, drain: false });
  tenant = await signUp(app, "owner@acme.dev");
  const body = { name: "App", type: "publishable", kind: "app" };
  const path = `/api/admin/customers/${tenant.customerId}/api-keys`;
  appKey = String((await call(app, "POST", path, { key: tenant.live.secret, body })).body.key);
  const { body: asked } = await ask("known@example.com");
  const signedIn = await guess(asked.challenge_id, asked.preview_code, "198.51.100.7");
  deviceToken = String(signedIn.body.device_token);
});
afterAll(() => app.close());

describe("a few wrong codes at each of many identifiers", () => {
  it("brake the networks they come from, and nobody else", async () => {
    let judged = 0;
    for (let at = 0; at < IDENTIFIERS; at += 1) {
      const asked = await ask(`victim${at}@example.com`);
      for (let each = 0; each < 3; each += 1) {
        const answered = await guess(asked.body.challenge_id, wrong(asked), `192.0.2.${at % NETWORKS}`);
        if (told(answered) === "400 invalid_otp") judged += 1;
      }
    }
    await app.deps.spray.flush();
    expect(judged, "wrong guesses that were judged until it took hold").toBeLessThanOrEqual(201);

    const person = await ask("person@example.com");
    const held = await guess(person.body.challenge_id, person.body.preview_code, "192.0.2.3");
    expect(told(held)).toBe("429 rate_limited");
    expect(held.headers.get("ratelimit-policy")).toBe('"otp.spray";q=3;w=3600');
    expect(Number(held.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(told(await guess(person.body.challenge_id, person.body.preview_code, "203.0.113.77"))).toBe("200");
  });

  it("make codes longer for anybody, and leave known devices theirs", async () => {
    expect((await ask("anybody@example.com")).body.code_length).toBe(10);
    app.clock.advance(31);
    const known = await ask("known@example.com", { device_token: deviceToken });
    expect(known.body.code_length).toBe(9);
    expect(told(await guess(known.body.challenge_id, known.body.preview_code, "192.0.2.3"))).toBe("200");
  });

  it("are told of once, and forgotten after an hour", async () => {
    await app.deps.spray.flush();
    expect(await toldOfSpray()).toBe(1);
    app.clock.advance(3600 + 600);
    await app.deps.spray.flush();
    expect((await ask("later@example.com")).body.code_length).toBe(9);
    const later = await ask("later2@example.com");
    expect(told(await guess(later.body.challenge_id, later.body.preview_code, "192.0.2.3"))).toBe("200");
  });
});

describe("the brake of another process", () => {
  it("takes hold on what the first one counted", async () => {
    const other = createSprayBrake(app.deps);
    const environmentId = tenant.test.environmentId;
    for (let at = 0; at < 250; at += 1) {
      app.deps.spray.note({ environmentId, network: `192.0.2.${at}`, right: false, expected: 1e-9 });
    }
    await app.deps.spray.flush();
    expect(other.brake(environmentId)).toBe("off");
    await other.flush();
    expect(other.brake(environmentId)).toBe("on");
    expect(other.holds(environmentId, "192.0.2.1"), "one mistake is a person's").toBe(false);
  });
});
