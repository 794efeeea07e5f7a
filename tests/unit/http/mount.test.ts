import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isApiPath } from "@/lib/http/hosts";
import { type Listener, type MountedRoute, mountApi } from "@/lib/http/mount";
import type { RouteContext } from "@/lib/http/pattern";

/** A route module whose every method answers with what it was called with. */
function echo(name: string): Awaited<ReturnType<MountedRoute["load"]>> {
  const method = (as: string) => async (request: Request, context: RouteContext) =>
    Response.json({ name, as, method: request.method, ...context, body: request.body ? await request.text() : null });
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
  const [GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS] = methods.map(method);
  if (!GET || !HEAD || !POST || !PUT || !PATCH || !DELETE || !OPTIONS) throw new Error("seven methods");
  return { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS };
}

/** A route module whose every method fails in the way that no handler of ours may. */
function failing(): ReturnType<typeof echo> {
  const fails = () => Promise.reject(new Error("a bug"));
  return { GET: fails, HEAD: fails, POST: fails, PUT: fails, PATCH: fails, DELETE: fails, OPTIONS: fails };
}

const ROUTES: MountedRoute[] = [
  { path: "/api/auth/sessions", rest: null, load: async () => echo("sessions") },
  { path: "/api/auth/sessions/:id", rest: null, load: async () => echo("session") },
  { path: "/api/fails", rest: null, load: async () => failing() },
  { path: "/api/fails/:id", rest: null, load: async () => failing() },
  { path: "/e/:environment/.well-known/jwks.json", rest: null, load: async () => echo("jwks") },
  { path: "/api/:path{.+}", rest: "path", load: async () => echo("rest") },
];

describe("the API in front of Next", () => {
  let server: Server;
  let origin: string;
  let port: number;

  beforeAll(async () => {
    const listener: Listener = await mountApi(ROUTES, "http://localhost:3000");
    server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = addressOf(server).port;
    origin = `http://127.0.0.1:${port}`;
  });
  afterAll(() => {
    server.close();
  });

  const ask = async (path: string, init: RequestInit = {}) => (await fetch(origin + path, init)).json();

  /** The status line and body of a request that fetch would refuse to send. */
  const raw = (text: string) =>
    new Promise<string>((resolve) => {
      let answer = "";
      const socket = connect(port, "127.0.0.1", () => socket.end(text));
      socket.setEncoding("utf8").on("data", (part: string) => {
        answer += part;
      });
      socket.on("close", () => resolve(answer));
    });

  it("finds the most specific route and tells it its parameters and its pattern", async () => {
    expect(await ask("/api/auth/sessions")).toMatchObject({
      name: "sessions",
      params: {},
      pattern: "/api/auth/sessions",
    });
    expect(await ask("/api/auth/sessions/42?x=1")).toMatchObject({
      name: "session",
      params: { id: "42" },
      pattern: "/api/auth/sessions/{id}",
    });
    expect(await ask("/e/7/.well-known/jwks.json")).toMatchObject({ name: "jwks", params: { environment: "7" } });
  });

  it("gives what nothing else matches to the catch-all, in segments as Next does", async () => {
    expect(await ask("/api/no/such/thing")).toMatchObject({
      name: "rest",
      params: { path: ["no", "such", "thing"] },
      pattern: "/api/{path}",
    });
  });

  it.each(["/api/auth/session%73", "/api/auth/sessions/", "/api/Auth/sessions"])(
    "does not take %s for the address that it looks like",
    async (path) => {
      expect(await ask(path)).toMatchObject({ name: "rest" });
    },
  );

  it.each(["/api/fails", "/api/fails/42"])("answers a handler that fails with a problem, at %s", async (path) => {
    const answer = await fetch(origin + path);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: "internal" });
  });

  it("answers a HEAD by the route's own HEAD, without a body", async () => {
    const answer = await fetch(`${origin}/api/auth/sessions`, { method: "HEAD" });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("");
  });

  it("passes the body on", async () => {
    const body = JSON.stringify({ email: "ada@example.com" });
    expect(await ask("/api/auth/sessions", { method: "POST", body })).toMatchObject({
      as: "POST",
      method: "POST",
      body,
    });
  });

  it.each(["TRACE", "PROPFIND", "SEARCH"])("answers %s like a method that nobody declared", async (method) => {
    const answer = await raw(`${method} /api/auth/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain('"as":"OPTIONS"');
    expect(answer).toContain(`"method":"${method}"`);
  });

  it("answers what it does not know with the 404 problem", async () => {
    const answer = await fetch(`${origin}/e/7/.well-known/nothing`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({
      code: "not_found",
      type: "http://localhost:3000/docs/errors/not_found",
    });
  });

  it.each(["evil host", "a/b", "user@host"])('answers the host "%s" with the 400 problem', async (host) => {
    const answer = await raw(`GET /api/auth/sessions HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"invalid_request"');
  });
});

it("tells the API's paths from Next's", () => {
  for (const path of ["/api", "/api/", "/api?x", "/api/auth/me", "/e/7/.well-known/jwks.json"]) {
    expect(isApiPath(path)).toBe(true);
  }
  for (const path of ["/", "/apis", "/e/7", "/e/7/8/.well-known/x", "/dashboard", "/session/api/x", "//api/x"]) {
    expect(isApiPath(path)).toBe(false);
  }
});

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address;
}
