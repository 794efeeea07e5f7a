import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { STORES, type TestStore } from "@/tests/support/limits-stores";
import type { Mutation } from "@/tests/support/races-bundle";
import { type Rig, startRig, type Tenant } from "@/tests/support/races-rig";

const LIMIT = 200;
const LOAD = 10 * LIMIT;
/** No more than the processes have connections to the database: nobody is turned away for want of one. */
const AT_ONCE = 30;
/** Of what is admitted in a window. What must not overshoot at all is in Postgres, and shown in races.test.ts. */
const TOLERANCE = 0.02;

/** Counting is exact as long as the store answers, however busy the machine is. What happens else is shown elsewhere. */
const patient: readonly Mutation[] = [
  { file: "lib/limits/reach-store.ts", replace: [["PATIENCE_MS = 100;", "PATIENCE_MS = 20_000;"]] },
  { file: "lib/limits/redis.ts", replace: [["SILENCE_MS = 1_000;", "SILENCE_MS = 20_000;"]] },
  { file: "lib/limits/upstash.ts", replace: [["CALL_TIMEOUT_MS = 1_000;", "CALL_TIMEOUT_MS = 20_000;"]] },
];

/** Ten times what the limit lets pass, from one address; how many did, and how many were told to wait. */
async function storm(rig: Rig, tenant: Tenant, picks: (at: number) => number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const ask = async (at: number) => {
    const body = { email: `storm${at}@example.com`, context: { ip: "203.0.113.9" } };
    const answer = await rig.send(picks(at), { path: "/api/auth/request-otp", body, as: { key: tenant.key } });
    const told = answer.status === 200 ? "200" : `${answer.status} ${answer.body.code}`;
    counts[told] = (counts[told] ?? 0) + 1;
  };
  let next = 0;
  const askOn = async () => {
    while (next < LOAD) await ask(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
  return counts;
}

function expectFairShare(counts: Record<string, number>, share: number): void {
  const admitted = counts["200"] ?? 0;
  expect(counts).toEqual({ "200": admitted, "429 rate_limited": LOAD - admitted });
  expect(admitted).toBeLessThanOrEqual(share * (1 + TOLERANCE));
  expect(admitted).toBeGreaterThanOrEqual(share * (1 - TOLERANCE));
}

const limited = { settings: { codes: { per_ip_hour: LIMIT } } };

describe("three processes, ten times what a limit lets pass", { timeout: 120_000 }, () => {
  let rig: Rig | undefined;
  afterEach(async () => {
    await rig?.stop();
    rig = undefined;
  });

  describe.each(Object.entries(STORES))("in %s", (name, start) => {
    let store: TestStore;
    beforeAll(async () => {
      store = await start();
    });
    afterAll(() => store?.close());

    it("they share one limit", async () => {
      rig = await startRig({ env: store.env, mutant: { name: `limits-${name}`, mutations: patient } });
      const tenant = await rig.tenant(limited);
      expectFairShare(await storm(rig, tenant, (at) => at), LIMIT);
      // Another customer's users at the same address have a limit of their own.
      expectFairShare(await storm(rig, await rig.tenant(limited), (at) => at), LIMIT);
    });
  });

  it("in memory each counts for itself", async () => {
    rig = await startRig();
    const tenant = await rig.tenant(limited);
    expectFairShare(await storm(rig, tenant, () => 0), LIMIT);
    expectFairShare(await storm(rig, tenant, (at) => 1 + (at % 2)), 2 * LIMIT);
  });
});
