import type { Env } from "@/lib/core/env";
import { type RedisServer, startRedis } from "./redis";
import { tcpGate } from "./tcp-gate";
import { until } from "./until";
import { startUpstash } from "./upstash-server";

/** A real store of limits behind a gate, and everything that can go wrong with it. */
export type TestStore = {
  redis: RedisServer;
  /** What a process is configured with. */
  env: Readonly<Record<string, string>>;
  store: Env["limitsStore"];
  faults: Readonly<Record<Fault, { begin(): Promise<void>; end(): Promise<void> }>>;
  close(): Promise<void>;
};

/** After a flush the store goes on: it has only forgotten. */
export type Fault = (typeof FAULTS)[number];

export const FAULTS = ["refusing", "silent", "slow", "out of memory", "read only", "loading", "flushed"] as const;

/** The ones after which nothing can be counted in the store. */
export const OUTAGES = FAULTS.filter((fault) => fault !== "flushed");

export const STORES = { Redis: redisStore, Upstash: upstashStore };

async function redisStore(): Promise<TestStore> {
  const redis = await startRedis();
  const gate = await tcpGate(redis.port);
  await gate.open();
  const url = `redis://127.0.0.1:${gate.port}`;
  return {
    redis,
    env: { REDIS_URL: url },
    store: { type: "redis", url },
    faults: faultsOf(redis, gate),
    async close() {
      await gate.shut();
      await redis.stop();
    },
  };
}

async function upstashStore(): Promise<TestStore> {
  const redis = await startRedis();
  const server = await startUpstash(redis.url);
  const gate = await tcpGate(server.port);
  await gate.open();
  const url = `http://127.0.0.1:${gate.port}`;
  return {
    redis,
    env: { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: server.token },
    store: { type: "upstash", url, token: server.token },
    faults: faultsOf(redis, gate),
    async close() {
      await gate.shut();
      await server.close();
      await redis.stop();
    },
  };
}

/** Enough that loading them again, slowly, outlasts whatever a test does meanwhile. */
const ENTRIES_TO_LOAD = 60_000;
const LOAD_DELAY_MICROSECONDS = 500;

function faultsOf(redis: RedisServer, gate: Awaited<ReturnType<typeof tcpGate>>): TestStore["faults"] {
  const set = async (name: string, value: string | number) => {
    await redis.ask("CONFIG", "SET", name, value);
  };
  const isLoading = () =>
    redis.ask("GET", "anything").then(
      () => false,
      (error: Error) => error.message.startsWith("LOADING"),
    );
  return {
    refusing: { begin: gate.shut, end: gate.open },
    silent: { begin: async () => gate.hang(), end: async () => gate.heal() },
    slow: { begin: async () => gate.delay(2), end: async () => gate.delay(null) },
    "out of memory": { begin: () => set("maxmemory", 1), end: () => set("maxmemory", 0) },
    "read only": {
      // Of a master that does not exist.
      begin: async () => void (await redis.ask("REPLICAOF", "127.0.0.1", 1)),
      end: async () => void (await redis.ask("REPLICAOF", "NO", "ONE")),
    },
    loading: {
      async begin() {
        await redis.ask("DEBUG", "POPULATE", ENTRIES_TO_LOAD, "filling", 100);
        await set("key-load-delay", LOAD_DELAY_MICROSECONDS);
        redis.tell("DEBUG", "RELOAD");
        await until(isLoading);
      },
      async end() {
        await set("key-load-delay", 0);
        await until(async () => !(await isLoading()));
      },
    },
    flushed: { begin: async () => void (await redis.ask("FLUSHALL")), end: async () => undefined },
  };
}
