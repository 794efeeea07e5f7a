import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environmentOf } from "@/lib/environments";
import { guessRight, meetChallenge, resendFromOutbox } from "@/lib/otp";
import { drainOutbox } from "@/lib/outbox";
import type { Scope } from "@/lib/ports";
import { startApp, type TestApp } from "@/tests/support/app";
import { openSql, type Sql } from "@/tests/support/sql";
import { call, requestCode, signUp, type Tenant } from "@/tests/support/tenants";

let app: TestApp;
let sql: Sql;
let tenant: Tenant;
let scope: Scope;

beforeAll(async () => {
  app = await startApp({ drain: false });
  sql = await openSql(app.deps.env.databaseUrl ?? "");
  tenant = await signUp(app, "owner@acme.dev");
  const environment = await environmentOf(app.deps, tenant.test.environmentId);
  if (!environment) throw new Error("No environment");
  scope = { environment, actor: { type: "system" }, client: null };
});
afterAll(async () => {
  await sql.close();
  await app.close();
});

const drain = () => drainOutbox(app.deps, resendFromOutbox);
const eventsOf = (challengeId: string) =>
  sql.rows<{ type: string }>("SELECT type FROM audit_log WHERE data->>'challenge_id' = $1 ORDER BY at, type", [
    challengeId,
  ]);

async function guess(challengeId: string, otp: string) {
  return guessRight(app.deps, scope, { challengeId, identifier: null, otp, purpose: "sign_in" });
}

describe("the record of a guess", () => {
  it("says failed for one whose process died before it was met, and verified for one that was", async () => {
    const { challengeId, code } = await requestCode(app, tenant.test.secret, { email: "ada@example.com" });
    const died = await guess(challengeId, code);
    expect(died.challenge.id).toBe(challengeId);
    await meetChallenge(app.deps, scope, await guess(challengeId, code));
    app.clock.advance(3);
    await drain();
    expect((await eventsOf(challengeId)).map(({ type }) => type).sort()).toEqual([
      "otp.failed",
      "otp.requested",
      "otp.verified",
    ]);
  });

  it("adds verified, and takes the failure back from the counts, where the meeting came late", async () => {
    const { challengeId, code } = await requestCode(app, tenant.test.secret, { email: "bea@example.com" });
    const slow = await guess(challengeId, code);
    app.clock.advance(3);
    await drain();
    expect((await eventsOf(challengeId)).map(({ type }) => type)).toContain("otp.failed");
    await meetChallenge(app.deps, scope, slow);
    await drain();
    const told = (await eventsOf(challengeId)).map(({ type }) => type).sort();
    // The entry stays, as everything in a sealed log does; it is the count that is put right.
    expect(told).toEqual(["otp.failed", "otp.requested", "otp.verified"]);
    const counts = await sql.rows<{ metric: string; count: number }>(
      "SELECT metric, sum(count)::int AS count FROM usage_counts WHERE environment_id = $1 AND period = 'month' AND dimension = '' AND metric LIKE 'otp.%' GROUP BY 1 ORDER BY 1",
      [tenant.test.environmentId],
    );
    // Of both tests here: two codes, one guess of a process that died, two that were met.
    expect(counts).toEqual([
      { metric: "otp.failed", count: 1 },
      { metric: "otp.requested", count: 2 },
      { metric: "otp.verified", count: 2 },
    ]);
  });
});

describe("the outbox", () => {
  it("drained by many at once moves every event once and leaves nothing", async () => {
    for (let at = 0; at < 60; at += 1) await requestCode(app, tenant.test.secret, { email: `many${at}@example.com` });
    const [before] = await sql.rows<{ count: number }>("SELECT count(*)::int FROM outbox WHERE kind = 'event'");
    const [recorded] = await sql.rows<{ count: number }>("SELECT count(*)::int FROM audit_log");
    await Promise.all(Array.from({ length: 8 }, drain));
    const [after] = await sql.rows<{ count: number }>("SELECT count(*)::int FROM audit_log");
    expect((after?.count ?? 0) - (recorded?.count ?? 0)).toBe(before?.count);
    expect(await sql.rows("SELECT FROM outbox WHERE kind = 'event'")).toEqual([]);
  });

  it("holds no address, number, code or token in any event", async () => {
    await call(app, "POST", "/api/auth/request-otp", { key: tenant.test.secret, body: { phone: "+14155550100" } });
    await drain();
    const rows = await sql.rows<{ text: string }>("SELECT data::text AS text FROM audit_log");
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) expect(text).not.toMatch(/@|\+\d|123456|np_|eyJ/);
  });
});
