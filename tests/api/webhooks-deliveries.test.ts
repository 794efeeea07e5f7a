import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { environmentOf } from "@/lib/environments";
import type { Scope } from "@/lib/ports";
import { checkDelivery, readWholeDelivery } from "@/lib/webhooks";
import type { Receiver } from "@/tests/support/receiver";
import { signIn, told } from "@/tests/support/tenants";
import {
  addEndpoint,
  askWebhooks,
  drainAll,
  startWebhookRig,
  tell,
  verifies,
  type WebhookRig,
} from "@/tests/support/webhooks";

const Page = z.object({ data: z.array(z.record(z.string(), z.unknown())), next_cursor: z.string().nullable() });

let rig: WebhookRig;
let receiver: Receiver;

beforeAll(async () => {
  rig = await startWebhookRig();
  [receiver = receiver] = rig.receivers;
});
afterAll(() => rig.close());
beforeEach(() => {
  receiver.answer(204);
  receiver.received.length = 0;
});

const test = () => rig.tenant.test;
const ask = (method: string, path = "", body?: object) =>
  askWebhooks(rig.app, test(), method, path, body === undefined ? {} : { body });

describe("an event", () => {
  it("arrives signed, as the catalogue says, at those who want it, and nobody is told of another environment's", async () => {
    const all = await addEndpoint(rig.app, test(), { url: `${receiver.url}/all` });
    const some = await addEndpoint(rig.app, test(), { url: `${receiver.url}/some`, events: ["otp.requested"] });
    const live = await addEndpoint(rig.app, rig.tenant.live, { url: `${receiver.url}/live` });
    await signIn(rig.app, test(), "ada@example.com");
    await rig.app.deps.settle();
    rig.app.clock.advance(3);
    await drainAll(rig.app);
    await drainAll(rig.app);
    const at = (path: string) => receiver.received.filter((each) => each.path === path);
    const typesAt = (path: string) => at(path).map(({ body }) => JSON.parse(body).type);
    expect(typesAt("/some")).toEqual(["otp.requested"]);
    expect(typesAt("/all").toSorted()).toEqual(["otp.requested", "otp.verified", "user.created", "user.logged_in"]);
    expect(at("/live")).toEqual([]);

    const catalogue = await ask("GET", "/events");
    const { data } = z
      .object({ data: z.array(z.object({ type: z.string(), schema: z.record(z.string(), z.unknown()) })) })
      .parse(catalogue.body);
    for (const received of at("/all")) {
      // The library's clock is the machine's, which is seconds behind.
      expect(verifies(all.secret, received)).toBe(true);
      expect(verifies(some.secret, received)).toBe(false);
      expect(received.headers["webhook-id"]).toMatch(/^[0-9a-f-]{36}$/);
      const body = JSON.parse(received.body);
      expect(Object.keys(body)).toEqual(["type", "timestamp", "data"]);
      const schema = data.find(({ type }) => type === body.type)?.schema ?? {};
      expect(() => z.fromJSONSchema(schema).parse(body)).not.toThrow();
      expect(received.body.length).toBeLessThan(20_000);
      expect(received.body).not.toMatch(/@example|123456789|np_/);
    }
    for (const { id } of [all, some]) await ask("DELETE", `/${id}`);
    await askWebhooks(rig.app, rig.tenant.live, "DELETE", `/${live.id}`);
  });

  it("keeps its id and its bytes over all attempts, each at its own time and signed for it", async () => {
    const { id, secret } = await addEndpoint(rig.app, test(), { url: receiver.url });
    receiver.answer((_, response, at) => response.writeHead(at < 3 ? 500 : 204).end());
    await tell(rig.app, test().environmentId, 1);
    await drainAll(rig.app);
    rig.app.clock.advance(6);
    await drainAll(rig.app);
    rig.app.clock.advance(340);
    await drainAll(rig.app);
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(3);
    const [first] = receiver.received;
    expect(first && verifies(secret, first)).toBe(true);

    const { data } = Page.parse((await ask("GET", `/${id}/deliveries?status=delivered`)).body);
    expect(data).toEqual([expect.objectContaining({ status: "delivered", attempts: 3, attempts_max: 8 })]);
    const whole = await ask("GET", `/deliveries/${data[0]?.id}`);
    expect(whole.body).toMatchObject({
      url: receiver.url,
      request_body: first?.body,
      tried: [
        { number: 3, status: 204, reason: null },
        { number: 2, status: 500, reason: "500 Internal Server Error" },
        { number: 1, status: 500 },
      ],
    });

    const environment = await environmentOf(rig.app.deps, test().environmentId);
    if (environment === null) throw new Error("There is no such environment");
    const scope: Scope = { environment, actor: { type: "system" }, client: null };
    const checked = async () =>
      checkDelivery(rig.app.deps, scope, await readWholeDelivery(rig.app.deps, scope, String(data[0]?.id)));
    expect((await checked())[2]).toEqual({
      content: `${first?.headers["webhook-id"]}.${first?.headers["webhook-timestamp"]}.${first?.body}`,
      expected: first?.headers["webhook-signature"],
      matches: true,
    });
    await ask("POST", `/${id}/rotate-secret`, { overlap_seconds: 0 });
    expect((await checked()).map(({ expected, matches }) => [expected, matches])).toEqual([
      [null, false],
      [null, false],
      [null, false],
    ]);
    await ask("DELETE", `/${id}`);
  });

  it("is signed with both secrets while one takes over from the other", async () => {
    const { id, secret: old } = await addEndpoint(rig.app, test(), { url: receiver.url });
    const rotated = await ask("POST", `/${id}/rotate-secret`, {});
    const fresh = z.string().parse(rotated.body.secret);
    const send = async () => {
      receiver.received.length = 0;
      await tell(rig.app, test().environmentId, 1);
      await drainAll(rig.app);
      return receiver.received[0] ?? { path: "", headers: {}, body: "" };
    };
    const during = await send();
    expect(during.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    const seconds = Number(during.headers["webhook-timestamp"]);
    expect(Math.abs(seconds - rig.app.clock.now().getTime() / 1000)).toBeLessThan(60);
    const tested = await ask("POST", `/${id}/test`, {});
    expect(tested.body).toMatchObject({ delivered: true, event: "otp.verified" });
    expect(receiver.received.at(-1)?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    rig.app.clock.advance(86_400);
    const after = await send();
    expect(after.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
    const none = await ask("POST", `/${id}/rotate-secret`, { overlap_seconds: 0 });
    expect(none.body.previous_secret_expires_at).toBeNull();
    expect((await send()).headers["webhook-signature"]?.split(" ")).toHaveLength(1);
    expect(new Set([old, fresh, none.body.secret]).size).toBe(3);
    await ask("DELETE", `/${id}`);
  });
});

describe("an Idempotency-Key", () => {
  it("does each change once, and tells what it can tell again, without secrets", async () => {
    const { id } = await addEndpoint(rig.app, test(), { url: receiver.url });
    const twice = async (path: string) => {
      const asking = { body: {}, headers: { "idempotency-key": `once${path}` } };
      const first = await askWebhooks(rig.app, test(), "POST", path, asking);
      return [first, await askWebhooks(rig.app, test(), "POST", path, asking)] as const;
    };
    const [rotated, again] = await twice(`/${id}/rotate-secret`);
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(again.body).toEqual({ id, previous_secret_expires_at: rotated.body.previous_secret_expires_at });
    const [tested, untold] = await twice(`/${id}/test`);
    expect([told(tested), told(untold)]).toEqual(["200", "409 conflict"]);
    expect(receiver.received).toHaveLength(1);
    await ask("DELETE", `/${id}`);
  });
});

describe("a test", () => {
  it("tells step by step what came of it, also where it failed", async () => {
    const { id } = await addEndpoint(rig.app, test(), { url: receiver.url });
    receiver.answer((_, response) => response.writeHead(404, { "x-seen": "yes" }).end("no such hook"));
    const { body, status } = await ask("POST", `/${id}/test`, { event: "user.created" });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      delivered: false,
      event: "user.created",
      status: 404,
      reason: "404 Not Found: no such hook",
      response: { body: "no such hook", headers: { "x-seen": "yes" }, truncated: false },
      request: { headers: { "webhook-signature": expect.stringMatching(/^v1,/) } },
    });
    expect(Page.parse((await ask("GET", `/${id}/deliveries`)).body).data).toEqual([]);
    expect(told(await ask("POST", `/${id}/test`, { event: "nothing.happened" }))).toBe("400 invalid_request");
    await ask("DELETE", `/${id}`);
  });
});

describe("deliveries", () => {
  it("are listed newest first, narrowed and page by page, of one endpoint and of all", async () => {
    const { id } = await addEndpoint(rig.app, test(), { url: receiver.url });
    for (let at = 0; at < 5; at += 1) {
      await tell(rig.app, test().environmentId, 1, at === 2 ? "user.created" : "otp.verified");
      rig.app.clock.advance(1);
    }
    receiver.answer((_, response, at) => response.writeHead(at === 1 ? 410 : 204).end());
    for (const path of [`/${id}/deliveries`, "/deliveries"]) {
      const first = Page.parse((await ask("GET", `${path}?limit=3`)).body);
      const second = Page.parse((await ask("GET", `${path}?limit=3&cursor=${first.next_cursor}`)).body);
      const times = [...first.data, ...second.data]
        .filter((each) => each.endpoint_id === id)
        .map((each) => each.created_at);
      expect(times).toEqual(times.toSorted().reverse());
      expect(new Set(times).size).toBe(5);
      expect(told(await ask("GET", `${path}?cursor=AAAA`))).toBe("400 invalid_request");
    }
    const created = Page.parse((await ask("GET", `/deliveries?event=user.created&endpoint_id=${id}`)).body);
    expect(created.data).toEqual([expect.objectContaining({ event: "user.created", status: "pending" })]);
    await ask("DELETE", `/${id}`);
  });

  it("that failed for good are sent again one by one, or all since then, after they were counted", async () => {
    const { id } = await addEndpoint(rig.app, test(), { url: receiver.url });
    const since = rig.app.clock.now().toISOString();
    receiver.answer(500);
    const ids = await tell(rig.app, test().environmentId, 3);
    for (const seconds of [0, 6, 340, 2_000, 8_000, 20_000, 40_000, 40_000]) {
      rig.app.clock.advance(seconds);
      await drainAll(rig.app);
    }
    expect(receiver.received).toHaveLength(24);
    const failed = Page.parse((await ask("GET", `/${id}/deliveries?status=failed`)).body).data;
    expect(failed).toHaveLength(3);
    expect(failed[0]).toMatchObject({ attempts: 8, next_attempt_at: null, last_attempt: { status: 500 } });

    receiver.answer(204);
    receiver.received.length = 0;
    const one = await ask("POST", `/deliveries/${failed[0]?.id}/replay`);
    expect([one.status, one.body]).toEqual([202, { id: failed[0]?.id, status: "pending" }]);
    await drainAll(rig.app);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([failed[0]?.event_id]);
    expect((await ask("GET", `/deliveries/${failed[0]?.id}`)).body).toMatchObject({
      status: "delivered",
      attempts: 9,
      attempts_max: 16,
    });

    const count = await ask("POST", `/${id}/recover`, { since, dry_run: true });
    expect(count.body).toEqual({ count: 2, dry_run: true });
    expect(receiver.received).toHaveLength(1);
    expect((await ask("POST", `/${id}/recover`, { since })).body).toEqual({ count: 2, dry_run: false });
    await drainAll(rig.app);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"]).toSorted()).toEqual(ids.toSorted());
    expect((await ask("POST", `/${id}/recover`, { since })).body).toEqual({ count: 0, dry_run: false });
    await ask("DELETE", `/${id}`);
  });
});
