import { describe, expect, it } from "vitest";
import { createBreaker, UncountedFailure } from "@/lib/core/breaker";
import { testClock } from "@/lib/core/clock";

const works = async () => "worked";
const fails = async (): Promise<string> => {
  throw new Error("down");
};

function rig() {
  const clock = testClock();
  const changes: boolean[] = [];
  const breaker = createBreaker(clock, { onChange: (open) => changes.push(open) });
  const failTimes = async (times: number) => {
    for (let count = 0; count < times; count += 1) await expect(breaker.run(fails)).rejects.toThrow("down");
  };
  return { clock, changes, breaker, failTimes };
}

describe("a breaker", () => {
  it("lets everything through, and opens after five failures in a row", async () => {
    const { breaker, changes, failTimes } = rig();
    await failTimes(4);
    expect(await breaker.run(works)).toBe("worked");
    await failTimes(5);
    expect(await breaker.run(works)).toBeNull();
    expect(changes).toEqual([true]);
  });

  it("takes an answer for a fault where it is one, and answers it", async () => {
    const { breaker } = rig();
    for (let count = 0; count < 5; count += 1) {
      expect(await breaker.run(works, (answer) => answer === "worked")).toBe("worked");
    }
    expect(await breaker.run(works)).toBeNull();
  });

  it("lets one at a time find out by the given clock, and sends the others on at once", async () => {
    const { breaker, changes, clock, failTimes } = rig();
    await failTimes(5);
    clock.advance(9);
    expect(await breaker.run(works)).toBeNull();
    clock.advance(2);
    const waiting = Promise.withResolvers<string>();
    const probe = breaker.run(() => waiting.promise);
    expect(await Promise.all([breaker.run(works), breaker.run(works)])).toEqual([null, null]);
    waiting.resolve("back");
    expect(await probe).toBe("back");
    expect(await breaker.run(works)).toBe("worked");
    expect(changes).toEqual([true, false]);
  });

  it("stays open, and says nothing again, where whoever finds out fails", async () => {
    const { breaker, changes, clock, failTimes } = rig();
    await failTimes(5);
    clock.advance(11);
    await failTimes(1);
    expect(await breaker.run(works)).toBeNull();
    clock.advance(11);
    expect(await breaker.run(works)).toBe("worked");
    expect(changes).toEqual([true, false]);
  });

  it("does not count a failure that says nothing new, and throws what it was", async () => {
    const { breaker } = rig();
    const cause = new Error("one of several");
    for (let count = 0; count < 8; count += 1) {
      const work = async () => {
        throw new UncountedFailure("known", { cause });
      };
      await expect(breaker.run(work)).rejects.toBe(cause);
    }
    expect(await breaker.run(works)).toBe("worked");
  });
});
