import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEgress, type Egress } from "@/lib/egress";
import { disguisedUrls } from "@/tests/support/disguises";
import { startDns, type TestDns } from "@/tests/support/dns";
import { startCanary } from "@/tests/support/receiver";

const ENVIRONMENT = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";
const PUBLIC = "2001:4860:4860::8888";

/** Names of a stranger's, and where they lead. */
const NAMES: Readonly<Record<string, { v4?: string[]; v6?: string[] }>> = {
  "loopback.evil.test": { v4: ["127.0.0.1"] },
  "metadata.evil.test": { v4: ["169.254.169.254"] },
  "private.evil.test": { v4: ["10.0.0.7"] },
  "shared.evil.test": { v4: ["100.64.0.1"] },
  "any.evil.test": { v4: ["0.0.0.0"] },
  "six.evil.test": { v6: ["0:0:0:0:0:0:0:1"] },
  "mapped.evil.test": { v6: ["0:0:0:0:0:ffff:7f00:1"] },
  "nat64.evil.test": { v6: ["64:ff9b:0:0:0:0:7f00:1"] },
  "local-nat64.evil.test": { v6: ["64:ff9b:1:0:0:0:7f00:1"] },
  "sixtofour.evil.test": { v6: ["2002:7f00:1:0:0:0:0:1"] },
  "mixed.evil.test": { v4: ["8.8.8.8", "127.0.0.1"] },
  "mixed-families.evil.test": { v4: ["8.8.8.8"], v6: ["0:0:0:0:0:0:0:1"] },
};

let canary: Awaited<ReturnType<typeof startCanary>>;
let dns: TestDns;
let egress: Egress;

beforeAll(async () => {
  canary = await startCanary();
  dns = await startDns((name) => (name === "silent.evil.test" ? "silent" : (NAMES[name] ?? null)));
  egress = createEgress({ egressAllow: [], dnsServers: [dns.server], appUrl: "http://localhost:3000" });
});
afterAll(async () => {
  await canary.close();
  await dns.close();
});

const send = (url: string) => egress.send({ url, environmentId: ENVIRONMENT, headers: {}, body: "{}" });

describe("a URL in disguise", () => {
  it("comes in more than a hundred forms, each refused when entered and when called, and nobody connects", async () => {
    const urls = [
      ...disguisedUrls(canary.port),
      ...Object.keys(NAMES).flatMap((name) => [`https://${name}/`, `https://${name}:${canary.port}/`]),
    ];
    expect(new Set(urls).size).toBeGreaterThan(100);
    for (const url of urls) {
      expect(await egress.check(url, ENVIRONMENT), `${url} entered`).toMatchObject({
        reason: expect.stringMatching(/^(url|blocked)$/),
      });
      const { reply, failure, steps } = await send(url);
      expect(reply, `${url} called`).toBeNull();
      expect(failure?.reason).toMatch(/^(url|blocked)$/);
      expect(steps).toEqual([]);
    }
    expect(canary.connections()).toBe(0);
  });

  it("is refused without a word about the address behind it", async () => {
    for (const name of Object.keys(NAMES)) {
      const { failure } = await send(`https://${name}/`);
      expect(failure?.message).toBe("Private address blocked: webhooks reach public addresses only");
    }
  });
});

describe("a name with another port than 443", () => {
  const OTHER = "019a9f3e-7c1a-7cc2-9d8e-ba9876543210";
  const allow = (environmentId: string | null) =>
    createEgress({
      egressAllow: [{ address: "127.0.0.1", port: canary.port, environmentId }],
      dnsServers: [dns.server],
      appUrl: "http://localhost:3000",
    });

  it("is refused before anybody is asked where it leads", async () => {
    dns.queries.length = 0;
    const message = "Only port 443 can be reached";
    for (const url of ["https://gone.evil.test:22/", "https://loopback.evil.test:8443/", "https://public.test:80/"]) {
      expect(await egress.check(url, ENVIRONMENT), url).toEqual({ step: "address", reason: "url", message });
      expect((await send(url)).failure, url).toEqual({ step: "address", reason: "url", message });
    }
    const theirs = `https://loopback.evil.test:${canary.port}/`;
    expect(await allow(OTHER).check(theirs, ENVIRONMENT)).toMatchObject({ reason: "url" });
    expect(dns.queries).toEqual([]);
  });

  it("may be entered where EGRESS_ALLOW lists the port and what it leads to", async () => {
    for (const listed of [null, ENVIRONMENT]) {
      const url = (name: string) => `https://${name}.evil.test:${canary.port}/`;
      expect(await allow(listed).check(url("loopback"), ENVIRONMENT)).toBeNull();
      expect(await allow(listed).check(url("private"), ENVIRONMENT)).toMatchObject({ reason: "blocked" });
    }
  });
});

describe("a name that nobody can resolve", () => {
  it("may be entered, and is not called", async () => {
    for (const [url, message] of [
      ["https://gone.evil.test/", "DNS name not found: gone.evil.test"],
      ["https://silent.evil.test/", "DNS gave no answer for silent.evil.test"],
    ] as const) {
      expect(await egress.check(url, ENVIRONMENT)).toBeNull();
      expect((await send(url)).failure).toEqual({ step: "resolve", reason: "dns", message });
    }
  });
});

describe("what may be reached", () => {
  it("is any public address by https at port 443", async () => {
    for (const url of [
      "https://8.8.8.8/hooks",
      "https://8.8.8.8:443/hooks?a=b",
      `https://[${PUBLIC}]/`,
      "https://münchen.example/hooks",
    ]) {
      expect(await egress.check(url, ENVIRONMENT), url).toBeNull();
    }
    expect(await egress.check("https://8.8.8.8:8443/", ENVIRONMENT)).toMatchObject({ reason: "url" });
  });
});
