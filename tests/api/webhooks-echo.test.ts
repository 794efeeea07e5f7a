import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { freePort } from "@/tests/support/free-port";
import { call, signUp, type Tenant, told } from "@/tests/support/tenants";
import { addEndpoint, askWebhooks, drainAll, tell } from "@/tests/support/webhooks";

const Echo = z.object({
  data: z.array(
    z.object({
      headers: z.record(z.string(), z.string()),
      body: z.string(),
      signature: z.object({ content: z.string(), expected: z.string().nullable(), matches: z.boolean() }),
    }),
  ),
});

let app: TestApp;
let server: Server;
let tenant: Tenant;

beforeAll(async () => {
  const port = await freePort();
  app = await startApp({ drain: false, env: { APP_URL: `http://127.0.0.1:${port}` } });
  // The installation as it is reached from outside: the same handlers behind a real socket.
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, `${value}`]));
    const { method = "GET", url = "/" } = request;
    const answer = await app.ask(url, { method, headers, ...(method === "POST" && { body: Buffer.concat(chunks) }) });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  tenant = await signUp(app, "owner@acme.dev");
});
afterAll(async () => {
  server.close();
  await app.close();
});

async function makeEcho(): Promise<{ id: string; url: string }> {
  const made = await askWebhooks(app, tenant.test, "POST", "/echo");
  expect(made.status).toBe(201);
  return z.object({ id: z.string(), url: z.string() }).parse(made.body);
}

const read = async (id: string) => Echo.parse((await askWebhooks(app, tenant.test, "GET", `/echo/${id}`)).body).data;
const pathOf = (url: string) => new URL(url).pathname;

describe("an echo receiver", () => {
  it("gets what an endpoint would, although it is on loopback, and shows the signature as its reader should make it", async () => {
    const { id, url } = await makeEcho();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/hooks\/echo\/[A-Za-z0-9_-]{32}$/);
    const endpoint = await addEndpoint(app, tenant.test, { url });
    const tested = await askWebhooks(app, tenant.test, "POST", `/${endpoint.id}/test`, { body: {} });
    expect(tested.body).toMatchObject({ delivered: true, status: 204 });
    const [eventId] = await tell(app, tenant.test.environmentId, 1);
    await drainAll(app);
    const [event, test] = await read(id);
    expect(event?.headers["webhook-id"]).toBe(eventId);
    expect(event?.signature).toMatchObject({ matches: true, expected: event?.headers["webhook-signature"] });
    expect(test?.signature.matches).toBe(true);

    await askWebhooks(app, tenant.test, "POST", `/${endpoint.id}/rotate-secret`, { body: { overlap_seconds: 0 } });
    const [unknown] = await read(id);
    expect(unknown?.signature).toMatchObject({ expected: null, matches: false });
    await askWebhooks(app, tenant.test, "DELETE", `/${endpoint.id}`);
  });

  it("keeps anything that anybody sends, the newest hundred, without credentials that came along", async () => {
    const { id, url } = await makeEcho();
    for (let at = 0; at < 105; at += 1) {
      await app.ask(pathOf(url), { method: "POST", body: `${at} \0 <b>not JSON</b>`, headers: { cookie: "a=b" } });
    }
    const kept = await read(id);
    expect(kept).toHaveLength(100);
    expect(kept[0]?.body).toBe("104 \uFFFD <b>not JSON</b>");
    expect(kept.at(-1)?.body).toMatch(/^5 /);
    expect(kept[0]?.headers).not.toHaveProperty("cookie");
    expect(kept[0]?.signature).toMatchObject({ expected: null, matches: false });
    const large = await call(app, "POST", pathOf(url), { raw: "a".repeat(65_537) });
    expect(told(large)).toBe("413 body_too_large");
  });

  it("makes no signature for what somebody else posts, and no endpoint is moved there", async () => {
    const { id, url } = await makeEcho();
    const endpoint = await addEndpoint(app, tenant.test, { url });
    const headers = { "webhook-id": "msg_forged", "webhook-timestamp": "1767225600", "webhook-signature": "v1,AAAA" };
    await call(app, "POST", pathOf(url), { raw: '{"type":"otp.verified"}', headers });
    const [forged] = await read(id);
    expect(forged?.signature).toMatchObject({ expected: null, matches: false });

    const real = await addEndpoint(app, tenant.test, { url: "https://8.8.8.8/hooks" });
    for (const to of [url, url.replace("http:", "HTTP:"), url.replace("/api/", "/x/../api/")]) {
      for (const method of ["PUT", "PATCH"]) {
        const moved = await askWebhooks(app, tenant.test, method, `/${real.id}`, { body: { url: to } });
        expect([told(moved), moved.body.errors]).toMatchObject(["400 invalid_request", [{ path: "url" }]]);
      }
    }
    const kept = await askWebhooks(app, tenant.test, "GET", `/${real.id}`);
    expect(kept.body.url).toBe("https://8.8.8.8/hooks");
    const described = { url, description: "The same place" };
    expect(told(await askWebhooks(app, tenant.test, "PUT", `/${endpoint.id}`, { body: described }))).toBe("200");
    for (const made of [endpoint, real]) await askWebhooks(app, tenant.test, "DELETE", `/${made.id}`);
  });

  it("is found by its address alone, for a day", async () => {
    const { id, url } = await makeEcho();
    expect(told(await call(app, "POST", `${pathOf(url).slice(0, -4)}AAAA`, { raw: "x" }))).toBe("404 not_found");
    expect(told(await call(app, "GET", pathOf(url)))).toBe("405 method_not_allowed");
    app.clock.advance(86_400);
    expect(told(await call(app, "POST", pathOf(url), { raw: "x" }))).toBe("404 not_found");
    expect(told(await askWebhooks(app, tenant.test, "GET", `/echo/${id}`))).toBe("404 not_found");
  });

  it("is the only place of ours that webhooks reach", async () => {
    const { url } = await makeEcho();
    const origin = new URL(url).origin;
    for (const path of ["/api/health", "/", "/api/hooks/echo/short", `${pathOf(url)}/`, `${pathOf(url)}?a=b`]) {
      expect(told(await askWebhooks(app, tenant.test, "POST", "", { body: { url: origin + path } }))).toBe(
        "400 invalid_request",
      );
    }
  });
});
