import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEgress, type Egress } from "@/lib/egress";
import { startDns, type TestDns, type Zone } from "@/tests/support/dns";

const ENVIRONMENT = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";
const OTHER = "019a9f3e-7c1a-7cc2-9d8e-ba9876543210";

let server: Server;
let port = 0;
let connections = 0;
let dns: TestDns;
let zone: Zone = () => null;
let egress: Egress;

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.end("220 ready\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  dns = await startDns((name, asked) => zone(name, asked));
  egress = createEgress(
    {
      egressAllow: [{ environmentId: ENVIRONMENT, address: "127.0.0.1", port }],
      dnsServers: [dns.server],
      appUrl: "http://localhost:3000",
    },
    { resolveMs: 500, connectMs: 500 },
  );
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await dns.close();
});
beforeEach(() => {
  connections = 0;
  zone = () => ({ v4: ["127.0.0.1"] });
});

const failureOf = (host: string, at = port, environmentId = ENVIRONMENT) =>
  egress.connect({ host, port: at, environmentId }).then(
    (socket) => {
      socket.destroy();
      return null;
    },
    (error: { failure?: { reason: string } }) => error.failure?.reason,
  );

describe("a connection to where mail is handed in", () => {
  it("is opened to the address that was checked, and to no name", async () => {
    const socket = await egress.connect({ host: "mail.example.com", port, environmentId: ENVIRONMENT });
    const said = await new Promise<string>((resolve) => socket.once("data", (chunk) => resolve(chunk.toString())));
    expect(said).toBe("220 ready\r\n");
    expect(socket.remoteAddress).toBe("127.0.0.1");
    socket.destroy();
  });

  it("is for the environment that it is listed for, and for no other", async () => {
    expect(await failureOf("mail.example.com", port, OTHER)).toBe("url");
    expect(connections).toBe(0);
  });

  it.each([
    ["127.0.0.1", 587, "blocked"],
    ["169.254.169.254", 587, "blocked"],
    ["10.0.0.1", 465, "blocked"],
    ["::1", 587, "blocked"],
    ["localhost", 587, "blocked"],
    ["mail.localhost", 587, "blocked"],
    ["mail.example.com", 587, "blocked"],
    ["mail.example.com", 25, "url"],
    ["mail.example.com", 5432, "url"],
    ["mail.example.com/x", 587, "url"],
    ["a@mail.example.com", 587, "url"],
    ["mail .example.com", 587, "url"],
    ["mail.example.com.", 587, "url"],
    ["", 587, "url"],
  ])("%s:%i is not opened", async (host, at, reason) => {
    expect(await failureOf(host, at)).toBe(reason);
    expect(connections).toBe(0);
  });

  it("fails where one of the name's addresses is not public, and where there is none", async () => {
    zone = () => ({ v4: ["8.8.8.8", "10.0.0.1"] });
    expect(await failureOf("mail.example.com", 587)).toBe("blocked");
    zone = () => null;
    expect(await failureOf("mail.example.com", 587)).toBe("dns");
  });

  it("ends with the signal of whoever asked", async () => {
    const cancelled = AbortSignal.abort();
    await expect(
      egress.connect({ host: "mail.example.com", port, environmentId: ENVIRONMENT }, cancelled),
    ).rejects.toMatchObject({ failure: { reason: "cancelled" } });
  });
});
