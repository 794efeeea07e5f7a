import { request } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/.generated/routes";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { overHttp } from "@/tests/support/over-http";
import { startServer, type TestServer } from "@/tests/support/server";
import { operator, signIn, signUp, type Tenant, type User } from "@/tests/support/tenants";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const APP_URL = "http://127.0.0.1:3599";
const NOBODY = "019a9f3e-7c1a-7cc2-9d8e-0123456789ab";

let database: TestDatabase;
/** The server as it is, and one that leaves the API to Next. Both on one database, as one installation. */
let ours: TestServer;
let next: TestServer;
let tenant: Tenant;
let user: User;

beforeAll(async () => {
  database = await cloneDatabase();
  const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
  const options = { databaseUrl: database.url, env: { APP_URL, OPERATOR_KEY, TRUSTED_PROXIES: "127.0.0.1" } };
  ours = await startServer(options);
  next = await startServer({ ...options, args: ["--next-api"] });
  tenant = await signUp(overHttp(ours.url), "owner@acme.dev");
  user = await signIn(overHttp(ours.url), tenant.test, "ada@example.com");
});
afterAll(async () => {
  await Promise.all([ours?.stop(), next?.stop()]);
  await database.drop();
});

type Question = { method: string; path: string; headers?: Record<string, string>; body?: string | Buffer };
type Seen = { status: number; headers: Record<string, unknown>; body: unknown };

/** Differ from one answer to the next, or are between Node and the wire. */
const NOT_COMPARED = new Set([
  "date",
  "x-request-id",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  // Next's own, about how browsers load its pages.
  "vary",
]);

/** Asks as it is written: fetch would mend the path, the method and the headers. */
function put(server: TestServer, { method, path, headers = {}, body }: Question): Promise<Seen> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const host = { host: new URL(APP_URL).host };
    const outgoing = request(
      { hostname, port, method, path, headers: { ...host, ...length, ...headers } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const kept = Object.entries(incoming.headers).filter(([name]) => !NOT_COMPARED.has(name));
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(kept),
            body: withoutWhatDiffers(text),
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function withoutWhatDiffers(text: string): unknown {
  return (
    text
      .replace(/"request_id":"[^"]*"/g, '"request_id":"…"')
      // Written after an answer, by whichever server gave it: between the two it may become a time.
      .replace(/"last_used_at":("[^"]*"|null)/g, '"last_used_at":"…"')
      .replace(
        /"(ms|time|checked_at|expires_at|resend_after|created_at|challenge_id|id)":("[^"]*"|[\d.]+)/g,
        '"$1":"…"',
      )
  );
}

let networks = 0;

/** Each question comes from a network of its own, so that wrong credentials do not use up what one may guess. */
async function expectSame(asked: Question): Promise<Seen> {
  networks += 1;
  const from = { "x-forwarded-for": `198.${18 + (networks >> 16)}.${(networks >> 8) & 255}.${networks & 255}` };
  const question = { ...asked, headers: { ...from, ...asked.headers } };
  let [one, other] = [await put(ours, question), await put(next, question)];
  // Logs and counts grow between two answers, of these questions too: what only reads is asked until nothing has.
  for (let again = 0; again < 5 && asked.method === "GET" && !isDeepStrictEqual(one, other); again += 1) {
    [one, other] = [await put(ours, question), await put(next, question)];
  }
  expect({ question, ...other }, `Next answers ${question.method} ${question.path} otherwise`).toEqual({
    question,
    ...one,
  });
  return one;
}

const json = { "content-type": "application/json" };

/** A route's address with ids that are there, and with ones that never were. */
function pathsOf(pattern: string): string[] {
  if (pattern.endsWith("/:path{.+}")) {
    const folder = pattern.slice(0, -"/:path{.+}".length).replace(":environment", tenant.test.environmentId);
    return [`${folder}/nothing`, `${folder}/nothing/at/all`, `${folder}/auth/nothing`];
  }
  const fill = (names: Readonly<Record<string, string>>) =>
    pattern.replace(/:(\w+)/g, (_, name: string) => names[name] ?? NOBODY);
  const real = { environment: tenant.test.environmentId, customer: "me", id: user.sessionId };
  const odd = { environment: "no-id", customer: "no-id", id: "no-id", key: "no-id" };
  return [...new Set([fill(real), fill({}), fill(odd)])];
}

const MAKES = /^\/api\/(admin|hooks)\//;

describe("the same question at either mount", () => {
  it.each(routes.map(({ path }) => path))(
    "gets the same answer, by every method and credential: %s",
    async (pattern) => {
      const credentials: Record<string, string>[] = [
        {},
        { "x-api-key": tenant.test.secret },
        { "x-api-key": tenant.live.publishable },
        { "x-api-key": "np_test_sk_nothing" },
        { authorization: `Bearer ${user.accessToken}` },
        { authorization: "Bearer nonsense" },
        operator.headers,
      ];
      const strangers = credentials.filter(
        (each) => each !== operator.headers && each["x-api-key"] !== tenant.test.secret,
      );
      for (const path of pathsOf(pattern)) {
        for (const method of METHODS) {
          // What would end the session or wait for mail is asked without a credential.
          const mayChange = method === "DELETE" || pattern.endsWith("logout");
          // What would make something is asked by those who may not: made twice, it is not the same.
          const mayMake =
            pattern.startsWith("/api/jobs/") || (MAKES.test(pattern) && !["GET", "HEAD"].includes(method));
          const asking = mayChange ? credentials.slice(0, 1) : mayMake ? strangers : credentials;
          for (const headers of asking) await expectSame({ method, path, headers });
        }
      }
    },
  );

  it("gets the same refusal of a body that is not one", async () => {
    const path = "/api/auth/request-otp";
    const headers = { "x-api-key": tenant.test.secret, ...json };
    const bodies = [
      "",
      "{",
      "null",
      "[]",
      '"text"',
      "\ufeff{}",
      '{"email":"a@b.dev","email":"c@d.dev"}',
      '{"email":1}',
      '{"email":"a@b.dev","unknown":true}',
      '{"email":"a\\u0000@b.dev"}',
      '{"email":"\\ud800@b.dev"}',
      '{"email":"a@b.dev","__proto__":{"x":1}}',
      `{"email":"${"a".repeat(70_000)}"}`,
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    ];
    for (const body of bodies) {
      const { status } = await expectSame({ method: "POST", path, headers, body });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", ""]) {
      await expectSame({ method: "POST", path, headers: { ...headers, "content-type": type }, body: "{}" });
    }
  });

  it("gets the same answer when it is a good one", async () => {
    const key = { "x-api-key": tenant.test.secret };
    const body = JSON.stringify({ email: "bea@example.com" });
    const asked = await expectSame({
      method: "POST",
      path: "/api/auth/request-otp",
      headers: { ...key, ...json },
      body,
    });
    expect(asked.status).toBe(200);
    const token = JSON.stringify({ token: user.accessToken });
    await expectSame({ method: "POST", path: "/api/auth/introspect", headers: { ...key, ...json }, body: token });
    await expectSame({ method: "GET", path: "/api/test/messages?to=bea@example.com", headers: key });
    await expectSame({ method: "GET", path: "/api/auth/me", headers: { authorization: `Bearer ${user.accessToken}` } });
  });

  it("gets the same answer at odd addresses", async () => {
    const paths = [
      "/api",
      "/api?x=1",
      "/api/auth",
      "/api/health/live?x=1",
      "/api/health/live?api_key=np_test_sk_x",
      "/api/auth/me?access_token=x",
      "/api/auth/%6de",
      "/api/auth/sessions/%00",
      "/api/auth/sessions/..%2f..%2fhealth",
      "/api/auth/ME",
      `/e/${tenant.test.environmentId.toUpperCase()}/.well-known/jwks.json`,
      "/e/%20/.well-known/jwks.json",
      `/e/${tenant.test.environmentId}/.well-known/nothing`,
    ];
    for (const path of paths) for (const method of ["GET", "POST"]) await expectSame({ method, path });
  });

  it("believes no header about where it comes from", async () => {
    for (const name of ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "x-middleware-subrequest"]) {
      await expectSame({ method: "GET", path: "/api/auth/me", headers: { [name]: "203.0.113.9" } });
    }
  });
});
