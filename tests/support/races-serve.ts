import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { processEnv } from "@/lib/core/env";
import { getDeps } from "@/lib/deps";
import { stampClientAddress } from "@/lib/http/client-address";
import { mountApi } from "@/lib/http/mount";
import { routes } from "../../.generated/routes";

export type Served = {
  address: AddressInfo | string | null;
  /** Answers nobody any more, and closes what it has opened. */
  stop(): Promise<void>;
};

/**
 * Serves the API alone: the same routes, mount and deps as server.ts, without the pages. Races never meet Next, and three
 * of these start in the time that one Next needs.
 */
export async function serve(): Promise<Served> {
  const env = processEnv();
  const deps = await getDeps();
  const api = await mountApi(routes, env.appUrl);
  const server = createServer({ keepAliveTimeout: 65_000 }, (incoming, outgoing) => {
    stampClientAddress(incoming, []);
    api(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(env.port, env.host, resolve);
  });
  return {
    address: server.address(),
    async stop() {
      server.close();
      server.closeAllConnections();
      await deps.close();
    },
  };
}
