import { z } from "zod";
import type { TestApp } from "./app";

/** Where the API is asked: in this process, or of a server process (`overHttp`). */
export type Api = Pick<TestApp, "ask">;

/** An answer, read. */
export type Answered = { status: number; headers: Headers; body: Record<string, unknown> };

export type Asking = {
  key?: string;
  token?: string;
  body?: unknown;
  /** Instead of `body`: exactly these bytes. */
  raw?: BodyInit;
  headers?: Readonly<Record<string, string>>;
  ip?: string;
};

/** Asks as an app would: JSON, a key, a token. */
export async function call(app: Api, method: string, path: string, asking: Asking = {}): Promise<Answered> {
  const { key, token, body, raw, ip } = asking;
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await app.ask(path, {
    method,
    headers: {
      ...(key === undefined ? {} : { "x-api-key": key }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(sent === undefined ? {} : { "content-type": "application/json" }),
      ...asking.headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
    ...(ip === undefined ? {} : { ip }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : Json.parse(JSON.parse(text)) };
}

const Json = z.record(z.string(), z.unknown());

/** Status and code of an answer in one line: what a table of cases compares. */
export function told({ status, body }: Answered): string {
  return typeof body.code === "string" ? `${status} ${body.code}` : String(status);
}

const OPERATOR_KEY = "np_op_for_the_tests_only_0123456789";

/** The operator's credentials, as the test app is configured. */
export const operator = { headers: { authorization: `Bearer ${OPERATOR_KEY}` } } as const;

const SignedUp = z.object({
  customer: z.object({ id: z.string(), name: z.string() }),
  project: z.object({ slug: z.string() }),
  api_keys: z.array(
    z.object({ environment: z.string(), environment_id: z.string(), type: z.string(), key: z.string() }),
  ),
});

export type EnvironmentKeys = { environmentId: string; publishable: string; secret: string };

/** A customer with the keys of both environments. */
export type Tenant = { customerId: string; test: EnvironmentKeys; live: EnvironmentKeys };

const Messages = z.object({ data: z.array(z.object({ code: z.string().nullable() })) });

/** The code that was mailed last to somebody who signs up. */
export async function signUpCode(app: Api, email: string): Promise<string> {
  const { body } = await call(app, "GET", `/api/test/messages?to=${encodeURIComponent(email)}&wait=5`, operator);
  const [newest] = Messages.parse(body).data;
  if (!newest?.code) throw new Error(`No code was mailed to ${email}`);
  return newest.code;
}

/** Signs a company up, through the API. */
export async function signUp(app: Api, email: string): Promise<Tenant> {
  await call(app, "POST", "/api/signup", { body: { email, company: "Acme" } });
  const otp = await signUpCode(app, email);
  return readSignedUp(await call(app, "POST", "/api/signup/verify", { body: { email, otp } }));
}

/** The customer and the keys that the end of a sign-up answers with. */
export function readSignedUp({ body }: Answered): Tenant {
  const { customer, api_keys } = SignedUp.parse(body);
  const of = (environment: string): EnvironmentKeys => {
    const keys = api_keys.filter((key) => key.environment === environment);
    const find = (type: string) => keys.find((key) => key.type === type)?.key ?? "";
    return {
      environmentId: keys[0]?.environment_id ?? "",
      publishable: find("publishable"),
      secret: find("secret"),
    };
  };
  return { customerId: customer.id, test: of("test"), live: of("live") };
}

const Tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  session_id: z.string(),
  device_token: z.string().nullable(),
  user: z.object({ id: z.string(), identifiers: z.array(z.object({ id: z.string() })) }),
});

/** A signed-in user of a customer's app. */
export type User = {
  id: string;
  identifierId: string;
  accessToken: string;
  refreshToken: string;
  sessionId: string;
  deviceToken: string;
};

const Requested = z.object({ challenge_id: z.string(), preview_code: z.string() });

/** Asks for a code in a test environment. */
export async function requestCode(
  app: Api,
  key: string,
  body: Readonly<Record<string, string>>,
): Promise<{ challengeId: string; code: string }> {
  const answered = await call(app, "POST", "/api/auth/request-otp", { key, body });
  const { challenge_id, preview_code } = Requested.parse(answered.body);
  return { challengeId: challenge_id, code: preview_code };
}

/** Signs a user in to a test environment, with an email address or a phone number. */
export async function signIn(app: Api, keys: EnvironmentKeys, identifier: string): Promise<User> {
  const type = identifier.includes("@") ? "email" : "phone";
  const { challengeId, code } = await requestCode(app, keys.secret, { [type]: identifier });
  const body = { challenge_id: challengeId, otp: code };
  const tokens = Tokens.parse((await call(app, "POST", "/api/auth/verify-otp", { key: keys.secret, body })).body);
  return {
    id: tokens.user.id,
    identifierId: tokens.user.identifiers[0]?.id ?? "",
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    sessionId: tokens.session_id,
    deviceToken: tokens.device_token ?? "",
  };
}

const WRITTEN = [
  "api_keys",
  "audit_log",
  "challenges",
  "customers",
  "domain_shares",
  "domains",
  "identifier_guards",
  "identifiers",
  "mailbox_messages",
  "members",
  "message_events",
  "messages",
  "outbox",
  "sessions",
  "suppressions",
  "tenants",
  "users",
  "webhook_deliveries",
  "templates",
  "template_drafts",
  "webhook_endpoints",
] as const;

/** How many rows each table has: what was written, and what was sent. */
export async function countRows(app: TestApp): Promise<Record<string, number>> {
  const counts = WRITTEN.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  const statement = { name: "test_counts", text: `SELECT ${counts.join(", ")}` };
  const [row] = await app.deps.db.run<Record<string, number>>(statement, []);
  return row ?? {};
}
