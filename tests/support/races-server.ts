import { createServer } from "node:http";
import { processEnv } from "@/lib/core/env";
import { getDeps } from "@/lib/deps";
import { stampClientAddress } from "@/lib/http/client-address";
import { mountApi } from "@/lib/http/mount";
import { routes } from "../../.generated/routes";

// A process of the API alone: the same routes, mount and deps as server.ts, without the pages. Races never meet Next, and
// three of these start in the time that one Next needs. Bundled by races-bundle.ts; its parent is told the port.
const env = processEnv();
const deps = await getDeps();
const api = await mountApi(routes, env.appUrl);

const server = createServer({ keepAliveTimeout: 65_000 }, (incoming, outgoing) => {
  stampClientAddress(incoming, []);
  api(incoming, outgoing).catch(() => outgoing.destroy());
});

async function stop(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await deps.close();
  process.exit(0);
}

process.once("disconnect", () => void stop());
process.once("SIGTERM", () => void stop());
server.listen(env.port, env.host, () => process.send?.(server.address()));
