import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { updateSettings } from "@/lib/configuration";
import { environmentOf } from "@/lib/environments";
import { rotateApiKey } from "@/lib/keys";
import type { Scope } from "@/lib/ports";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, signUp, type Tenant, told } from "@/tests/support/tenants";

/** How long a process may go on as before: what it remembers of keys, settings and what holds for all. */
const STALE_SECONDS = 5;
const EDITORS = 40;
const ROUNDS = 10;
const CONFIG = "/api/admin/config";
const KEYS = "/api/admin/customers/me/api-keys";

const Configuration = z.looseObject({ version: z.number(), settings: z.looseObject({ codes: z.looseObject({}) }) });
const NewKey = z.looseObject({ id: z.string(), key: z.string() });

describe("two processes on one database", () => {
  let here: TestApp;
  let there: TestApp;
  let tenant: Tenant;
  let asked = 0;

  beforeAll(async () => {
    here = await startApp({ drain: false });
    there = await startApp({ drain: false, beside: here });
    tenant = await signUp(here, "owner@acme.dev");
  });
  afterAll(async () => {
    await there?.close();
    await here?.close();
  });

  const secret = () => tenant.test.secret;
  const change = (app: TestApp, body: object) => call(app, "PUT", CONFIG, { key: secret(), body });
  const read = async (app: TestApp) => Configuration.parse((await call(app, "GET", CONFIG, { key: secret() })).body);
  const askCode = (app: TestApp, key = secret()) =>
    call(app, "POST", "/api/auth/request-otp", { key, body: { email: `ada${++asked}@example.com` } });

  it("hear of a changed setting within five seconds", async () => {
    expect((await askCode(there)).body).toMatchObject({ code_length: 9 });
    const { version } = await read(here);
    await change(here, { version, settings: { codes: { length: { email: 7 } } } });
    expect((await askCode(here)).body, "in the process that changed it").toMatchObject({ code_length: 7 });
    there.clock.advance(STALE_SECONDS);
    expect((await askCode(there)).body).toMatchObject({ code_length: 7 });
  });

  it("hear of a revoked key within five seconds", async () => {
    const made = await call(here, "POST", KEYS, { key: secret(), body: { name: "x", type: "secret" } });
    const { id, key } = NewKey.parse(made.body);
    expect(told(await askCode(there, key))).toBe("200");
    await call(here, "DELETE", `${KEYS}/${id}`, { key: secret() });
    expect(told(await askCode(here, key)), "in the process that revoked it").toBe("401 invalid_api_key");
    there.clock.advance(STALE_SECONDS);
    expect(told(await askCode(there, key))).toBe("401 invalid_api_key");
  });

  it("hear of a rotated key's end, and of a narrowed scope, within five seconds", async () => {
    const make = async () =>
      NewKey.parse((await call(here, "POST", KEYS, { key: secret(), body: { name: "x", type: "secret" } })).body);
    const [rotated, narrowed] = [await make(), await make()];
    for (const { key } of [rotated, narrowed]) expect(told(await askCode(there, key))).toBe("200");
    await call(here, "POST", `${KEYS}/${rotated.id}/rotate`, { key: secret(), body: { overlap_seconds: 0 } });
    await call(here, "PATCH", `${KEYS}/${narrowed.id}`, { key: secret(), body: { scopes: ["keys:read"] } });
    there.clock.advance(STALE_SECONDS);
    expect(told(await askCode(there, rotated.key))).toBe("401 invalid_api_key");
    expect(told(await askCode(there, narrowed.key))).toBe("403 forbidden");
  });

  it("hear of what the operator changes for all within five seconds", async () => {
    const sign = (app: TestApp) => call(app, "POST", "/api/signup", { body: { email: "late@example.com" } });
    expect(told(await sign(there))).toBe("202");
    const { version } = (await call(here, "GET", "/api/admin/system", operator)).body;
    const body = { version, settings: { sign_ups: "closed" } };
    expect(told(await call(here, "PUT", "/api/admin/system", { ...operator, body }))).toBe("200");
    expect(told(await sign(here)), "in the process that changed it").toBe("403 forbidden");
    there.clock.advance(STALE_SECONDS);
    expect(told(await sign(there))).toBe("403 forbidden");
  });

  /** The tenant's test environment as the app's process has it, for its domain functions. */
  async function scopeIn(app: TestApp): Promise<Scope> {
    const environment = await environmentOf(app.deps, tenant.test.environmentId);
    if (!environment) throw new Error("The tenant has no test environment");
    return { environment, actor: { type: "operator" }, client: null };
  }

  /** Does it many times at once, by turns in either process: how each time ended. */
  async function atOnce<Result>(work: (app: TestApp, scope: Scope, at: number) => Promise<Result>) {
    const [ours, theirs] = [await scopeIn(here), await scopeIn(there)];
    return Promise.allSettled(
      Array.from({ length: EDITORS }, (_, at) => (at % 2 === 0 ? work(here, ours, at) : work(there, theirs, at))),
    );
  }

  const valuesOf = <Result>(ended: PromiseSettledResult<Result>[]) =>
    ended.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const reasonsOf = (ended: PromiseSettledResult<unknown>[]) =>
    ended.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));

  it(`let one of ${EDITORS} editors through, and show the others what that one made`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { version } = await read(here);
      const ended = await atOnce(({ deps }, scope, at) =>
        updateSettings(deps, scope, {
          version,
          settings: { codes: { per_ip_hour: 1 + round * EDITORS + at } },
        }),
      );
      const now = await read(there);
      expect(valuesOf(ended)).toMatchObject([{ version: version + 1, settings: now.settings }]);
      const lost = reasonsOf(ended);
      expect(lost).toHaveLength(EDITORS - 1);
      for (const reason of lost) {
        expect(reason).toMatchObject({
          code: "conflict",
          options: { extra: { version: version + 1, settings: now.settings } },
        });
      }
    }
  });

  it("rotate a key once, whoever asks where", async () => {
    const made = await call(here, "POST", KEYS, { key: secret(), body: { name: "x", type: "secret" } });
    const { id } = NewKey.parse(made.body);
    const ended = await atOnce(({ deps }, scope) => rotateApiKey(deps, scope, id, { overlapSeconds: 60 }));
    expect(valuesOf(ended)).toHaveLength(1);
    expect(reasonsOf(ended)).toMatchObject(Array.from({ length: EDITORS - 1 }, () => ({ code: "conflict" })));
  });
});
