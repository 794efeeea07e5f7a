import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/core/clock";
import { isNinepinError } from "@/lib/core/errors";
import { createLogger } from "@/lib/core/logger";
import { type LimitName, type Limits, openLimits, take } from "@/lib/limits";
import { OUTAGES, STORES, type TestStore } from "@/tests/support/limits-stores";
import { until } from "@/tests/support/until";

const log = createLogger("silent");

async function passes(limits: Limits, name: LimitName, key: string, limit: number): Promise<boolean> {
  return take(limits, name, key, { limit }).then(
    () => true,
    (error: unknown) => {
      if (isNinepinError(error) && error.code === "rate_limited") return false;
      throw error;
    },
  );
}

const answers = ({ remote }: Limits): Promise<boolean> =>
  (remote ?? fail()).check().then(
    () => true,
    () => false,
  );

async function countPassed(limits: readonly Limits[], key: string, times: number, limit: number): Promise<number> {
  const asked = Array.from({ length: times }, (_, at) => limits[at % limits.length] ?? fail());
  const passed = await Promise.all(asked.map((each) => passes(each, "otp.request.ip", key, limit)));
  return passed.filter(Boolean).length;
}

function fail(): never {
  throw new Error("There are no limits");
}

describe.each(Object.entries(STORES))("limits in %s", (_, start) => {
  let store: TestStore;
  let limits: Limits;
  let others: Limits;
  // What counts exactly does so as long as the store answers, however busy the machine is.
  let patient: readonly Limits[];
  beforeAll(async () => {
    store = await start();
    limits = await openLimits(store.store, { clock: systemClock, log });
    others = await openLimits(store.store, { clock: systemClock, log });
    const tools = { clock: systemClock, log, patienceMs: 20_000 };
    patient = await Promise.all([openLimits(store.store, tools), openLimits(store.store, tools)]);
    // The connections are made.
    await until(async () => (await answers(limits)) && (await answers(others)));
  });
  afterAll(async () => {
    for (const each of [limits, others, ...(patient ?? [])]) each?.close();
    await store?.close();
  });

  it("lets exactly as many pass as the limit says, however many come at once to whom", async () => {
    expect(await countPassed(patient, "exact", 200, 20)).toBe(20);
  });

  it("counts keys and limits apart, and on where a limit is raised", async () => {
    expect(await countPassed(patient, "apart", 20, 5)).toBe(5);
    expect(await countPassed(patient, "another", 20, 5)).toBe(5);
    expect(await passes(patient[0] ?? fail(), "signup.ip", "apart", 5)).toBe(true);
    expect(await countPassed(patient, "apart", 20, 8)).toBe(3);
  });

  it("goes on when the store has lost its scripts", async () => {
    await countPassed(patient, "scripts", 3, 5);
    await store.redis.ask("SCRIPT", "FLUSH");
    expect(await countPassed(patient, "scripts", 20, 5)).toBe(2);
  });

  it("leaves nothing in the store for longer than it counts", async () => {
    await passes(patient[0] ?? fail(), "keys.unknown", "fleeting", 5);
    const keys = await store.redis.ask("KEYS", "ninepin/*fleeting*");
    const [key] = Array.isArray(keys) ? keys.map(String) : [];
    expect(key).toMatch(/^ninepin\/keys\.unknown:fleeting:\d+$/);
    expect(Number(await store.redis.ask("PTTL", key ?? ""))).toBeGreaterThan(60_000);
    expect(Number(await store.redis.ask("PTTL", key ?? ""))).toBeLessThanOrEqual(121_000);
  });

  it.each(OUTAGES)(
    "%s: each process counts on from what it has let pass, and shares again afterwards",
    async (outage) => {
      const key = `outage ${outage}`;
      const { begin, end } = store.faults[outage];
      // Six each.
      expect(await countPassed([limits, others], key, 12, 20)).toBe(12);
      await begin();
      expect(await answers(limits)).toBe(false);
      expect(await countPassed([limits], key, 100, 20)).toBe(14);
      expect(await countPassed([others], key, 100, 20)).toBe(14);
      await expect(take(limits, "health.egress", key)).rejects.toMatchObject({ code: "unavailable" });
      await end();
      const isShared = async (at: number) => {
        const fresh = `${key} ${at}`;
        return (await passes(limits, "signup.ip", fresh, 1)) && !(await passes(others, "signup.ip", fresh, 1));
      };
      let at = 0;
      await until(() => isShared(at++));
    },
  );
});
