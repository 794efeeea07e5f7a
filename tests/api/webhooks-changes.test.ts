import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { flushAll } from "@/lib/usage";
import type { Receiver } from "@/tests/support/receiver";
import { told } from "@/tests/support/tenants";
import {
  addEndpoint,
  askWebhooks,
  drainAll,
  startWebhookRig,
  tell,
  verifies,
  type WebhookRig,
} from "@/tests/support/webhooks";

const Page = z.object({ data: z.array(z.object({ id: z.string() })) });

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
const ask = (method: string, path = "", body?: object, headers?: Record<string, string>) =>
  askWebhooks(rig.app, test(), method, path, { ...(body && { body }), ...(headers && { headers }) });
const count = async (table: string) => {
  const statement = {
    name: `test_${table}`,
    text: `SELECT count(*)::int AS rows FROM ${table} WHERE environment_id = $1`,
  };
  const [row] = await rig.app.deps.db.run<{ rows: number }>(statement, [test().environmentId]);
  return row?.rows;
};

describe("an endpoint that is deleted", () => {
  it("is gone at once for everybody, however many deliveries it has, which go in batches", async () => {
    const { id } = await addEndpoint(rig.app, test(), { url: receiver.url });
    await tell(rig.app, test().environmentId, 1_200);
    const [delivery] = Page.parse((await ask("GET", `/${id}/deliveries`)).body).data;
    expect(await ask("DELETE", `/${id}`)).toMatchObject({ status: 204 });
    expect(await count("webhook_deliveries")).toBe(1_200);

    for (const [method, path] of [
      ["GET", `/${id}`],
      ["GET", `/${id}/deliveries`],
      ["GET", `/deliveries/${delivery?.id}`],
      ["POST", `/deliveries/${delivery?.id}/replay`],
      ["POST", `/${id}/test`],
      ["DELETE", `/${id}`],
    ] as const) {
      expect(told(await ask(method, path, method === "POST" ? {} : undefined)), path).toBe("404 not_found");
    }
    expect((await ask("GET")).body.data).toEqual([]);
    expect((await ask("GET", "/deliveries")).body.data).toEqual([]);

    rig.app.clock.advance(31);
    await drainAll(rig.app);
    expect(receiver.received).toEqual([]);
    expect(await count("webhook_deliveries")).toBe(0);
    expect(await count("webhook_endpoints")).toBe(0);
  });
});

describe("a rotation", () => {
  const signers = async (secrets: readonly string[]) => {
    receiver.received.length = 0;
    await tell(rig.app, test().environmentId, 1);
    await drainAll(rig.app);
    const [got] = receiver.received;
    return secrets.map((secret) => got !== undefined && verifies(secret, got));
  };

  it("that is taken over keeps the secret that the receiver has, and only one goes on at a time", async () => {
    const { id, secret: first } = await addEndpoint(rig.app, test(), { url: receiver.url });
    const headers = { "idempotency-key": "rotation" };
    const lost = await ask("POST", `/${id}/rotate-secret`, {}, headers);
    // As if the process had died between the commit and the answer.
    const text = "UPDATE idempotency_keys SET completed_at = NULL WHERE environment_id = $1";
    await rig.app.deps.db.run({ name: "test_uncomplete", text }, [test().environmentId]);
    rig.app.clock.advance(61);
    const again = await ask("POST", `/${id}/rotate-secret`, {}, headers);
    expect(again.body.previous_secret_expires_at).toBe(lost.body.previous_secret_expires_at);
    const [second, third] = [String(lost.body.secret), String(again.body.secret)];
    expect(await signers([first, second, third])).toEqual([true, false, true]);

    expect(told(await ask("POST", `/${id}/rotate-secret`, {}))).toBe("409 conflict");
    expect(await signers([first, third])).toEqual([true, true]);
    const atOnce = await ask("POST", `/${id}/rotate-secret`, { overlap_seconds: 0 });
    expect(await signers([first, third, String(atOnce.body.secret)])).toEqual([false, false, true]);
    expect(told(await ask("POST", `/${id}/rotate-secret`, { overlap_seconds: 60 }))).toBe("200");
    rig.app.clock.advance(61);
    expect(told(await ask("POST", `/${id}/rotate-secret`, {}))).toBe("200");
    await ask("DELETE", `/${id}`);
  });
});

const auditOf = async (type: string) => {
  await drainAll(rig.app);
  const text = "SELECT data FROM audit_log WHERE environment_id = $1 AND type = $2 ORDER BY seq";
  const rows = await rig.app.deps.db.run<{ data: Record<string, unknown> }>({ name: "test_audit", text }, [
    test().environmentId,
    type,
  ]);
  return rows.map(({ data }) => data);
};

describe("an endpoint that leads inside", () => {
  /** Where a name leads by now that led elsewhere when it was entered. */
  const move = (id: string, url: string) => {
    const text = "UPDATE webhook_endpoints SET url = $2 WHERE id = $1";
    return rig.app.deps.db.run({ name: "test_move", text }, [id, url]);
  };

  it("is told of once in an hour, whether it is tested, delivered to, or redirects", async () => {
    const inside = "http://127.0.0.1:1/";
    const moved = await addEndpoint(rig.app, test(), { url: receiver.url, events: ["otp.failed"] });
    const redirecting = await addEndpoint(rig.app, test(), { url: receiver.url, events: ["otp.verified"] });
    await move(moved.id, inside);
    receiver.answer((_, response) => response.writeHead(302, { location: "http://10.1.2.3/admin" }).end());
    const expected = [{ host: "127.0.0.1", endpoint_id: moved.id }];
    for (let times = 0; times < 2; times += 1) await ask("POST", `/${moved.id}/test`, {});
    await tell(rig.app, test().environmentId, 2, "otp.failed");
    expect(await auditOf("webhook.address_refused")).toEqual(expected);

    await tell(rig.app, test().environmentId, 2);
    expected.push({ host: "10.1.2.3", endpoint_id: redirecting.id });
    await drainAll(rig.app);
    await ask("POST", `/${redirecting.id}/test`, {});
    expect(await auditOf("webhook.address_refused")).toEqual(expected);

    rig.app.clock.advance(3_601);
    await tell(rig.app, test().environmentId, 1, "otp.failed");
    await drainAll(rig.app);
    // Both once more: what was redirected is tried again as well.
    const later = (await auditOf("webhook.address_refused")).slice(2);
    expect(later.map(({ endpoint_id: endpoint }) => endpoint).toSorted()).toEqual(
      [moved.id, redirecting.id].toSorted(),
    );

    await ask("POST", "/test", { url: "https://192.168.0.1/" });
    expect((await auditOf("webhook.address_refused")).at(-1)).toEqual({ host: "192.168.0.1" });
    for (const { id } of [moved, redirecting]) await ask("DELETE", `/${id}`);
  });
});

describe("what is sent again", () => {
  it("is not where that cannot be told, and not to an endpoint that is off", async () => {
    const { id } = await addEndpoint(rig.app, test(), { url: receiver.url });
    const since = rig.app.clock.now().toISOString();
    await tell(rig.app, test().environmentId, 1);
    await drainAll(rig.app);
    const [delivery] = Page.parse((await ask("GET", `/${id}/deliveries`)).body).data;
    const replay = () => ask("POST", `/deliveries/${delivery?.id}/replay`);
    const status = async () => (await ask("GET", `/deliveries/${delivery?.id}`)).body.status;

    const { db } = rig.app.deps;
    const run = (name: string, text: string) => db.run({ name, text }, []);
    await run("test_mute", "ALTER TABLE outbox ADD CONSTRAINT mute CHECK (type <> 'webhook.replayed') NOT VALID");
    expect((await replay()).status).toBeGreaterThanOrEqual(500);
    expect(await status()).toBe("delivered");
    await run("test_unmute", "ALTER TABLE outbox DROP CONSTRAINT mute");

    await ask("PATCH", `/${id}`, { enabled: false });
    expect(told(await replay())).toBe("409 conflict");
    expect(told(await ask("POST", `/${id}/recover`, { since }))).toBe("409 conflict");
    expect(await status()).toBe("delivered");
    await ask("PATCH", `/${id}`, { enabled: true });
    expect(told(await replay())).toBe("202");
    expect(await auditOf("webhook.replayed")).toEqual([{ endpoint_id: id, delivery_id: delivery?.id }]);
    await ask("DELETE", `/${id}`);
  });
});

describe("echo receivers", () => {
  it("are twenty at a time, however many are made at once, and each is told of without its address", async () => {
    const made = await Promise.all(Array.from({ length: 25 }, () => ask("POST", "/echo")));
    expect(made.map(told).toSorted()).toEqual([...Array(20).fill("201"), ...Array(5).fill("409 conflict")]);
    const ids = made.flatMap(({ status, body }) => (status === 201 ? [body.id] : []));
    expect((await auditOf("webhook.echo_created")).map((data) => data.echo_id).toSorted()).toEqual(ids.toSorted());
  });
});

describe("a URL that holds a secret", () => {
  it("is in no log but for its origin", async () => {
    const { id } = await addEndpoint(rig.app, test(), { url: `${receiver.url}/T0KEN-one?key=hush` });
    await ask("PATCH", `/${id}`, { url: `${receiver.url}/T0KEN-two` });
    await tell(rig.app, test().environmentId, 1);
    await drainAll(rig.app);
    await ask("DELETE", `/${id}`);
    await drainAll(rig.app);
    await flushAll(rig.app.deps);
    const logs: string[] = [];
    for (const table of ["audit_log", "outbox", "request_log"]) {
      const text = `SELECT t::text AS row FROM ${table} t WHERE environment_id = $1`;
      const rows = await rig.app.deps.db.run<{ row: string }>({ name: `test_rows_${table}`, text }, [
        test().environmentId,
      ]);
      logs.push(...rows.map(({ row }) => row));
    }
    const about = logs.filter((row) => row.includes(`${receiver.url}/…`) && row.includes("webhook.updated"));
    expect(new Set(about.join().match(/url_digest[\\": ]+[0-9a-f]{8}/g)).size).toBe(2);
    expect(logs.filter((row) => /T0KEN|hush/.test(row))).toEqual([]);
  });
});
