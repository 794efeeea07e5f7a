import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createEgress } from "@/lib/egress";
import { signUp } from "@/tests/support/tenants";
import { until } from "@/tests/support/until";
import { addEndpoint, askWebhooks, drainAll, startWebhookRig, tell, type WebhookRig } from "@/tests/support/webhooks";

const Page = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

let rig: WebhookRig;
afterEach(() => rig.close());

async function start(count = 1) {
  rig = await startWebhookRig(Array.from({ length: count }, () => ({})));
  const endpoints = [];
  for (const { url } of rig.receivers) endpoints.push(await addEndpoint(rig.app, rig.tenant.test, { url }));
  const [endpoint = endpoints[0]] = endpoints;
  const [receiver = rig.receivers[0]] = rig.receivers;
  if (!endpoint || !receiver) throw new Error("There is no endpoint");
  return { endpoints, endpoint, receiver };
}

const told = (count: number) => tell(rig.app, rig.tenant.test.environmentId, count);
const deliveries = async (id: string) =>
  Page.parse((await askWebhooks(rig.app, rig.tenant.test, "GET", `/${id}/deliveries?limit=100`)).body).data;

describe("an endpoint that hangs", () => {
  it("delays nobody else, and has four of its deliveries under way", async () => {
    const { endpoints, receiver } = await start(3);
    receiver.answer(() => {});
    await told(30);
    const { deps } = rig.app;
    const draining = deps.jobs.drain(deps, 60);
    const others = rig.receivers.slice(1);
    await until(() => others.every(({ received }) => received.length === 30));
    expect(receiver.connections()).toBe(4);

    // What comes while it hangs is not delayed either.
    await told(5);
    await until(() => others.every(({ received }) => received.length === 35));
    expect(receiver.connections()).toBe(4);
    await deps.jobs.stop();
    await draining;
    // What was under way when the process ended was not tried.
    const [hung] = endpoints;
    expect((await deliveries(hung?.id ?? "")).every(({ attempts }) => attempts === 0)).toBe(true);
  });
});

describe("an endpoint that let an attempt time out", () => {
  it("gets one delivery at a time until it answers", async () => {
    const { receiver } = await start();
    rig.app.deps.egress = createEgress(rig.app.deps.env, { totalMs: 1_000 });
    receiver.answer(() => {});
    await told(1);
    await drainAll(rig.app);
    let open = 0;
    const most: number[] = [];
    receiver.answer((_, response) => {
      open += 1;
      most.push(open);
      response.on("close", () => {
        open -= 1;
      });
    });
    await told(3);
    await drainAll(rig.app);
    expect(most).toEqual([1, 1, 1]);

    rig.app.deps.egress = createEgress(rig.app.deps.env);
    receiver.answer(204);
    await told(1);
    await drainAll(rig.app);
    receiver.answer(() => {});
    const before = receiver.connections();
    await told(4);
    const { deps } = rig.app;
    const draining = deps.jobs.drain(deps, 60);
    await until(() => receiver.connections() === before + 4);
    await deps.jobs.stop();
    await draining;
  });
});

describe("a customer whose endpoints all hang", () => {
  it("has sixteen deliveries under way, twelve of them for one environment, and delays no other customer", async () => {
    rig = await startWebhookRig([{}, {}, {}]);
    const [hungInTest, hungInLive, theirs] = rig.receivers;
    if (!hungInTest || !hungInLive || !theirs) throw new Error("There are no receivers");
    const { test, live } = rig.tenant;
    const other = await signUp(rig.app, "owner@globex.dev");
    for (let each = 0; each < 10; each += 1) {
      await addEndpoint(rig.app, test, { url: `${hungInTest.url}/${each}` });
      await addEndpoint(rig.app, live, { url: `${hungInLive.url}/${each}` });
    }
    await addEndpoint(rig.app, other.test, { url: theirs.url });
    hungInTest.answer(() => {});
    hungInLive.answer(() => {});
    for (const { environmentId } of [test, live]) await tell(rig.app, environmentId, 10);
    const { deps } = rig.app;
    const draining = deps.jobs.drain(deps, 60);
    await until(() => hungInTest.connections() + hungInLive.connections() >= 16);

    await tell(rig.app, other.test.environmentId, 30);
    await until(() => theirs.received.length === 30);
    expect(hungInTest.connections() + hungInLive.connections()).toBe(16);
    expect(Math.max(hungInTest.connections(), hungInLive.connections())).toBeLessThanOrEqual(12);
    await deps.jobs.stop();
    await draining;
  });
});
