import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/.generated/routes";
import { ERRORS } from "@/lib/core/errors";
import { errorsOf, listOperations, type Operation } from "@/lib/http/openapi";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Asking, call, operator, signIn, signUp, type Tenant, type User } from "@/tests/support/tenants";

const RUNS = 150;
const UUID = "019a9d8e-0000-7000-8000-000000000001";

let app: TestApp;
let tenant: Tenant;
let user: User;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
  user = await signIn(app, tenant.test, "ada@example.com");
});

afterAll(() => app.close());

/** Every field that some contract knows, and some that none does. */
const NAMES = [
  "email",
  "phone",
  "username",
  "challenge_id",
  "otp",
  "channel",
  "purpose",
  "locale",
  "device_token",
  "context",
  "metadata",
  "transport",
  "session_id",
  "refresh_token",
  "all",
  "token",
  "name",
  "company",
  "type",
  "kind",
  "allowed_ips",
  "allowed_origins",
  "expires_at",
  "limit",
  "cursor",
  "to",
  "environment_id",
  "constructor",
  "toString",
  "id",
] as const;

/** Values near what is right, at its edges, and far away. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    "grace@example.com",
    "verified@ninepin.test",
    "wrong@ninepin.test",
    "+14155550100",
    "123456789",
    "１２３４５６",
    UUID,
    UUID.toUpperCase(),
    "sms",
    "sign_in",
    "en",
    "secret",
    "publishable",
    "web",
    "np_rt_AAAA",
    "np_dt_AAAA",
    "10.0.0.0/8",
    "https://a.dev",
    "2030-01-01T00:00:00Z",
    "",
    " ",
    "\u0000",
    "\ud800",
    "\u202e",
    "null",
    "%00",
    "'; DROP TABLE users; --",
    "a".repeat(5000),
    `${"a".repeat(300)}@example.com`,
    0,
    -1,
    1e308,
    true,
    null,
    [],
    {},
    ["10.0.0.0/8"],
    { ip: "203.0.113.9" },
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const body = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 6 }).map((it) => JSON.stringify(it)),
  },
  { weight: 1, arbitrary: fc.jsonValue().map((it) => JSON.stringify(it)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
);

const header = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) });

const query = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("1", "30", UUID))))
  .map((pairs) => (pairs.length === 0 ? "" : `?${pairs.map(([name, text]) => `${name}=${encode(text)}`).join("&")}`));

function encode(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : "%ED%A0%80";
}

/** Somebody with the right credential, the wrong one, or garbage. */
const credentials = (): fc.Arbitrary<Asking> =>
  fc.oneof(
    fc.constantFrom<Asking>(
      {},
      { key: tenant.test.secret },
      { key: tenant.test.publishable },
      { key: tenant.live.secret },
      { token: user.accessToken },
      { token: user.accessToken, key: tenant.test.publishable },
      operator,
    ),
    header.map((authorization) => ({ headers: { authorization } })),
    header.map((key) => ({ headers: { "x-api-key": key } })),
    fc.tuple(header, header).map(([origin, agent]) => ({
      key: tenant.test.secret,
      headers: { origin, "user-agent": agent, "content-type": "application/json", "accept-language": agent },
    })),
  );

const segment = fc.oneof(fc.constantFrom(UUID, "me", "..", "%00", "%ff"), fc.string({ maxLength: 20 }).map(encode));

/** The statuses that the document names. */
function documented({ endpoint }: Operation): Set<number> {
  const own = [endpoint.status ?? (endpoint.reply ? 200 : 204), ...(endpoint.otherStatuses ?? [])];
  return new Set([...own, ...errorsOf(endpoint).map((code) => ERRORS[code].status)]);
}

const operations = await listOperations(routes);

describe("fuzz", () => {
  it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    "%s never fails and never answers what it does not document",
    async (_, operation) => {
      const statuses = documented(operation);
      const property = fc.asyncProperty(
        fc.gen(),
        body,
        query,
        fc.array(segment, { minLength: 3, maxLength: 3 }),
        async (any, raw, search, segments) => {
          const path = operation.path.replace(/\{\w+\}/g, () => segments.pop() ?? UUID) + search;
          fc.pre(URL.canParse(`http://localhost${path}`) && !/[?&]wait=/.test(path));
          const asking = any(credentials);
          const takesBody = operation.method !== "GET";
          const answered = await call(app, operation.method, path, { ...asking, ...(takesBody ? { raw } : {}) });
          expect(answered.status, JSON.stringify(answered.body)).toBeLessThan(500);
          // A path with dots or slashes in it is another path.
          if (new URL(`http://localhost${path}`).pathname.split("/").length !== operation.path.split("/").length)
            return;
          if (answered.status !== 404) expect([...statuses]).toContain(answered.status);
          if (answered.status >= 400) {
            expect(answered.headers.get("content-type")).toBe("application/problem+json");
            expect(answered.body).toMatchObject({ status: answered.status, request_id: expect.any(String) });
          }
        },
      );
      await fc.assert(property, { numRuns: RUNS });
    },
  );
});
