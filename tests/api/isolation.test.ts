import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/.generated/routes";
import { listOperations, type Operation } from "@/lib/http/openapi";
import { startApp, type TestApp } from "@/tests/support/app";
import { type AuthIds, authRows } from "@/tests/support/isolation-auth";
import { configurationRows } from "@/tests/support/isolation-configuration";
import { customerRows } from "@/tests/support/isolation-customers";
import { type DomainIds, domainRows, makeDomainIds } from "@/tests/support/isolation-domains";
import { makeProviderIds, type ProviderIds, providerRows } from "@/tests/support/isolation-providers";
import { recordRows } from "@/tests/support/isolation-records";
import { templateRows } from "@/tests/support/isolation-templates";
import { makeTenantIds, type TenantIds, tenantRows } from "@/tests/support/isolation-tenants";
import { userRows } from "@/tests/support/isolation-users";
import { makeWebhookIds, type WebhookIds, webhookRows } from "@/tests/support/isolation-webhooks";
import {
  type Answered,
  type Asking,
  call,
  countRows,
  requestCode,
  signIn,
  signUp,
  type Tenant,
  told,
  type User,
} from "@/tests/support/tenants";

const UNKNOWN = "019a9d8e-0000-7000-8000-0000000000ff";

let app: TestApp;
let victim: Tenant;
let intruder: Tenant;
let user: User;
let stranger: User;
let challengeId: string;
let keyId: string;
let entryId: string;
let webhookIds: Omit<WebhookIds, "environment">;
let domainIds: Pick<DomainIds, "domain" | "domainName">;
let providerIds: Pick<ProviderIds, "account">;
let tenantIds: Omit<TenantIds, "environment">;

beforeAll(async () => {
  // What is counted stands still: nothing drains.
  app = await startApp({ drain: false });
  victim = await signUp(app, "owner@victim.dev");
  intruder = await signUp(app, "owner@intruder.dev");
  user = await signIn(app, victim.test, "ada@example.com");
  stranger = await signIn(app, intruder.test, "eve@example.com");
  ({ challengeId } = await requestCode(app, victim.test.secret, { email: "grace@example.com" }));
  const keys = await call(app, "GET", "/api/admin/customers/me/api-keys", { key: victim.test.secret });
  const { data } = keys.body;
  keyId = Array.isArray(data) ? String(data[0].id) : "";
  await app.deps.jobs.drain(app.deps, 5);
  const recorded = await call(app, "GET", "/api/admin/audit", { key: victim.test.secret });
  entryId = Array.isArray(recorded.body.data) ? String(recorded.body.data[0].id) : "";
  webhookIds = await makeWebhookIds(app, victim.test);
  domainIds = await makeDomainIds(app, victim.test);
  providerIds = await makeProviderIds(app, victim.test);
  tenantIds = await makeTenantIds(app, victim.test);
});

afterAll(() => app.close());

/** What an operation is told: the victim's ids, or ids that never were. */
type Ids = WebhookIds &
  DomainIds &
  ProviderIds &
  TenantIds &
  AuthIds & {
    customer: string;
    key: string;
    user: string;
    entry: string;
  };

const victims = (): Ids => ({
  ...webhookIds,
  ...domainIds,
  ...providerIds,
  ...tenantIds,
  environment: victim.test.environmentId,
  customer: victim.customerId,
  key: keyId,
  session: user.sessionId,
  user: user.id,
  identifier: user.identifierId,
  challenge: challengeId,
  entry: entryId,
  accessToken: user.accessToken,
  refreshToken: user.refreshToken,
});

/** The victim's tokens in another shape: well formed, never issued. */
const nobodys = (): Ids => ({
  endpoint: UNKNOWN,
  account: UNKNOWN,
  tenant: UNKNOWN,
  delivery: UNKNOWN,
  echo: UNKNOWN,
  domain: UNKNOWN,
  domainName: "mail.nobody.dev",
  environment: UNKNOWN,
  customer: UNKNOWN,
  key: UNKNOWN,
  session: UNKNOWN,
  user: UNKNOWN,
  identifier: UNKNOWN,
  challenge: UNKNOWN,
  entry: UNKNOWN,
  accessToken: user.accessToken.slice(0, -6).concat("AAAAAA"),
  refreshToken: user.refreshToken.slice(0, -6).concat("AAAAAA"),
});

type Row = "no ids" | ((ids: Ids) => { path: string; as: Asking; answer: string }[]);

const bySecret = (body?: object): Asking => ({ key: intruder.test.secret, body });
const byLive = (body?: object): Asking => ({ key: victim.live.secret, body });
const byStranger = (body?: object): Asking => ({ token: stranger.accessToken, body });

/**
 * Every operation of the OpenAPI document, made with the intruder's credentials and somebody's ids. The answers must be
 * the same for the victim's ids as for ids that never were. `no ids`: it takes none, so there is nobody to ask about.
 */
const MATRIX: Readonly<Record<string, Row>> = {
  "GET /api/health": "no ids",
  "GET /api/health/ready": "no ids",
  "GET /api/health/live": "no ids",
  "GET /api/health/egress": "no ids",
  "GET /api/openapi.json": "no ids",
  ...webhookRows(bySecret),
  ...domainRows(bySecret),
  ...providerRows(bySecret),
  ...tenantRows(bySecret, byLive),
  "GET /api/jobs/drain": "no ids",
  "POST /api/jobs/drain": "no ids",
  "GET /api/admin/queues": "no ids",
  "POST /api/signup": "no ids",
  // Off here: 404 whoever asks.
  "POST /api/v1/auth/login": "no ids",
  "POST /api/v1/auth/verify": "no ids",
  "POST /api/signup/verify": "no ids",
  // Public by its nature: an environment's public keys are for everybody. An unknown environment has none.
  "GET /e/{environment}/.well-known/jwks.json": "no ids",
  "GET /e/{environment}/.well-known/openid-configuration": "no ids",
  ...authRows({ bySecret, byLive, byStranger, foreignRefresh: () => stranger.refreshToken }),
  ...customerRows(bySecret),
  ...configurationRows({ bySecret, byLive }),
  ...templateRows(bySecret),
  ...recordRows({ bySecret, byLive }),
  ...userRows({ bySecret, byLive }),
};

const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
const operations = await listOperations(routes);

/** What an answer says, without what differs in every answer. */
function comparable({ status, body }: Answered): unknown {
  return { status, body: { ...body, request_id: undefined } };
}

describe("isolation", () => {
  it("has a row for every operation, and no other", () => {
    expect(Object.keys(MATRIX).toSorted()).toEqual(operations.map(nameOf).toSorted());
  });

  it.each(Object.entries(MATRIX).filter(([, row]) => row !== "no ids"))(
    "%s tells nothing of another environment, and changes nothing there",
    async (name, row) => {
      if (row === "no ids") return;
      const before = await countRows(app);
      const asked = row(victims());
      const unknown = row(nobodys());
      for (const [index, { path, as, answer }] of asked.entries()) {
        const method = name.slice(0, name.indexOf(" "));
        const theirs = await call(app, method, path, as);
        const never = unknown[index];
        const nothing = never ? await call(app, method, never.path, never.as) : theirs;
        expect(told(theirs)).toBe(answer);
        expect(comparable(theirs)).toEqual(comparable(nothing));
        const said = JSON.stringify(theirs.body);
        for (const secret of ["grace@example.com", "ada@example.com", user.id, victim.customerId]) {
          expect(said).not.toContain(secret);
        }
      }
      await app.deps.settle();
      expect(await countRows(app)).toEqual(before);
    },
  );

  it("leaves the victim as they were", async () => {
    const me = await call(app, "GET", "/api/auth/me", { token: user.accessToken });
    expect(me.body).toMatchObject({
      user: { id: user.id, name: null, identifiers: [{ value: "ada@example.com" }] },
      session: { id: user.sessionId },
    });
    const body = { challenge_id: challengeId, otp: "123456789" };
    const verified = await call(app, "POST", "/api/auth/verify-otp", { key: victim.test.secret, body });
    expect(verified.status).toBe(200);
    const introspected = await call(app, "POST", "/api/auth/introspect", {
      key: victim.test.secret,
      body: { token: user.accessToken },
    });
    expect(introspected.body.active).toBe(true);
    const inactive = await call(app, "POST", "/api/auth/introspect", {
      key: intruder.test.secret,
      body: { token: user.accessToken },
    });
    expect(inactive.body).toEqual({ active: false });
    const refreshed = await call(app, "POST", "/api/auth/refresh", {
      body: { session_id: user.sessionId, refresh_token: user.refreshToken },
    });
    expect(refreshed.status).toBe(200);
  });

  it("keeps one person's address apart in two environments, test and live, mine and yours", async () => {
    const here = await signIn(app, victim.test, "same@example.com");
    const there = await signIn(app, intruder.test, "same@example.com");
    expect(here.id).not.toBe(there.id);
    const crossed = await call(app, "POST", "/api/auth/request-otp", {
      key: intruder.test.secret,
      body: { email: "same@example.com", device_token: here.deviceToken },
    });
    expect(crossed.status).toBe(200);
  });
});
