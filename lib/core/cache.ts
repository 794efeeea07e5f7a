import type { Clock } from "./clock";

type Entry<Value> = { value: Value | Promise<Value>; loadedAt: number };

/**
 * A bounded cache: a value is loaded by one caller while the others wait for it, is served for `ttlSeconds`, and a load
 * that fails is not kept. When it is full the oldest entry goes.
 */
export function createCache<Value>(clock: Clock, options: { ttlSeconds: number; maxEntries: number }) {
  const entries = new Map<string, Entry<Value>>();

  return {
    get(key: string, load: () => Promise<Value>): Value | Promise<Value> {
      const now = clock.now().getTime();
      const known = entries.get(key);
      if (known && now - known.loadedAt < options.ttlSeconds * 1000) return known.value;
      const value = load();
      const entry: Entry<Value> = { value, loadedAt: now };
      entries.delete(key);
      entries.set(key, entry);
      for (const oldest of entries.keys()) {
        if (entries.size <= options.maxEntries) break;
        entries.delete(oldest);
      }
      value.then(
        (loaded) => {
          entry.value = loaded;
        },
        () => {
          if (entries.get(key) === entry) entries.delete(key);
        },
      );
      return value;
    },
    forget(key: string): void {
      entries.delete(key);
    },
  };
}
