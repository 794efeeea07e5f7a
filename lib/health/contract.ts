import { z } from "zod";
import { Timestamp, timestamp } from "@/lib/core/wire";

const CHECK_STATES = ["ok", "unreachable"] as const;

const Check = z.object({ status: z.enum(CHECK_STATES), ms: z.number().nonnegative() });

/** What the installation stands on, each with its state and the time it took to answer. */
export const HealthReply = z.object({
  status: z.enum(["ok", "unavailable"]),
  checks: z.record(z.string(), Check),
  time: Timestamp,
});

/** The process answers. Says nothing of what it stands on. */
export const LivenessReply = z.object({ status: z.literal("ok"), time: Timestamp });

/** Every configured provider, and whether it can be reached. */
export const EgressReply = z.object({
  data: z.array(
    z.object({
      provider: z.string(),
      channels: z.array(z.string()),
      ok: z.boolean(),
      reason: z.string().nullable(),
    }),
  ),
});

export type Health = { checks: Readonly<Record<string, z.input<typeof Check>>>; at: Date };

/** Health on the wire: 503 while something it needs cannot be reached. */
export function presentHealth({ checks, at }: Health): { status: 200 | 503; body: z.input<typeof HealthReply> } {
  const healthy = Object.values(checks).every((check) => check.status === "ok");
  return {
    status: healthy ? 200 : 503,
    body: { status: healthy ? "ok" : "unavailable", checks, time: timestamp(at) },
  };
}

/** Liveness on the wire. */
export function presentLiveness(at: Date): z.input<typeof LivenessReply> {
  return { status: "ok", time: timestamp(at) };
}

/** What the operator's check of the way out found. */
export type CheckedEgress = { provider: string; channels: readonly string[] } & (
  | { ok: true }
  | { ok: false; reason: string }
);

/** The way out on the wire. */
export function presentEgress(checked: readonly CheckedEgress[]): z.input<typeof EgressReply> {
  return {
    data: checked.map((each) => ({
      provider: each.provider,
      channels: [...each.channels],
      ok: each.ok,
      reason: each.ok ? null : each.reason,
    })),
  };
}
