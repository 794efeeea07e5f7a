import { describe, expect, it } from "vitest";
import { clientAddress, type Incoming, parseTrustedProxies, stampClientAddress } from "@/lib/http/client-address";

const NONE = parseTrustedProxies([]);
const PROXIES = parseTrustedProxies(["10.0.0.0/8", "192.0.2.7", "fd00::/8"]);

describe("the client's address", () => {
  it("is the socket's, whatever a client writes, as long as no proxy is trusted", () => {
    const forged = Array.from({ length: 200 }, (_, at) => `203.0.113.${at}, 198.51.100.${at}`);
    const seen = new Set(forged.map((claim) => clientAddress("198.51.100.9", claim, NONE)));
    expect([...seen]).toEqual(["198.51.100.9"]);
  });

  it("is the rightmost address that is not a trusted proxy", () => {
    expect(clientAddress("10.0.0.1", "1.1.1.1, 203.0.113.5, 10.2.3.4", PROXIES)).toBe("203.0.113.5");
    expect(clientAddress("192.0.2.7", "6.6.6.6,203.0.113.5", PROXIES)).toBe("203.0.113.5");
    expect(clientAddress("fd00::1", "2001:db8::5", PROXIES)).toBe("2001:db8::5");
  });

  it("is the last known hop where the proxy passes on nothing or nonsense", () => {
    expect(clientAddress("10.0.0.1", "", PROXIES)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", "unknown", PROXIES)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", "1.1.1.1, <script>", PROXIES)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", "10.9.9.9", PROXIES)).toBe("10.9.9.9");
  });

  it("is the same for IPv4 and for IPv4 written as IPv6", () => {
    expect(clientAddress("::ffff:198.51.100.9", "", NONE)).toBe("198.51.100.9");
    expect(clientAddress("::ffff:10.0.0.1", "::ffff:203.0.113.5", PROXIES)).toBe("203.0.113.5");
  });

  it("does not take part of a number, a name or an octal form for an address", () => {
    for (const claim of ["0x7f.1", "017700000001", "2130706433", "127.1", "localhost", "1.2.3.4.5"]) {
      expect(clientAddress("10.0.0.1", claim, PROXIES)).toBe("10.0.0.1");
    }
  });

  it("reads addresses with ports", () => {
    expect(clientAddress("10.0.0.1", "203.0.113.5:4711", PROXIES)).toBe("203.0.113.5");
    expect(clientAddress("10.0.0.1", "[2001:db8::5]:4711", PROXIES)).toBe("2001:db8::5");
  });

  it("is unknown once the peer has gone", () => {
    expect(clientAddress(undefined, "203.0.113.5", PROXIES)).toBeNull();
  });
});

describe("stamping a request", () => {
  const request = (remoteAddress: string | undefined, raw: string[]): Incoming => {
    const headers: Incoming["headers"] = {};
    for (let at = 0; at < raw.length; at += 2) headers[(raw[at] ?? "").toLowerCase()] = raw[at + 1];
    return { headers, rawHeaders: raw, socket: remoteAddress === undefined ? {} : { remoteAddress } };
  };

  it("leaves one address in both views and no other claim", () => {
    const claims = ["X-Forwarded-For", "6.6.6.6", "Forwarded", "for=6.6.6.6", "X-Real-IP", "6.6.6.6"];
    const hosts = ["X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https"];
    const incoming = request("198.51.100.9", ["Host", "localhost:3000", ...claims, ...hosts, "Accept", "*/*"]);
    stampClientAddress(incoming, NONE);
    expect(incoming.headers).toEqual({ host: "localhost:3000", accept: "*/*", "x-forwarded-for": "198.51.100.9" });
    expect(incoming.rawHeaders).toEqual(["Host", "localhost:3000", "Accept", "*/*", "x-forwarded-for", "198.51.100.9"]);
  });

  it("leaves none where the peer has gone", () => {
    const incoming = request(undefined, ["X-Forwarded-For", "6.6.6.6"]);
    stampClientAddress(incoming, PROXIES);
    expect(incoming.headers).toEqual({});
    expect(incoming.rawHeaders).toEqual([]);
  });
});
