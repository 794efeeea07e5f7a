import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deleteCustomerRows } from "@/db/queries/purge";
import {
  purgeDeletedCustomers,
  readMember,
  requestDeletion,
  signInMember,
  startSignUp,
  undoDeletion,
} from "@/lib/customers";
import { environmentOf } from "@/lib/environments";
import { drainOutbox } from "@/lib/outbox";
import type { MemberRole, Scope } from "@/lib/ports";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, operator, requestCode, signIn, signUp, signUpCode, type Tenant, told } from "@/tests/support/tenants";

const DAY_SECONDS = 86_400;
const ME = "/api/admin/customers/me";

let app: TestApp;
let leaving: Tenant;
let staying: Tenant;
let memberSessionId: string;

beforeAll(async () => {
  app = await startApp({ drain: false });
  leaving = await signUp(app, "owner@leaving.dev");
  staying = await signUp(app, "owner@staying.dev");
  const client = { ip: "203.0.113.7", userAgent: null, requestId: "test" };
  const { challengeId } = await startSignUp(app.deps, client, { email: "owner@leaving.dev" });
  const otp = await signUpCode(app, "owner@leaving.dev");
  ({ memberSessionId } = await signInMember(app.deps, client, { challengeId, otp }));
});

afterAll(() => app.close());

async function asMember(tenant: Tenant, role: MemberRole): Promise<Scope> {
  const environment = await environmentOf(app.deps, tenant.test.environmentId);
  if (!environment) throw new Error("no environment");
  return { environment, actor: { type: "member", memberId: tenant.customerId, role }, client: null };
}

type Column = { table_name: string; column_name: string };

/** Every table of the database that says whose its rows are. */
async function owned(): Promise<Column[]> {
  return app.deps.db.run<Column>(
    {
      name: "test_owned",
      text: `SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name IN ('environment_id', 'customer_id')`,
    },
    [],
  );
}

/** How many rows each of those tables has of a customer; only those that have any. */
async function rowsOf(tenant: Tenant): Promise<Record<string, number>> {
  const ids = [tenant.customerId, tenant.test.environmentId, tenant.live.environmentId];
  const counts: Record<string, number> = {};
  for (const { table_name, column_name } of await owned()) {
    const text = `SELECT count(*)::int AS count FROM ${table_name} WHERE ${column_name} = ANY ($1::uuid[])`;
    const [row] = await app.deps.db.run<{ count: number }>({ name: `test_rows_${table_name}_${column_name}`, text }, [
      ids,
    ]);
    if (row?.count) counts[table_name] = row.count;
  }
  return counts;
}

/** Puts a row into each table that the flows have left empty, whatever its columns are. */
async function fillEveryTable(tenant: Tenant): Promise<void> {
  const filled = await rowsOf(tenant);
  for (const { table_name, column_name } of await owned()) {
    if (filled[table_name]) continue;
    const columns = await app.deps.db.run<{ column_name: string; udt_name: string }>(
      {
        name: "test_columns",
        text: `SELECT column_name, udt_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = $1 AND (is_nullable = 'NO' AND column_default IS NULL)`,
      },
      [table_name],
    );
    const owner = column_name === "customer_id" ? tenant.customerId : tenant.test.environmentId;
    const values = columns.map((column) => (column.column_name === column_name ? `'${owner}'` : sample(column)));
    const names = columns.map((column) => column.column_name).join(", ");
    // Constraints and neighbours do not matter here: that every table is found does.
    const text = `INSERT INTO ${table_name} (${names}) VALUES (${values.join(", ")})`;
    await app.deps.db.transaction(async (tx) => {
      await tx.execute("SET LOCAL session_replication_role = replica");
      await tx.execute(text);
    });
  }
}

const SAMPLES: Readonly<Record<string, string>> = {
  uuid: "'019a9d8e-0000-7000-8000-0000000000ff'",
  text: "'day'",
  int4: "1",
  int8: "1",
  float8: "1",
  bool: "true",
  jsonb: "'{}'",
  bytea: "'\\x00'",
  timestamptz: "now()",
  date: "now()",
  _text: "'{}'",
  _timestamptz: "'{}'",
};

function sample({ column_name, udt_name }: { column_name: string; udt_name: string }): string {
  if (column_name === "level") return "'warning'";
  const value = SAMPLES[udt_name];
  if (value === undefined) throw new Error(`No sample of a ${udt_name}`);
  return value;
}

const deleteAfter = async (tenant: Tenant) =>
  (await call(app, "GET", ME, { key: tenant.live.secret })).body.delete_after;

describe("a deletion", () => {
  it("is asked for by an owner who types the name, or by the operator; never by a key, or by anybody else", async () => {
    const confirm = { confirm: "Acme" };
    expect(told(await call(app, "DELETE", ME, { key: leaving.live.secret, body: confirm }))).toBe("403 forbidden");
    for (const role of ["admin", "developer", "viewer"] as const) {
      const scope = await asMember(leaving, role);
      await expect(requestDeletion(app.deps, scope, leaving.customerId, confirm)).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(undoDeletion(app.deps, scope, leaving.customerId)).rejects.toMatchObject({ code: "forbidden" });
    }
    const owner = await asMember(leaving, "owner");
    const slip = requestDeletion(app.deps, owner, leaving.customerId, { confirm: "acme" });
    await expect(slip).rejects.toMatchObject({ code: "invalid_request" });
    const path = `/api/admin/customers/${leaving.customerId}`;
    expect(told(await call(app, "DELETE", path, { ...operator, body: { confirm: "" } }))).toBe("400 invalid_request");
    expect(await deleteAfter(leaving)).toBeNull();
  });

  it("waits seven days, in which everything goes on and it can be taken back", async () => {
    const owner = await asMember(leaving, "owner");
    await requestDeletion(app.deps, owner, leaving.customerId, { confirm: "Acme" });
    const first = await deleteAfter(leaving);
    expect(Date.parse(String(first)) - app.clock.now().getTime()).toBeGreaterThan(7 * DAY_SECONDS * 1000 - 60_000);
    app.clock.advance(6 * DAY_SECONDS);
    await requestDeletion(app.deps, owner, leaving.customerId, { confirm: "Acme" });
    expect(await deleteAfter(leaving), "asked again, the end stays").toBe(first);
    expect(await purgeDeletedCustomers(app.deps)).toBe(0);
    expect((await readMember(app.deps, memberSessionId))?.customer.deleteAfter?.toISOString()).toBe(first);
    await signIn(app, leaving.test, "ada@example.com");

    await undoDeletion(app.deps, owner, leaving.customerId);
    expect(await deleteAfter(leaving)).toBeNull();
    await expect(undoDeletion(app.deps, owner, leaving.customerId)).rejects.toMatchObject({ code: "conflict" });
    app.clock.advance(2 * DAY_SECONDS);
    expect(await purgeDeletedCustomers(app.deps)).toBe(0);
    expect(told(await call(app, "GET", ME, { key: leaving.live.secret }))).toBe("200");
  });

  it("is the operator's alone while the customer is suspended: an owner neither asks for it nor takes it back", async () => {
    const owner = await asMember(staying, "owner");
    const path = `/api/admin/customers/${staying.customerId}`;
    const status = (to: string) => call(app, "PUT", `${path}/status`, { ...operator, body: { status: to } });
    expect(told(await status("suspended"))).toBe("200");
    const asked = requestDeletion(app.deps, owner, staying.customerId, { confirm: "Acme" });
    await expect(asked).rejects.toMatchObject({ code: "customer_suspended" });
    expect(told(await call(app, "DELETE", path, { ...operator, body: { confirm: "Acme" } }))).toBe("200");
    const undone = undoDeletion(app.deps, owner, staying.customerId);
    await expect(undone).rejects.toMatchObject({ code: "customer_suspended" });
    const { body } = await call(app, "GET", path, operator);
    expect(body).toMatchObject({ status: "suspended", delete_after: expect.any(String) });
    expect(told(await call(app, "POST", `${path}/restore`, operator))).toBe("200");
    expect(told(await status("active"))).toBe("200");
    await requestDeletion(app.deps, owner, staying.customerId, { confirm: "Acme" });
    await undoDeletion(app.deps, owner, staying.customerId);
  });

  it("then leaves nothing of theirs in any table, however often it was killed, and everything of the others", async () => {
    for (const tenant of [leaving, staying]) {
      await signIn(app, tenant.test, "grace@example.com");
      await requestCode(app, tenant.test.secret, { email: "open@example.com" });
    }
    await drainOutbox(app.deps, async () => {});
    await requestCode(app, leaving.test.secret, { email: "late@example.com" });
    await fillEveryTable(leaving);
    const others = await rowsOf(staying);
    const tables = new Set((await owned()).map(({ table_name }) => table_name));
    expect(new Set(Object.keys(await rowsOf(leaving))), "the test has a row in every table").toEqual(tables);

    const path = `/api/admin/customers/${leaving.customerId}`;
    expect(told(await call(app, "DELETE", path, { ...operator, body: { confirm: "Acme" } }))).toBe("200");
    app.clock.advance(7 * DAY_SECONDS + 1);
    expect(await purgeDeletedCustomers(app.deps), "closed first, so that nobody writes behind us").toBe(0);
    expect(told(await call(app, "GET", ME, { key: leaving.live.secret }))).toBe("401 invalid_api_key");
    expect(await readMember(app.deps, memberSessionId)).toBeNull();
    expect(told(await call(app, "POST", `${path}/restore`, operator)), "too late").toBe("409 conflict");
    expect(told(await call(app, "POST", `${path}/activate`, operator)), "too late").toBe("409 conflict");

    app.clock.advance(61);
    // Killed in the middle: some rows are gone, in any order that the tables allow.
    const environment_ids = [leaving.test.environmentId, leaving.live.environmentId];
    await deleteCustomerRows(app.deps.db, { id: leaving.customerId, environment_ids }, 1);
    await Promise.all([purgeDeletedCustomers(app.deps), purgeDeletedCustomers(app.deps)]);
    await purgeDeletedCustomers(app.deps);
    expect(await rowsOf(leaving)).toEqual({});
    expect(told(await call(app, "GET", path, operator))).toBe("404 not_found");
    const jwks = await call(app, "GET", `/e/${leaving.test.environmentId}/.well-known/jwks.json`);
    expect(jwks.status).toBe(404);
    expect(await rowsOf(staying)).toEqual(others);
    expect(await purgeDeletedCustomers(app.deps)).toBe(0);
  });

  it("lets the address sign up anew", async () => {
    app.clock.advance(60);
    const anew = await signUp(app, "owner@leaving.dev");
    expect(anew.customerId).not.toBe(leaving.customerId);
    expect(told(await call(app, "GET", ME, { key: anew.test.secret }))).toBe("200");
  });
});
