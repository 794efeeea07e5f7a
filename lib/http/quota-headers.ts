import type { LimitState } from "@/lib/core/errors";

/**
 * What a quota allows in its period (`day` or `month`), what is left of it, and the seconds until the next one begins.
 * Of several it is the one with the least left.
 */
export function quotaHeaders({ name, limit, remaining, resetSeconds }: LimitState): Record<string, string> {
  return {
    "x-quota-limit": String(limit),
    "x-quota-remaining": String(remaining),
    "x-quota-reset": String(Math.max(1, Math.ceil(resetSeconds))),
    "x-quota-period": name === "quota.monthly" ? "month" : "day",
  };
}
