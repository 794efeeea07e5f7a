import { Redis } from "@upstash/redis";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNinepinError, type NinepinError } from "@/lib/core/errors";
import { createLogger } from "@/lib/core/logger";
import { LIMITS, type LimitName, type Limits, memoryLimits, networkOf, take } from "@/lib/limits";
import { reachStore } from "@/lib/limits/reach-store";
import type { Remote } from "@/lib/limits/store";

/** A clock that stands still until it is moved. */
function stoppedClock(start = Date.UTC(2026, 10, 20, 12)) {
  let now = start;
  return {
    now: () => new Date(now),
    offsetSeconds: () => 0,
    advance: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

/** Whether the request passed, or the refusal. */
async function attempt(limits: Limits, name: LimitName, key: string, limit?: number): Promise<"passed" | NinepinError> {
  return take(limits, name, key, limit === undefined ? {} : { limit }).then(
    () => "passed" as const,
    (error: unknown) => {
      if (isNinepinError(error)) return error;
      throw error;
    },
  );
}

async function countPassed(limits: Limits, name: LimitName, key: string, times: number, limit?: number) {
  const outcomes = await Promise.all(Array.from({ length: times }, () => attempt(limits, name, key, limit)));
  return outcomes.filter((outcome) => outcome === "passed").length;
}

describe("take", () => {
  it("lets exactly as many pass as the limit says, however many come at once", async () => {
    const limits = memoryLimits(stoppedClock());
    expect(await countPassed(limits, "otp.request.ip", "e/203.0.113.9", 200)).toBe(LIMITS["otp.request.ip"].limit);
    expect(await countPassed(limits, "otp.request.ip", "e/203.0.113.10", 1)).toBe(1);
  });

  it("counts one key of two limits apart, and a setting instead of the row's number", async () => {
    const limits = memoryLimits(stoppedClock());
    expect(await countPassed(limits, "otp.request.ip", "e/a", 50, 7)).toBe(7);
    expect(await countPassed(limits, "signup.ip", "e/a", 50)).toBe(50);
    // The counter is the key's, not the number's: a raised limit goes on counting.
    expect(await countPassed(limits, "otp.request.ip", "e/a", 50, 10)).toBe(3);
  });

  it("says which limit it was and when to come back, and keeps its word", async () => {
    const clock = stoppedClock(Date.UTC(2026, 10, 20, 12, 59, 30));
    const limits = memoryLimits(clock);
    await countPassed(limits, "otp.request.ip", "e/a", 20);
    const refusal = await attempt(limits, "otp.request.ip", "e/a");
    if (refusal === "passed") throw new Error("The 21st passed");
    expect(refusal.code).toBe("rate_limited");
    expect(refusal.options.retryAfterSeconds).toBe(30);
    expect(refusal.options.limit).toEqual({
      name: "otp.request.ip",
      limit: 20,
      windowSeconds: 3600,
      remaining: 0,
      resetSeconds: 30,
    });
    clock.advance(29.9);
    expect(await attempt(limits, "otp.request.ip", "e/a")).not.toBe("passed");
    clock.advance(1);
    expect(await attempt(limits, "otp.request.ip", "e/a")).toBe("passed");
  });

  it("never lets more pass in any window of the clock than the limit, at any pace", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 1800 }), { maxLength: 60 }), async (pauses) => {
        const clock = stoppedClock();
        const limits = memoryLimits(clock);
        const passedIn = new Map<number, number>();
        for (const pause of pauses) {
          clock.advance(pause);
          const window = Math.floor(clock.now().getTime() / 3_600_000);
          if ((await attempt(limits, "otp.request.ip", "k", 5)) !== "passed") continue;
          passedIn.set(window, (passedIn.get(window) ?? 0) + 1);
        }
        expect(Math.max(0, ...passedIn.values())).toBeLessThanOrEqual(5);
      }),
      { numRuns: 50 },
    );
  });

  it("forgets after two windows of silence", async () => {
    const clock = stoppedClock();
    const limits = memoryLimits(clock);
    expect(await countPassed(limits, "otp.request.ip", "k", 30)).toBe(20);
    clock.advance(7200);
    expect(await countPassed(limits, "otp.request.ip", "k", 30)).toBe(20);
  });
});

describe("memoryLimits", () => {
  it("holds no more keys than it may, and drops the oldest", async () => {
    const limits = memoryLimits(stoppedClock(), { maxKeys: 100 });
    for (let index = 0; index < 1000; index += 1) await take(limits, "signup.ip", `k${index}`);
    expect(limits.size()).toBe(100);
    expect(await countPassed(limits, "signup.ip", "k999", 200)).toBe(LIMITS["signup.ip"].limit - 1);
    expect(await countPassed(limits, "signup.ip", "k0", 200)).toBe(LIMITS["signup.ip"].limit);
  });

  it("keeps what one limit knows from a flood of keys at another", async () => {
    const limits = memoryLimits(stoppedClock(), { maxKeys: 100 });
    await countPassed(limits, "otp.request.ip", "victim", 20);
    for (let index = 0; index < 1000; index += 1) await take(limits, "signup.ip", `k${index}`);
    expect(await countPassed(limits, "otp.request.ip", "victim", 1)).toBe(0);
  });

  it("drops what has expired as new keys come", async () => {
    const clock = stoppedClock();
    const limits = memoryLimits(clock);
    for (let index = 0; index < 1000; index += 1) await take(limits, "signup.ip", `old${index}`);
    clock.advance(600);
    for (let index = 0; index < 400; index += 1) await take(limits, "signup.ip", `new${index}`);
    expect(limits.size()).toBe(400);
  });

  it("counts by the clock that it was given, not by the machine's", async () => {
    const clock = stoppedClock(Date.UTC(2040, 0, 1));
    const limits = memoryLimits(clock);
    expect(await countPassed(limits, "otp.request.ip", "k", 25)).toBe(20);
    clock.advance(3600 + 1800);
    // Half of the window before still counts.
    expect(await countPassed(limits, "otp.request.ip", "k", 25)).toBe(10);
  });
});

describe("without its store", () => {
  const broken = () => new Redis({ request: () => Promise.reject(new Error("ECONNREFUSED")) });
  const silent = () => new Redis({ request: () => new Promise<never>(() => undefined) });

  /** Limits over such a store, what was asked of it, and what was logged. */
  function rig(store: Redis) {
    const clock = stoppedClock();
    const lines: string[] = [];
    const log = createLogger("debug", { write: (line) => lines.push(line) });
    const remote = reachStore({ clock, log }, () => store.ping());
    let asked = 0;
    const counted: Remote = {
      ...remote,
      ask: (question) =>
        remote.ask(() => {
          asked += 1;
          return question();
        }),
    };
    const limits: Limits = { ...memoryLimits(clock), redis: store, remote: counted };
    return { limits, clock, lines, asked: () => asked };
  }

  it.each([
    ["broken", broken],
    ["silent", silent],
  ])("a limit does what its row says, and none is off: %s", async (_, store) => {
    const { limits } = rig(store());
    expect(await countPassed(limits, "otp.request.ip", "k", 200)).toBe(LIMITS["otp.request.ip"].limit);
    const refusal = await attempt(limits, "otp.request.ip", "k");
    expect(refusal === "passed" ? refusal : refusal.options.limit?.name).toBe("otp.request.ip");
    const closed = await attempt(limits, "health.egress", "k");
    expect(closed === "passed" ? closed : closed.code).toBe("unavailable");
  });

  it("is not asked any more after five failures, and by one request at a time after two seconds", async () => {
    const { limits, clock, lines, asked } = rig(broken());
    for (let count = 0; count < 20; count += 1) await attempt(limits, "signup.ip", "k");
    expect(asked()).toBe(5);
    clock.advance(2);
    await countPassed(limits, "signup.ip", "k", 50);
    expect(asked()).toBe(6);
    expect(lines.filter((line) => line.includes("does not answer"))).toHaveLength(1);
  });

  it("counts on from what the process has let pass while the store was there", async () => {
    const { limits } = rig(broken());
    const shared = memoryLimits(limits.clock);
    const there: Limits = { ...limits, redis: shared.redis, remote: rig(shared.redis).limits.remote };
    expect(await countPassed(there, "otp.request.ip", "k", 12)).toBe(12);
    expect(await countPassed(limits, "otp.request.ip", "k", 50)).toBe(LIMITS["otp.request.ip"].limit - 12);
  });

  it("what each process counts for itself is counted all the same, and asks no store", async () => {
    const { limits, asked } = rig(broken());
    expect(await countPassed(limits, "request.ip", "203.0.113.9", 20, 12)).toBe(12);
    expect(await countPassed(limits, "request.ip", "203.0.113.10", 1, 12)).toBe(1);
    const refusal = await attempt(limits, "request.ip", "203.0.113.9", 12);
    expect(refusal === "passed" ? refusal : refusal.options.limit?.name).toBe("request.ip");
    expect(asked()).toBe(0);
  });
});

describe("an environment", () => {
  it("that asks too much is refused, and takes nothing from its neighbour", async () => {
    const limits = memoryLimits(stoppedClock());
    const { limit } = LIMITS["request.environment"];
    expect(await countPassed(limits, "request.environment", "noisy", limit + 1_000)).toBe(limit);
    expect(await countPassed(limits, "request.environment", "neighbour", 1_000)).toBe(1_000);
  });
});

describe("networkOf", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2::1", "20010db800010002/64"],
    ["2001:0DB8:1:2:ffff:ffff:ffff:ffff", "20010db800010002/64"],
    ["2001:db8:1:3::1", "20010db800010003/64"],
    ["not an address", "unknown"],
    [null, "unknown"],
  ])("%s counts as %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
