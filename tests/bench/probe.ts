import { Session } from "node:inspector/promises";
import { ProbeOrder } from "./protocol";

/**
 * Loaded into a server before anything of its own (`--import`), it tells its parent what the process has used, and on
 * request what it spends its time on. Silent, it costs nothing.
 */
const inspector = new Session();

async function answer(order: ProbeOrder): Promise<object> {
  if (order === "usage") {
    const { user, system } = process.cpuUsage();
    return { cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 1024 / 1024 };
  }
  if (order === "stop-profile") {
    const { profile } = await inspector.post("Profiler.stop");
    inspector.disconnect();
    return profile;
  }
  inspector.connect();
  await inspector.post("Profiler.enable");
  await inspector.post("Profiler.start");
  return {};
}

process.on("message", (message) => {
  const order = ProbeOrder.safeParse(message);
  if (order.success) answer(order.data).then((told) => process.send?.(told), console.error);
});
