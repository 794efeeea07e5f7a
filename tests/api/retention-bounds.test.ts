import { afterAll, beforeAll, expect, it } from "vitest";
import { sweepEnded } from "@/lib/outbox";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, signUp, told } from "@/tests/support/tenants";

let app: TestApp;

beforeAll(async () => {
  // Nothing is deleted but by the test.
  app = await startApp({ drain: false });
});
afterAll(() => app.close());

it("what is old stays in live as long as the operator's bounds say, over defaults and what was set before", async () => {
  const { test, live } = await signUp(app, "owner@acme.dev");
  const insert = `INSERT INTO request_log (environment_id, id, at, method, path, status, duration_ms, actor)
    SELECT $1, 'req_' || days, $2::timestamptz - make_interval(days => days), 'GET', '/', 200, 1, 'operator' FROM unnest('{5, 10, 40}'::int[]) days`;
  for (const { environmentId } of [test, live]) {
    await app.deps.db.run({ name: "test_log", text: insert }, [environmentId, app.clock.now()]);
  }
  const keptOf = async ({ environmentId }: { environmentId: string }) => {
    const text = "SELECT id FROM request_log WHERE environment_id = $1 ORDER BY at DESC";
    const rows = await app.deps.db.run<{ id: string }>({ name: "test_logged", text }, [environmentId]);
    return rows.map(({ id }) => id);
  };
  const sweepWithin = async (version: number, days: object) => {
    const body = { version, settings: { bounds: { "retention.request_log_days": days } } };
    expect(told(await call(app, "PUT", "/api/admin/system", { ...operator, body }))).toBe("200");
    await sweepEnded(app.deps);
    return [await keptOf(live), await keptOf(test)];
  };
  expect(await sweepWithin(0, { min: 60 })).toEqual([
    ["req_5", "req_10", "req_40"],
    ["req_5", "req_10"],
  ]);
  // What a newer version may have written there holds nothing up.
  const strange = `INSERT INTO system_settings (version, settings, author)
    VALUES (2, '{"bounds": {"retention.request_log_days": {"max": "a week"}}}', 'operator')`;
  await app.deps.db.run({ name: "test_strange", text: strange }, []);
  await sweepEnded(app.deps);
  expect(await sweepWithin(2, { max: 7 })).toEqual([["req_5"], ["req_5", "req_10"]]);
});
