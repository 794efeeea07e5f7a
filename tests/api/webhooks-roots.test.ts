import { afterAll, expect, it } from "vitest";
import { createKeyring } from "@/lib/core/secrets";
import { reencryptStored } from "@/lib/keys";
import { addEndpoint, askWebhooks, drainAll, startWebhookRig, tell, verifies } from "@/tests/support/webhooks";

const rig = await startWebhookRig();
afterAll(() => rig.close());

it("webhook secrets sign on when the root that sealed them is retired, the old ones of an overlap too", async () => {
  const { app, tenant, receivers } = rig;
  const { id, secret: old } = await addEndpoint(app, tenant.test, { url: receivers[0]?.url ?? "" });
  const rotated = await askWebhooks(app, tenant.test, "POST", `/${id}/rotate-secret`, { body: {} });
  const bytes = (seed: number) => Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 31 + seed) % 256));
  const roots = [{ id: 2, bytes: bytes(3) }, ...app.deps.env.rootKeys];
  await reencryptStored({ ...app.deps, keyring: createKeyring(roots, 0) });
  app.deps.keyring = createKeyring(roots.slice(0, 1), 0);
  await tell(app, tenant.test.environmentId, 1);
  await drainAll(app);
  const received = receivers[0]?.received[0] ?? { path: "", headers: {}, body: "" };
  expect(verifies(old, received)).toBe(true);
  expect(verifies(String(rotated.body.secret), received)).toBe(true);
});
