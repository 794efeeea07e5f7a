import type { Env } from "@/lib/core/env";
import { memoryLimits } from "./memory";
import type { StoreTools } from "./reach-store";
import type { Limits } from "./store";

/** Opens the store that the configuration names. Never fails because the store is away. */
export async function openLimits(store: Env["limitsStore"], tools: StoreTools): Promise<Limits> {
  switch (store.type) {
    case "memory":
      return memoryLimits(tools.clock);
    case "redis":
      return (await import("./redis")).redisLimits(store.url, tools);
    case "upstash":
      return (await import("./upstash")).upstashLimits(store, tools);
  }
}
