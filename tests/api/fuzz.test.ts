import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { routes } from "@/.generated/routes";
import { ERRORS } from "@/lib/core/errors";
import { errorsOf, listOperations, type Operation } from "@/lib/http/openapi";
import { startApp, type TestApp } from "@/tests/support/app";
import {
  type Asking,
  call,
  operator,
  requestCode,
  signIn,
  signUp,
  type Tenant,
  type User,
} from "@/tests/support/tenants";

const RUNS = 100;
const UUID = "019a9d8e-0000-7000-8000-000000000001";

let app: TestApp;
let tenant: Tenant;
let user: User;
let challengeId: string;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
});

afterAll(() => app.close());

/** Values at the edges of what is right, and far away. */
const wild: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    "",
    " ",
    "\u0000",
    "\ud800",
    "\u202e",
    "null",
    "%00",
    "'; DROP TABLE users; --",
    "１２３４５６",
    UUID.toUpperCase(),
    "00000000-0000-0000-0000-000000000000",
    "a".repeat(5000),
    `${"a".repeat(300)}@example.com`,
    0,
    -1,
    1e308,
    true,
    null,
    [],
    {},
    [["a"]],
    { "": { "": "" } },
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** What a field may well hold, by its name. */
const plausible = (name: string): readonly unknown[] => {
  const values: Readonly<Record<string, readonly unknown[]>> = {
    email: ["grace@example.com", "verified+1@ninepin.test", "wrong@ninepin.test", "slow@ninepin.test", "é@exämple.com"],
    phone: ["+14155550100", "+14155550110", "+41446681800", "+1 (415) 555-0100"],
    challenge_id: [challengeId, UUID],
    otp: ["123456789", "123 456 789", "１２３４５６７８９", "000000000"],
    channel: ["email", "sms", "voice", "hook"],
    purpose: ["sign_in", "step_up", "transaction", "identifier"],
    locale: ["en", "de-CH", "zz-Zzzz-ZZ"],
    device_token: [user.deviceToken, "np_dt_AAAA"],
    context: [{ ip: "203.0.113.9", user_agent: "x", location: "Leeds" }, { ip: "2001:db8::1" }],
    metadata: [{ plan: "pro" }, { deep: [{ er: null }] }],
    session_id: [user.sessionId, UUID],
    refresh_token: [user.refreshToken, "np_rt_AAAA"],
    token: [user.accessToken, user.refreshToken, "a.b.c"],
    all: [true],
    name: ["Ada", "😀", null],
    company: ["Acme & Söhne <b>"],
    type: ["secret", "publishable"],
    kind: ["web", "app"],
    allowed_ips: [["10.0.0.0/8"], ["::/0"], []],
    allowed_origins: [["https://a.dev"], []],
    expires_at: ["2040-01-01T00:00:00Z", "2020-01-01T00:00:00+02:00"],
    transport: ["body"],
    limit: ["1", "100"],
    to: ["grace@example.com", "+14155550100", "14155550100"],
    wait: ["0"],
    environment_id: [tenant.test.environmentId, UUID],
  };
  return values[name] ?? ["x"];
};

const Properties = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

type Fields = { name: string; required: boolean }[];

function fieldsOf(schema: z.ZodType | undefined): Fields {
  if (!schema) return [];
  const { properties, required } = Properties.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  return Object.keys(properties).map((name) => ({ name, required: required.includes(name) }));
}

/** An object of the contract's own fields with values that may fit, and, half of the time, one thing that does not. */
function objectOf(fields: Fields, strange: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  const pairs = fields.map(({ name, required }) => {
    const pair = fc.tuple(fc.constant(name), fc.constantFrom(...plausible(name)));
    if (required) return pair;
    return fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: pair });
  });
  const names = fc.constantFrom(...fields.map(({ name }) => name), "username", "constructor", "id");
  return fc
    .tuple(fc.tuple(...pairs), fc.option(fc.tuple(names, strange), { freq: 1, nil: null }))
    .map(([own, odd]) => Object.fromEntries([...own, odd].filter((pair) => pair !== null)));
}

function bodyOf({ endpoint }: Operation): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: objectOf(fieldsOf(endpoint.body), wild).map((it) => JSON.stringify(it)) },
    { weight: 1, arbitrary: fc.jsonValue().map((it) => JSON.stringify(it)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  );
}

function queryOf({ endpoint }: Operation): fc.Arbitrary<string> {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("1", UUID));
  const query = objectOf(fieldsOf(endpoint.query), text).map((fields) => {
    const pairs = Object.entries(fields).map(([name, value]) => `${name}=${encode(String(value))}`);
    return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
  });
  return fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight: 1, arbitrary: query });
}

function encode(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : "%ED%A0%80";
}

const latin = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) });

/** Mostly somebody with a credential of the right kind; else of another kind, or garbage. */
function credentialsOf({ endpoint }: Operation): fc.Arbitrary<Asking> {
  const { secret: key, publishable } = tenant.test;
  const { accessToken: token } = user;
  const fitting: Readonly<Record<typeof endpoint.auth, readonly Asking[]>> = {
    public: [{}],
    "api-key": [{ key }, { key: publishable }, { token: key }],
    "secret-key": [{ key }],
    operator: [operator],
    "cron-or-operator": [operator],
    admin: [{ key }, operator],
    "secret-key-or-operator": [{ key }, operator],
    user: [{ token }, { token, key: publishable }],
    "user-optional": [{ token }, {}, { key }],
    "key-optional": [{}, { key }],
  };
  const others: Asking[] = [{}, { key }, { key: tenant.live.secret }, { token }, operator];
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...fitting[endpoint.auth]) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
    { weight: 1, arbitrary: latin.map((authorization) => ({ headers: { authorization } })) },
    {
      weight: 1,
      arbitrary: latin.map((text) => ({ headers: { "x-api-key": text, origin: text, "user-agent": text } })),
    },
  );
}

/** Each request from another address: the limits of addresses are tested elsewhere. */
const address = fc.ipV4();

function segmentOf(name: string): fc.Arbitrary<string> {
  const known: Readonly<Record<string, string>> = {
    customer: tenant.customerId,
    environment: tenant.test.environmentId,
    id: user.identifierId,
  };
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(known[name] ?? UUID, UUID) },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom("me", "..", "%00", "%ff", "a%2fb"), latin.map(encode)) },
  );
}

/** The statuses that the document names. */
function documented({ endpoint }: Operation): number[] {
  const own = [endpoint.status ?? (endpoint.reply ? 200 : 204), ...(endpoint.otherStatuses ?? [])];
  return [...new Set([...own, ...errorsOf(endpoint).map((code) => ERRORS[code].status)])];
}

const operations = await listOperations(routes);

describe("fuzz", () => {
  it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    "%s never fails, and never answers what it does not document",
    async (_, operation) => {
      // There are more operations by now than codes that one address gets in an hour.
      app.clock.advance(120);
      // The operator's endpoints may have suspended the customer a moment ago.
      await call(app, "POST", `/api/admin/customers/${tenant.customerId}/activate`, operator);
      user = await signIn(app, tenant.test, "ada@example.com");
      ({ challengeId } = await requestCode(app, tenant.test.secret, { email: "grace@example.com" }));
      const statuses = documented(operation);
      const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      let pastTheDoor = 0;
      const property = fc.asyncProperty(
        bodyOf(operation),
        queryOf(operation),
        credentialsOf(operation),
        fc.tuple(...names.map(segmentOf)),
        address,
        async (raw, search, asking, segments, ip) => {
          const left = [...segments];
          const path = operation.path.replace(/\{\w+\}/g, () => left.shift() ?? UUID) + search;
          fc.pre(URL.canParse(`http://localhost${path}`));
          const sent = operation.endpoint.body ? { raw } : {};
          const answered = await call(app, operation.method, path, { ...asking, ...sent, ip });
          expect(answered.status, JSON.stringify(answered.body)).toBeLessThan(500);
          if (![401, 403, 429].includes(answered.status)) pastTheDoor += 1;
          // A path with dots or slashes in it is another path.
          const { pathname } = new URL(`http://localhost${path}`);
          if (pathname.split("/").length !== operation.path.split("/").length) return;
          // So is `customers/me`, which has methods of its own.
          if (segments.includes("me") && answered.status === 405) return;
          if (answered.status !== 404) expect(statuses).toContain(answered.status);
          if (answered.status < 400) return;
          expect(answered.headers.get("content-type")).toBe("application/problem+json");
          expect(answered.body).toMatchObject({ status: answered.status, request_id: expect.any(String) });
        },
      );
      await fc.assert(property, { numRuns: RUNS });
      // A fuzzer that is stopped at the door tests the door.
      expect(pastTheDoor).toBeGreaterThan(operation.path.endsWith("/egress") ? 0 : RUNS / 10);
    },
  );
});
