import { describe, expect, it } from "vitest";
import { createCache } from "@/lib/core/cache";

/** A clock that stands still until it is moved. */
function stoppedClock() {
  let now = Date.UTC(2026, 10, 20, 12);
  return {
    now: () => new Date(now),
    offsetSeconds: () => 0,
    advance: (seconds: number) => {
      now += seconds * 1000;
    },
  };
}

const OPTIONS = { ttlSeconds: 5, maxEntries: 3 };

/** A source that counts how often it was asked, and answers when it is told to. */
function slowSource() {
  const waiting: { resolve(value: string): void; reject(error: Error): void }[] = [];
  return {
    waiting,
    load: () => new Promise<string>((resolve, reject) => waiting.push({ resolve, reject })),
  };
}

describe("createCache", () => {
  it("asks once for all who want the same value at the same time", async () => {
    const cache = createCache<string>(stoppedClock(), OPTIONS);
    const source = slowSource();
    const all = Promise.all(Array.from({ length: 100 }, () => cache.get("key", source.load)));
    expect(source.waiting).toHaveLength(1);
    source.waiting[0]?.resolve("value");
    expect(new Set(await all)).toEqual(new Set(["value"]));
  });

  it("serves a value until its time is over, and not a moment longer", async () => {
    const clock = stoppedClock();
    const cache = createCache<number>(clock, OPTIONS);
    let loads = 0;
    const get = async () => cache.get("key", async () => ++loads);
    expect(await get()).toBe(1);
    clock.advance(4.999);
    expect(await get()).toBe(1);
    clock.advance(0.001);
    expect(await get()).toBe(2);
  });

  it("serves a loaded value without a promise: the hot path waits for nothing", async () => {
    const cache = createCache<string>(stoppedClock(), OPTIONS);
    await cache.get("key", async () => "value");
    expect(cache.get("key", async () => "other")).toBe("value");
  });

  it("does not keep a load that failed: all who waited are told, and the next one tries again", async () => {
    const cache = createCache<string>(stoppedClock(), OPTIONS);
    const source = slowSource();
    const both = Promise.allSettled([cache.get("key", source.load), cache.get("key", source.load)]);
    source.waiting[0]?.reject(new Error("down"));
    expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await cache.get("key", async () => "value")).toBe("value");
  });

  it("holds no more than it may: the entry that was loaded first goes", async () => {
    const cache = createCache<string>(stoppedClock(), OPTIONS);
    for (const key of ["a", "b", "c", "d"]) await cache.get(key, async () => key);
    const loaded: string[] = [];
    for (const key of ["b", "c", "d", "a"]) {
      await cache.get(key, async () => {
        loaded.push(key);
        return key;
      });
    }
    expect(loaded).toEqual(["a"]);
  });

  it("keeps values of different keys apart, and forgets the one that it is told to", async () => {
    const cache = createCache<string>(stoppedClock(), OPTIONS);
    await cache.get("a", async () => "a");
    await cache.get("b", async () => "b");
    cache.forget("a");
    expect(await cache.get("a", async () => "anew")).toBe("anew");
    expect(await cache.get("b", async () => "anew")).toBe("b");
  });

  it("remembers that there is nothing, too", async () => {
    const cache = createCache<string | null>(stoppedClock(), OPTIONS);
    await cache.get("key", async () => null);
    expect(cache.get("key", async () => "value")).toBeNull();
  });
});

describe("a cache that serves old values while there are no new ones", () => {
  const options = { ...OPTIONS, staleOnError: true };

  it("answers with the old value as long as loading fails, and with the new one as soon as it works", async () => {
    const clock = stoppedClock();
    const cache = createCache<string>(clock, options);
    await cache.get("key", async () => "old");
    for (let round = 0; round < 3; round += 1) {
      clock.advance(5);
      expect(await cache.get("key", () => Promise.reject(new Error("down")))).toBe("old");
    }
    clock.advance(5);
    expect(await cache.get("key", async () => "new")).toBe("new");
  });

  it("does not wait for a source that hangs: the old value comes soon, the new one when it is there", async () => {
    const clock = stoppedClock();
    const cache = createCache<string>(clock, options);
    await cache.get("key", async () => "old");
    clock.advance(5);
    const source = slowSource();
    expect(await cache.get("key", source.load)).toBe("old");
    expect(cache.get("key", source.load)).toBe("old");
    expect(source.waiting).toHaveLength(1);
    source.waiting[0]?.resolve("new");
    await Promise.resolve();
    await Promise.resolve();
    expect(cache.get("key", source.load)).toBe("new");
  });

  it("fails like any other where nothing was ever loaded", async () => {
    const cache = createCache<string>(stoppedClock(), options);
    await expect(cache.get("key", () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  });
});
