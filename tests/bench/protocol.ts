import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";

/** What the processes of a benchmark say to each other over their channels. */

const SCENARIOS = ["flow", "me", "refresh", "empty"] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** To the load generator: so many connections at once, for so long, each doing the same thing again and again. */
export const LoadOrder = z.object({
  port: z.int(),
  apiKey: z.string(),
  scenario: z.enum(SCENARIOS),
  connections: z.int(),
  seconds: z.number(),
});
export type LoadOrder = z.infer<typeof LoadOrder>;

export const LoadResult = z.object({
  done: z.int(),
  failed: z.int(),
  firstFailure: z.string().nullable(),
  seconds: z.number(),
  p50: z.number(),
  p99: z.number(),
  /** What generating the load cost. */
  cpuMs: z.number(),
});
export type LoadResult = z.infer<typeof LoadResult>;

/** To a server: what it has used so far, or a profile of what it does from now until it is asked for. */
export const ProbeOrder = z.enum(["usage", "start-profile", "stop-profile"]);
export type ProbeOrder = z.infer<typeof ProbeOrder>;

export const Usage = z.object({ cpuMs: z.number(), rssMb: z.number() });
export type Usage = z.infer<typeof Usage>;

/** What the bare server runs with. */
export const BareOptions = z.object({
  port: z.int(),
  databaseUrl: z.string(),
  environmentId: z.string(),
  keyId: z.string(),
  /** How long what the Mailbox keeps of a message is. */
  contentBytes: z.int(),
});
export type BareOptions = z.infer<typeof BareOptions>;

/** Sends one message and waits for the one answer. */
export async function ask<Answer>(child: ChildProcess, message: object | string, schema: z.ZodType<Answer>) {
  const answered = once(child, "message", { signal: AbortSignal.timeout(60_000) });
  child.send(message);
  const [answer] = await answered;
  return schema.parse(answer);
}
