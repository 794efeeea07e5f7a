import { setDefaultCACertificates } from "node:tls";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEgress, type Egress } from "@/lib/egress";
import { AUTHORITY, EXPIRED, GOOD, KEY } from "@/tests/support/certificates";
import { startDns, type TestDns, type Zone } from "@/tests/support/dns";
import { type Receiver, startCanary, startReceiver } from "@/tests/support/receiver";

const ENVIRONMENT = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";
const OTHER = "019a9f3e-7c1a-7cc2-9d8e-ba9876543210";
const APP_URL = "http://localhost:3000";

let receiver: Receiver;
let secure: Receiver;
let expired: Receiver;
let canary: Awaited<ReturnType<typeof startCanary>>;
let dns: TestDns;
let zone: Zone = () => null;
let egress: Egress;

beforeAll(async () => {
  setDefaultCACertificates([AUTHORITY]);
  receiver = await startReceiver();
  secure = await startReceiver({ tls: { key: KEY, cert: GOOD } });
  expired = await startReceiver({ tls: { key: KEY, cert: EXPIRED } });
  canary = await startCanary();
  dns = await startDns((name, asked) => zone(name, asked));
  egress = createEgress(
    {
      egressAllow: [receiver, secure, expired].map(({ port }) => ({
        environmentId: port === receiver.port ? ENVIRONMENT : null,
        address: "127.0.0.1",
        port,
      })),
      dnsServers: [dns.server],
      appUrl: APP_URL,
    },
    { totalMs: 1_500 },
  );
});
afterAll(async () => {
  for (const each of [receiver, secure, expired, canary, dns]) await each.close();
});
beforeEach(() => {
  zone = () => ({ v4: ["127.0.0.1"] });
});

const send = (url: string, environmentId = ENVIRONMENT) =>
  egress.send({ url, environmentId, headers: { "x-test": "1" }, body: '{"a":"ü"}' });

describe("a request", () => {
  it("arrives byte for byte, and what is answered is kept", async () => {
    receiver.answer((_, response) => response.writeHead(201, { "x-seen": "yes" }).end("thank you"));
    const { reply, failure, steps } = await send(`${receiver.url}/hooks?a=b`);
    expect(failure).toBeNull();
    expect(reply).toMatchObject({ status: 201, body: "thank you", truncated: false, headers: { "x-seen": "yes" } });
    expect(steps.map(({ step }) => step)).toEqual(["resolve", "connect", "response"]);
    expect(receiver.received.at(-1)).toMatchObject({
      path: "/hooks?a=b",
      body: '{"a":"ü"}',
      headers: { "x-test": "1", host: `127.0.0.1:${receiver.port}`, "content-length": "10" },
    });
  });

  it("reaches a private address for the environment that lists it, and for no other", async () => {
    const before = receiver.connections();
    expect((await send(receiver.url, OTHER)).failure).toMatchObject({ reason: "blocked" });
    expect((await send(`http://127.0.0.1:${canary.port}/`)).failure).toMatchObject({ reason: "blocked" });
    expect(receiver.connections()).toBe(before);
    expect(canary.connections()).toBe(0);
  });

  it.each([300, 301, 302, 303, 307, 308])("does not follow a %s", async (status) => {
    const location = `http://127.0.0.1:${canary.port}/latest/meta-data`;
    receiver.answer((_, response) => response.writeHead(status, { location, refresh: `0; url=${location}` }).end());
    expect((await send(receiver.url)).reply).toMatchObject({ status, headers: { location } });
    expect(canary.connections()).toBe(0);
  });
});

describe("TLS", () => {
  it("is checked against the name, and each step has its time", async () => {
    const { reply, steps } = await send(`https://receiver.test:${secure.port}/`);
    expect(reply?.status).toBe(204);
    expect(steps.map(({ step }) => step)).toEqual(["resolve", "connect", "tls", "response"]);
  });

  it.each([
    ["an expired certificate", () => `https://receiver.test:${expired.port}/`, "TLS certificate expired on 2026-01-02"],
    ["another's certificate", () => `https://other.test:${secure.port}/`, "TLS certificate is not for other.test"],
    ["no TLS at all", () => `https://127.0.0.1:${receiver.port}/`, "TLS could not be agreed on"],
  ])("tells of %s, and sends nothing", async (_, url, message) => {
    const before = [secure, expired, receiver].map(({ received }) => received.length);
    expect((await send(url())).failure).toEqual({ step: "tls", reason: "tls", message });
    expect([secure, expired, receiver].map(({ received }) => received.length)).toEqual(before);
  });
});

describe("a name that leads elsewhere each time it is asked", () => {
  it("is asked once, and exactly what was checked is connected to", async () => {
    // What is checked is listed; what the name says a moment later is another address with somebody at the same port.
    const elsewhere = await startReceiver({ address: "127.0.0.2", port: secure.port, tls: { key: KEY, cert: GOOD } });
    zone = (_, asked) => ({ v4: [asked % 2 === 1 ? "127.0.0.1" : "127.0.0.2"] });
    dns.queries.length = 0;
    expect((await send(`https://receiver.test:${secure.port}/`)).reply?.status).toBe(204);
    expect(dns.queries.filter((query) => query.startsWith("A "))).toHaveLength(1);
    expect((await send(`https://receiver.test:${secure.port}/`)).failure).toMatchObject({ reason: "blocked" });
    expect(elsewhere.connections()).toBe(0);
    await elsewhere.close();
  });

  it("passes when entered and is refused when called", async () => {
    zone = (_, asked) => ({ v4: [asked === 1 ? "8.8.8.8" : "127.0.0.1"] });
    expect(await egress.check("https://rebinding.test/", ENVIRONMENT)).toBeNull();
    expect((await send("https://rebinding.test/")).failure).toMatchObject({ reason: "blocked" });
    expect(canary.connections()).toBe(0);
  });
});

describe("an answer", () => {
  it("without an end is cut off, and the memory stays flat", async () => {
    const chunk = Buffer.alloc(65_536, "a");
    let sent = 0;
    receiver.answer((_, response) => {
      response.writeHead(200, { "content-length": String(2 ** 30) });
      const pump = () => {
        while (!response.destroyed && sent < 2 ** 30) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once("drain", pump);
        }
      };
      pump();
    });
    const { reply } = await send(receiver.url);
    expect(reply).toMatchObject({ status: 200, truncated: true, body: "a".repeat(16_384) });
    expect(sent).toBeLessThan(32 * 2 ** 20);
  });

  it("that is packed is not unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(32 * 2 ** 20));
    receiver.answer((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    const { reply } = await send(receiver.url);
    expect(reply?.status).toBe(200);
    expect(Buffer.byteLength(reply?.body ?? "")).toBeLessThanOrEqual(3 * 16_384);
    expect(receiver.received.at(-1)?.headers["accept-encoding"]).toBe("identity");
  });

  it("that never comes, or trickles, is not waited for", async () => {
    receiver.answer(() => {});
    expect((await send(receiver.url)).failure).toEqual({
      step: "response",
      reason: "timeout",
      message: "Timed out after 1.5 s",
    });
    receiver.answer((_, response) => {
      const timer = setInterval(() => response.socket?.write("H"), 100);
      response.socket?.on("close", () => clearInterval(timer));
    });
    expect((await send(receiver.url)).failure?.reason).toMatch(/timeout|protocol/);
  });

  it("whose status is known counts although its body trickles", async () => {
    receiver.answer((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x"), 100);
      response.on("close", () => clearInterval(timer));
    });
    expect((await send(receiver.url)).reply).toMatchObject({ status: 200, truncated: true });
  });

  it.each([
    ["closes", (socket: import("node:net").Socket | null) => socket?.destroy(), "connection"],
    ["talks nonsense", (socket: import("node:net").Socket | null) => socket?.end("EHLO you\r\n\r\n"), "protocol"],
    [
      "has headers without an end",
      (socket: import("node:net").Socket | null) =>
        socket?.end(`HTTP/1.1 200 OK\r\n${"x-a: bbbbbbbbbbbbbbbbbbbbbbbb\r\n".repeat(2_000)}\r\n`),
      "protocol",
    ],
  ])("that %s says so", async (_, behave, reason) => {
    receiver.answer((_request, response) => void behave(response.socket));
    expect((await send(receiver.url)).failure).toMatchObject({ step: "response", reason });
  });

  it("holds nothing that the database cannot keep", async () => {
    receiver.answer((_, response) => response.writeHead(200).end(Buffer.from([0, 0xff, 0xfe, 65, 0])));
    expect((await send(receiver.url)).reply?.body).toBe("\uFFFD\uFFFD\uFFFDA\uFFFD");
  });
});

describe("where nobody is", () => {
  it("says that the connection was refused", async () => {
    const gone = await startReceiver();
    const { port } = gone;
    await gone.close();
    const rules = {
      egressAllow: [{ environmentId: null, address: "127.0.0.1", port }],
      dnsServers: [],
      appUrl: APP_URL,
    };
    const { failure } = await createEgress(rules).send({
      url: `http://127.0.0.1:${port}/`,
      environmentId: ENVIRONMENT,
      headers: {},
      body: "{}",
    });
    expect(failure).toEqual({ step: "connect", reason: "connection", message: "Connection refused" });
  });

  it("ends at once when the process does", async () => {
    receiver.answer(() => {});
    const stop = new AbortController();
    const sending = egress.send(
      { url: receiver.url, environmentId: ENVIRONMENT, headers: {}, body: "{}" },
      stop.signal,
    );
    stop.abort();
    expect((await sending).failure).toMatchObject({ reason: "cancelled" });
  });
});
