import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { Served } from "./races-serve";

/** What a host is told: to serve from that bundle of races-serve.ts, or to end it. Both are answered when it is done. */
const Order = z.union([
  z.object({ bundle: z.string(), env: z.record(z.string(), z.string()) }),
  z.object({ end: z.literal(true) }),
]);

// A process that serves one bundle after another, each as a process of its own would: our modules and all that they hold
// are the bundle's, and what npm brought is loaded once. Started by races-processes.ts.
let served: Served | null = null;

async function obey(order: z.output<typeof Order>): Promise<void> {
  if ("end" in order) {
    await served?.stop();
    served = null;
    globalThis.ninepinDeps = undefined;
    process.send?.("ended");
    return;
  }
  Object.assign(process.env, order.env);
  const bundle: { serve(): Promise<Served> } = await import(pathToFileURL(order.bundle).href);
  served = await bundle.serve();
  process.send?.(served.address);
}

process.on("message", (message) => void obey(Order.parse(message)));
process.once("disconnect", () => process.exit(0));
