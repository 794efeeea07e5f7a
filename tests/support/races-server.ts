import { serve } from "./races-serve";

// A process of the API alone. Bundled by races-bundle.ts; its parent is told the port.
const served = await serve();

async function stop(): Promise<void> {
  await served.stop();
  process.exit(0);
}

process.once("disconnect", () => void stop());
process.once("SIGTERM", () => void stop());
process.send?.(served.address);
