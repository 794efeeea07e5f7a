import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environmentOf } from "@/lib/environments";
import { listDeliveries } from "@/lib/webhooks";
import { addEndpoint, startWebhookRig, type WebhookRig } from "@/tests/support/webhooks";

let rig: WebhookRig;
let endpointId: string;

/** Twenty deliveries, a second apart: the oldest five have failed, the others arrived. */
const INSERT = `INSERT INTO webhook_deliveries (environment_id, id, endpoint_id, event_id, event_type, data, event_at, created_at, delivered_at, failed_at)
  SELECT $1, (lpad(to_hex(t.ms), 12, '0') || '70008000' || lpad(n::text, 12, '0'))::uuid, $2, gen_random_uuid(), 'otp.verified', '{}', t.at, t.at,
    CASE WHEN n > 5 THEN t.at END, CASE WHEN n <= 5 THEN t.at END
  FROM generate_series(1, 20) n,
    LATERAL (SELECT date_trunc('second', now()) + n * interval '1 second' AS at, (extract(epoch FROM date_trunc('second', now())) * 1000 + n * 1000)::bigint AS ms) t`;

beforeAll(async () => {
  rig = await startWebhookRig();
  const [receiver] = rig.receivers;
  const endpoint = await addEndpoint(rig.app, rig.tenant.test, { url: `${receiver?.url}/x`, events: ["user.deleted"] });
  endpointId = endpoint.id;
  const insert = { name: "filters_insert", text: INSERT };
  await rig.app.deps.db.run(insert, [rig.tenant.test.environmentId, endpointId]);
});
afterAll(() => rig.close());

describe.each([true, false])("deliveries by their status, of one endpoint: %s", (ofOne) => {
  it("are looked for among so many and no more, and the cursor goes on behind them", async () => {
    const environment = await environmentOf(rig.app.deps, rig.tenant.test.environmentId);
    if (!environment) throw new Error("The environment is gone");
    const scope = { environment, actor: { type: "system" }, client: null } as const;
    const asked = { endpointId: ofOne ? endpointId : null, status: "failed", event: null, limit: 2 };
    const pages: number[] = [];
    const found = new Set<string>();
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listDeliveries>> = await listDeliveries(
        rig.app.deps,
        scope,
        { ...asked, cursor },
        { scan: 6 },
      );
      pages.push(page.data.length);
      for (const { id } of page.data) found.add(id);
      cursor = page.nextCursor;
      expect(pages.length).toBeLessThan(30);
    } while (cursor !== null);
    expect(pages.slice(0, 2), "the first twelve arrived").toEqual([0, 0]);
    expect([found.size, pages.reduce((sum, count) => sum + count, 0)]).toEqual([5, 5]);
  });
});
