import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { pagePaths } from "@/tests/support/pages";
import { askRaw, type RawAsking, type Seen } from "@/tests/support/raw";
import { startServer, type TestServer } from "@/tests/support/server";
import { operator } from "@/tests/support/tenants";

const APP_URL = "https://auth.example.com";
const HOST = new URL(APP_URL).host;

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await cloneDatabase();
  const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
  server = await startServer({ databaseUrl: database.url, env: { APP_URL, OPERATOR_KEY } });
});
afterAll(async () => {
  await server?.stop();
  await database.drop();
});

const ask = (path: string, asking: RawAsking = {}) =>
  askRaw(server, path, { ...asking, headers: { host: HOST, ...asking.headers } });

const nonceOf = ({ headers }: Seen) => /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "";

const PAGES = [
  ...pagePaths({ project: "acme", environment: "test", code: "invalid_otp" }),
  "/nothing/at/all",
  "/docs/errors/nothing",
];

describe("every page of the production build", () => {
  it.each(PAGES)("has the security headers and a policy of its own: %s", async (path) => {
    const [one, other] = [await ask(path), await ask(path)];
    for (const seen of [one, other]) {
      expect(seen.headers).toMatchObject({
        "strict-transport-security": "max-age=63072000; includeSubDomains",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": expect.stringMatching(/^(strict-origin-when-cross-origin|no-referrer)$/),
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": expect.stringContaining("camera=()"),
        "content-security-policy": expect.stringContaining("'strict-dynamic'"),
      });
      expect(seen.headers["x-powered-by"]).toBeUndefined();
      const policy = String(seen.headers["content-security-policy"]);
      for (const directive of [
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
      ]) {
        expect(policy).toContain(directive);
      }
      expect(policy).not.toContain("unsafe-eval");
      expect(/script-src [^;]*/.exec(policy)?.[0]).not.toContain("unsafe-inline");
      expect(/style-src-elem [^;]*/.exec(policy)?.[0]).not.toContain("unsafe-inline");
      expect(Buffer.from(nonceOf(seen), "base64")).toHaveLength(16);
      // Every script that the page brings carries the nonce of this very answer, and none is written into an attribute.
      const scripts = seen.text.match(/<script\b[^>]*>/g) ?? [];
      const without = scripts.filter((tag) => !tag.includes(`nonce="${nonceOf(seen)}"`));
      expect(without).toEqual([]);
      const styles = seen.text.match(/<style\b[^>]*>/g) ?? [];
      expect(styles.filter((tag) => !tag.includes(`nonce="${nonceOf(seen)}"`))).toEqual([]);
      expect(seen.text).not.toMatch(/<[^>]+\son\w+=/);
      if (seen.status === 200) expect(scripts.length).toBeGreaterThan(0);
    }
    expect(nonceOf(one)).not.toBe(nonceOf(other));
  });

  it("takes no nonce and no policy from the client", async () => {
    const headers = {
      "x-ninepin-nonce": "mine",
      "content-security-policy": "script-src 'nonce-mine'",
      "x-nonce": "mine",
    };
    const seen = await ask("/signin", { headers });
    expect(seen.text).not.toContain('nonce="mine"');
    expect(seen.headers["content-security-policy"]).not.toContain("nonce-mine");
  });

  it.each(["/docs/errors/%zz", "/d/%zz", "/dashboard/x/%ff/keys", "/operator/customers/%zz", "/session/%zz"])(
    "fails at no address that cannot be read: %s",
    async (path) => {
      expect((await ask(path)).status).toBe(400);
    },
  );

  it("has no cache keep what is of one answer", async () => {
    expect((await ask("/")).headers["cache-control"]).toContain("no-store");
  });

  it("is the policy of a refusal too, and files are what they say they are", async () => {
    const icon = await ask("/icon.svg");
    expect([icon.status, icon.headers["x-content-type-options"]]).toEqual([200, "nosniff"]);
    const file = /\/_next\/static\/[^"]+\.js/.exec((await ask("/")).text)?.[0] ?? "";
    const script = await ask(file);
    expect([script.status, script.headers["x-content-type-options"]]).toEqual([200, "nosniff"]);
  });
});

describe("a header that is a trick", () => {
  const tricks = {
    "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
    "x-middleware-rewrite": "/",
    "x-middleware-next": "1",
    "x-middleware-override-headers": "x-ninepin-path",
    "x-nextjs-data": "1",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    "x-forwarded-for": "127.0.0.1",
    "x-original-url": "/",
    "x-rewrite-url": "/",
    "x-http-method-override": "DELETE",
    forwarded: "host=evil.example",
  };

  it.each(Object.entries(tricks))("opens no page and takes no policy away: %s", async (name, value) => {
    for (const path of ["/dashboard", "/dashboard/acme/test/keys", "/start"]) {
      const seen = await ask(path, { headers: { [name]: value } });
      expect([seen.status, seen.headers.location]).toEqual([307, expect.stringMatching(/^\/signin\?next=/)]);
      expect(seen.headers["content-security-policy"]).toContain("'strict-dynamic'");
    }
    const seen = await ask("/mailbox", { headers: { [name]: value } });
    expect(seen.text).toContain("This Mailbox is closed");
    expect(seen.text).not.toContain("evil.example");
  });

  it("opens none by another address of the same page", async () => {
    for (const path of [
      "/dashboard.rsc",
      "/dashboard?_rsc=1",
      "/dashboard/acme/test/keys.rsc",
      "/_next/data/x/dashboard.json",
      "/dashboard/acme/test/keys.segments/_tree.segment.rsc",
      "//dashboard",
      "/dashboard?nxtPproject=acme",
    ]) {
      const asked: Record<string, string>[] = [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }];
      for (const headers of asked) {
        const seen = await ask(path, { headers });
        expect(seen.text).not.toContain("API keys");
        expect([200, 307, 308, 400, 404]).toContain(seen.status);
      }
    }
  });
});
