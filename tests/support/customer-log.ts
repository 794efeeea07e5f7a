import { z } from "zod";
import { drainOutbox } from "@/lib/outbox";
import type { TestApp } from "./app";

const Logged = z.array(z.object({ type: z.string(), data: z.looseObject({}), context: z.looseObject({}).nullable() }));

/** What the log of an environment says of events whose type begins so, oldest first. */
export async function logged(app: TestApp, environmentId: string, prefix: string): Promise<z.output<typeof Logged>> {
  await drainOutbox(app.deps, async () => {});
  const text =
    "SELECT type, data, context FROM audit_log WHERE environment_id = $1 AND starts_with(type, $2) ORDER BY at, id";
  return Logged.parse(await app.deps.db.run<unknown>({ name: "test_customer_log", text }, [environmentId, prefix]));
}
