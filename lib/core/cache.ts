import { type Clock, sleep } from "./clock";

/** How long a load may take before an old value that may still be served is. */
const PATIENCE_SECONDS = 0.25;

type Entry<Value> = { value: Value | Promise<Value>; loadedAt: number };

export type CacheOptions = {
  ttlSeconds: number;
  maxEntries: number;
  /** Whether an old value is still served while a new one fails or hangs: for what is public and hardly changes. */
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
      const loading = load();
      const old = options.staleOnError ? known : undefined;
      const value = old ? soonOr(loading, old.value) : loading;
      const entry: Entry<Value> = { value, loadedAt: now };
      keep(key, entry);
      const set = (loaded: Value) => {
        entry.value = loaded;
      };
      value.then(set, () => {
        if (entries.get(key) === entry) entries.delete(key);
      });
      // What comes after the patience was over is served from then on.
      if (old) loading.then(set, () => {});
      return value;
    },
    forget(key: string): void {
      entries.delete(key);
    },
  };
}

/** What is being loaded, or the old value where that fails or takes too long. */
async function soonOr<Value>(loading: Promise<Value>, old: Value | Promise<Value>): Promise<Value> {
  const late = sleep(PATIENCE_SECONDS).then(() => old);
  return Promise.race([loading.catch(() => old), late]);
}
