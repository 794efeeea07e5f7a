import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { startCanary } from "@/tests/support/receiver";
import { call, operator } from "@/tests/support/tenants";
import { addEndpoint, askWebhooks, drainAll, startWebhookRig, tell, type WebhookRig } from "@/tests/support/webhooks";

const DAY = 86_400;
const Page = z.object({ data: z.array(z.record(z.string(), z.unknown())) });
const Messages = z.object({ data: z.array(z.object({ to: z.string(), subject: z.string(), text: z.string() })) });

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
const read = async (id: string) => (await askWebhooks(rig.app, rig.tenant.test, "GET", `/${id}`)).body;
const deliveries = async (id: string, query = "") =>
  Page.parse((await askWebhooks(rig.app, rig.tenant.test, "GET", `/${id}/deliveries?limit=100${query}`)).body).data;
/** How many seconds after the beginning of its last attempt the newest delivery has its next; null where it has none. */
const waitOf = async (id: string): Promise<number | null> => {
  const Tried = z.object({ next_attempt_at: z.string().nullable(), last_attempt: z.object({ at: z.string() }) });
  const { next_attempt_at: at, last_attempt } = Tried.parse((await deliveries(id))[0]);
  return at === null ? null : (Date.parse(at) - Date.parse(last_attempt.at)) / 1000;
};
/** How long an attempt may take before its end is noted, in seconds. */
const SLOW = 60;
/** The notices so far: those of the last round are sent in another. */
const mails = async () => {
  rig.app.clock.advance(6);
  await drainAll(rig.app);
  return Messages.parse(
    (await call(rig.app, "GET", "/api/test/messages?to=owner@acme.dev", operator)).body,
  ).data.filter(({ subject }) => subject.includes("ebhook"));
};

describe("an endpoint that is gone", () => {
  it("is turned off by its first 410; nothing is sent there, its owner is told, and what waited can be recovered", async () => {
    const { endpoint, receiver } = await start();
    receiver.answer(410);
    const since = rig.app.clock.now().toISOString();
    await told(1);
    await drainAll(rig.app);
    expect(await read(endpoint.id)).toMatchObject({ status: "off", disabled_reason: "The endpoint answered 410 Gone" });
    await told(5);
    await drainAll(rig.app);
    expect(receiver.received).toHaveLength(1);
    expect(await deliveries(endpoint.id)).toEqual([expect.objectContaining({ status: "failed", attempts: 1 })]);
    expect((await mails()).map(({ subject }) => subject)).toEqual(["A webhook was turned off"]);

    receiver.answer(204);
    await askWebhooks(rig.app, rig.tenant.test, "PATCH", `/${endpoint.id}`, { body: { enabled: true } });
    const recovered = await askWebhooks(rig.app, rig.tenant.test, "POST", `/${endpoint.id}/recover`, {
      body: { since },
    });
    expect(recovered.body.count).toBe(1);
    await drainAll(rig.app);
    expect(await read(endpoint.id)).toMatchObject({ status: "on", failures: 0, disabled_reason: null });
  });

  it("that is turned off by hand gives up what waits for it", async () => {
    const { endpoint, receiver } = await start();
    receiver.answer(500);
    await told(3);
    await drainAll(rig.app);
    await askWebhooks(rig.app, rig.tenant.test, "PATCH", `/${endpoint.id}`, { body: { enabled: false } });
    rig.app.clock.advance(40);
    await drainAll(rig.app);
    expect((await deliveries(endpoint.id, "&status=failed")).map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    expect(receiver.received).toHaveLength(3);
  });
});

describe("an endpoint that fails", () => {
  it("is tried eight times over 28 hours, later each time", async () => {
    const { endpoint, receiver } = await start();
    receiver.answer((_, response) => response.writeHead(500).end("out\nof order"));
    await told(1);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await drainAll(rig.app);
      const wait = await waitOf(endpoint.id);
      if (wait === null) break;
      waits.push(wait);
      rig.app.clock.advance(wait + 0.05);
    }
    expect(receiver.received).toHaveLength(8);
    for (const [at, scheduled] of [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].entries()) {
      expect(waits[at]).toBeGreaterThanOrEqual(scheduled);
      expect(waits[at]).toBeLessThan(scheduled * 1.1 + SLOW);
    }
    const [failed] = await deliveries(endpoint.id, "&status=failed");
    expect(failed).toMatchObject({ attempts: 8, last_attempt: { reason: "500 Internal Server Error: out of order" } });
  });

  it("is told of at its first streak, after three days, and is off after five, each once", async () => {
    const { endpoint, receiver } = await start();
    receiver.answer(500);
    const subjects = new Set<string>();
    for (let half = 0; half < 12; half += 1) {
      await told(3);
      await drainAll(rig.app);
      // Mail stays in the Mailbox for a day.
      for (const { subject } of await mails()) subjects.add(subject);
      rig.app.clock.advance(DAY / 2);
    }
    expect([...subjects]).toEqual([
      "A webhook is failing",
      "A webhook has been failing for three days",
      "A webhook was turned off",
    ]);
    expect(await read(endpoint.id)).toMatchObject({
      status: "off",
      disabled_reason: "Nothing was delivered for five days",
    });
    const { db } = rig.app.deps;
    const events = await db.run<{ type: string }>(
      { name: "test_off", text: "SELECT type FROM audit_log WHERE environment_id = $1 AND type = 'webhook.disabled'" },
      [rig.tenant.test.environmentId],
    );
    expect(events).toHaveLength(1);
  });

  it("that works again starts with a clean record", async () => {
    const { endpoint, receiver } = await start();
    receiver.answer(500);
    await told(6);
    await drainAll(rig.app);
    rig.app.clock.advance(70);
    await drainAll(rig.app);
    expect(await read(endpoint.id)).toMatchObject({ status: "failing", failures: 12 });
    expect((await mails()).map(({ subject }) => subject)).toEqual(["A webhook is failing"]);
    receiver.answer(204);
    rig.app.clock.advance(400);
    await drainAll(rig.app);
    expect(await read(endpoint.id)).toMatchObject({ status: "on", failures: 0, failing_since: null });
    expect(await mails()).toHaveLength(1);
  });
});

describe("an endpoint that asks for time", () => {
  it.each([
    ["120", 120],
    ["1", 5],
    ["999999999", 36_000],
    ["soon", 5],
    [() => new Date(rig.app.clock.now().getTime() + 600_000 + SLOW * 1000).toUTCString(), 600],
  ])("by Retry-After %s is given it, within bounds", async (header, seconds) => {
    const { endpoint, receiver } = await start();
    const value = typeof header === "function" ? header() : header;
    receiver.answer((_, response) => response.writeHead(503, { "retry-after": value }).end());
    await told(1);
    await drainAll(rig.app);
    const wait = await waitOf(endpoint.id);
    expect(wait).toBeGreaterThanOrEqual(seconds);
    expect(wait).toBeLessThan(seconds * 1.1 + SLOW);
  });

  it("by 429 is left alone with everything else too, which uses up no attempt", async () => {
    const { endpoint, receiver } = await start();
    receiver.answer((_, response) => response.writeHead(429, { "retry-after": "30" }).end());
    await told(40);
    await drainAll(rig.app);
    expect(receiver.received.length).toBeLessThanOrEqual(4);
    const untouched = (await deliveries(endpoint.id)).filter(({ attempts }) => attempts === 0);
    expect(untouched.length).toBeGreaterThanOrEqual(36);
    receiver.answer(204);
    rig.app.clock.advance(40);
    await drainAll(rig.app);
    expect(await deliveries(endpoint.id, "&status=delivered")).toHaveLength(40);
  });
});

describe("an answer that leads elsewhere", () => {
  it.each([301, 302, 303, 307, 308])(
    "with %s is a failure that says where to, and nobody goes there",
    async (status) => {
      const { endpoint, receiver } = await start();
      const canary = await startCanary();
      const location = `http://127.0.0.1:${canary.port}/latest/meta-data`;
      receiver.answer((_, response) => response.writeHead(status, { location }).end());
      await told(1);
      await drainAll(rig.app);
      const [delivery] = await deliveries(endpoint.id);
      expect(delivery).toMatchObject({
        status: "pending",
        last_attempt: { status, reason: `Redirect to ${location} (not followed)` },
      });
      expect(canary.connections()).toBe(0);
      await canary.close();
    },
  );
});

describe("an address that is private by the time of delivery", () => {
  it("is not called, and the delivery says so", async () => {
    const { endpoint } = await start();
    const canary = await startCanary();
    const { db } = rig.app.deps;
    await db.run(
      { name: "test_move", text: "UPDATE webhook_endpoints SET url = $2 WHERE environment_id = $1 RETURNING id" },
      [rig.tenant.test.environmentId, `http://127.0.0.1:${canary.port}/`],
    );
    await told(1);
    await drainAll(rig.app);
    const [delivery] = await deliveries(endpoint.id);
    expect(delivery).toMatchObject({
      status: "pending",
      last_attempt: { status: null, reason: expect.stringContaining("Private address blocked") },
    });
    expect(canary.connections()).toBe(0);
    await canary.close();
  });
});
