import machine from "node:dns";
import { lookup } from "node:dns/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createEgress } from "@/lib/egress";
import { startDns, type TestDns, type Zone } from "@/tests/support/dns";
import { startCanary } from "@/tests/support/receiver";

const ENVIRONMENT = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";
const OTHER = "019a9f3e-7c1a-7cc2-9d8e-ba9876543210";
const APP_URL = "http://localhost:3000";
const ECHO = `${APP_URL}/api/hooks/echo/${"a".repeat(32)}`;

const machines = machine.getServers();
let dns: TestDns;
let zone: Zone = () => null;

beforeAll(async () => {
  dns = await startDns((name, asked) => zone(name, asked));
  // What the machine would ask of itself: no resolver is named to the egress.
  machine.setServers([dns.server]);
});
afterAll(async () => {
  machine.setServers(machines);
  await dns.close();
});
beforeEach(() => {
  dns.queries.length = 0;
});

const start = (resolveMs = 3_000) => createEgress({ egressAllow: [], dnsServers: [], appUrl: APP_URL }, { resolveMs });
// A resolver that was given up may ask once more later on: each test looks at its own names.
const asked = (name: string) => dns.queries.filter((query) => query.split(" ")[1] === name);
const namesAsked = () => new Set(dns.queries.map((query) => query.split(" ")[1]));

it("names that are never answered hold up neither other customers' names nor what the machine looks up itself", async () => {
  zone = (name) => (name.endsWith(".tarpit.test") ? "silent" : { v4: ["10.0.0.1"] });
  const egress = start();
  const stuck = Array.from({ length: 12 }, (_, at) => egress.check(`https://${at}.tarpit.test/`, ENVIRONMENT));
  let over = false;
  const all = Promise.all(stuck).finally(() => {
    over = true;
  });
  expect(await egress.check("https://theirs.test/", OTHER)).toMatchObject({ reason: "blocked" });
  await lookup("localhost");
  expect(over, "both were answered while those still waited").toBe(false);
  expect(await all).toEqual(stuck.map(() => null));
  expect(namesAsked().size).toBe(13);
});

it("a name that many want to know now is asked for once", async () => {
  zone = () => ({ v4: ["10.0.0.1"] });
  const egress = start();
  const all = await Promise.all(Array.from({ length: 20 }, () => egress.check("https://one.test/", ENVIRONMENT)));
  expect(all.every((failure) => failure?.reason === "blocked")).toBe(true);
  expect(asked("one.test")).toHaveLength(2);
});

it("an environment has sixteen names asked for at once, and others theirs beside it", async () => {
  zone = () => "silent";
  const egress = start(300);
  const sending = (host: string, environmentId: string) =>
    egress.send({ url: `https://${host}/`, environmentId, headers: {}, body: "{}" });
  const stuck = Array.from({ length: 16 }, (_, at) => sending(`${at}.many.test`, ENVIRONMENT));
  const message = "Too many names are being looked up";
  expect((await sending("17.many.test", ENVIRONMENT)).failure).toMatchObject({ reason: "dns", message });
  expect((await sending("other.many.test", OTHER)).failure).toMatchObject({
    message: "DNS gave no answer for other.many.test",
  });
  await Promise.all(stuck);
  expect((await sending("17.many.test", ENVIRONMENT)).failure).toMatchObject({
    message: "DNS gave no answer for 17.many.test",
  });
});

it.each([
  ["IPv4", { v4: "failing", v6: ["2001:4860:4860::8888"] }],
  ["IPv6", { v4: ["127.0.0.1"], v6: "failing" }],
] as const)(
  "a name whose %s addresses nobody can tell is not called: they may be private ones",
  async (_, addresses) => {
    zone = () => addresses;
    const canary = await startCanary();
    const allowed = { environmentId: null, address: "127.0.0.1", port: canary.port };
    const egress = createEgress({ egressAllow: [allowed], dnsServers: [], appUrl: APP_URL }, { resolveMs: 3_000 });
    const url = `https://half.test:${canary.port}/`;
    const { failure } = await egress.send({ url, environmentId: ENVIRONMENT, headers: {}, body: "{}" });
    expect(failure).toMatchObject({ reason: "dns", message: "DNS gave no answer for half.test" });
    expect(canary.connections()).toBe(0);
    await canary.close();
  },
);

it("our own name is asked of the machine, which knows it without any server", async () => {
  zone = () => null;
  expect(await start().check(ECHO, ENVIRONMENT)).toBeNull();
  expect(asked("localhost")).toEqual([]);
});
