import type { Clock } from "./clock";

type Entry<Value> = { value: Value | Promise<Value>; loadedAt: number };

export type CacheOptions = {
  ttlSeconds: number;
  maxEntries: number;
  /** Whether an old value is still served while it cannot be loaded anew: for what is public and hardly changes. */
  staleOnError?: boolean;
};

/**
 * A bounded cache: a value is loaded by one caller while the others wait for it, is served for `ttlSeconds`, and a load
 * that fails is not kept. When it is full the oldest entry goes.
 */
export function createCache<Value>(clock: Clock, options: CacheOptions) {
  const entries = new Map<string, Entry<Value>>();

  function keep(key: string, entry: Entry<Value>): void {
    entries.delete(key);
    entries.set(key, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= options.maxEntries) break;
      entries.delete(oldest);
    }
  }

  return {
    get(key: string, load: () => Promise<Value>): Value | Promise<Value> {
      const now = clock.now().getTime();
      const known = entries.get(key);
      if (known && now - known.loadedAt < options.ttlSeconds * 1000) return known.value;
      const value = options.staleOnError && known ? load().catch(() => known.value) : load();
      const entry: Entry<Value> = { value, loadedAt: now };
      keep(key, entry);
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
