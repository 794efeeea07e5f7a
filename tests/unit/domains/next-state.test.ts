import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/core/clock";
import { nextState, type Proof, statusOf } from "@/lib/domains/next-state";

const START = new Date("2026-11-20T12:00:00Z");
const HOUR = 3_600;
const at = (seconds: number) => addSeconds(START, seconds);
const NEW = { createdAt: START, checkedAt: null, verifiedAt: null, lostAt: null, failedAt: null };
const VERIFIED = { ...NEW, checkedAt: START, verifiedAt: START };

/** Takes the checks one after the other; what the last one made, and every event with its hour. */
function run(domain: typeof NEW | typeof VERIFIED, checks: readonly (readonly [number, Proof])[]) {
  const events: string[] = [];
  let standing: Parameters<typeof nextState>[0] = domain;
  for (const [hours, proof] of checks) {
    const { changes, event } = nextState(standing, proof, at(hours * HOUR), 0);
    standing = { ...standing, ...changes };
    if (event) events.push(`${hours} ${event}`);
  }
  return { status: statusOf(standing), events };
}

describe("a new domain", () => {
  it("is looked for sooner at first, and every hour at the least", () => {
    const waits = [0, 60, 600, 3_600, 36_000].map((age) => {
      const { nextCheckAt } = nextState(NEW, "absent", at(age), 0).changes;
      return (nextCheckAt.getTime() - at(age).getTime()) / 1000;
    });
    expect(waits).toEqual([10, 15, 150, 900, HOUR]);
  });

  it("is verified at once when it is proven, and not while some resolvers do not see it", () => {
    expect(run(NEW, [[1, "partly"]])).toEqual({ status: "checking", events: [] });
    expect(run(NEW, [[1, "proven"]])).toEqual({ status: "verified", events: ["1 verified"] });
  });

  it("fails after 72 hours, once, and is verified when somebody has it looked at again", () => {
    const checks = [
      [71, "absent"],
      [72, "absent"],
      [90, "absent"],
    ] as const;
    expect(run(NEW, checks)).toEqual({ status: "failed", events: ["72 failed"] });
    expect(run(NEW, [...checks, [91, "proven"]])).toEqual({ status: "verified", events: ["72 failed", "91 verified"] });
  });
});

describe("a verified domain", () => {
  it("goes on for 72 hours without its records, then has to be proven anew", () => {
    const lost = [
      [24, "absent"],
      [95, "absent"],
    ] as const;
    expect(run(VERIFIED, lost)).toEqual({ status: "attention", events: ["24 lost"] });
    const events = ["24 lost", "96 failed"];
    expect(run(VERIFIED, [...lost, [96, "absent"]])).toEqual({ status: "failed", events });
    expect(run(VERIFIED, [...lost, [96, "unknown"]])).toEqual({ status: "failed", events });
    expect(run(VERIFIED, [...lost, [96, "absent"], [97, "unknown"]]).status).toBe("failed");
  });

  it("is as it was when they are back in time", () => {
    const checks = [
      [24, "absent"],
      [30, "proven"],
    ] as const;
    expect(run(VERIFIED, checks)).toEqual({ status: "verified", events: ["24 lost", "30 found_again"] });
  });

  it("is not lost by a resolver that cannot be reached, and is by three days of nobody who can tell", () => {
    expect(
      run(VERIFIED, [
        [24, "unknown"],
        [71, "unknown"],
      ]),
    ).toEqual({ status: "verified", events: [] });
    const silent = [24, 48, 72, 100, 143, 144].map((hours) => [hours, "unknown"] as const);
    expect(run(VERIFIED, silent)).toEqual({ status: "failed", events: ["72 lost", "144 failed"] });
  });

  it("is looked at every day", () => {
    const { nextCheckAt } = nextState(VERIFIED, "proven", at(0), 0.5).changes;
    expect((nextCheckAt.getTime() - START.getTime()) / 1000 / HOUR).toBe(23.5);
  });
});
