import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { type Asking, call, operator, requestCode, signIn, signUp, type Tenant, told } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

const PATH = "/api/admin/audit";

let app: TestApp;
let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  app = await startApp({ drain: false });
  tenant = await signUp(app, "owner@acme.dev");
  other = await signUp(app, "owner@other.dev");
});

afterAll(() => app.close());

const drain = () => app.deps.jobs.drain(app.deps, 10);

const Entry = z.object({
  id: z.string(),
  seq: z.number(),
  type: z.string(),
  actor: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  ip: z.string().nullable(),
  request_id: z.string().nullable(),
  target: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  data: z.record(z.string(), z.unknown()),
  erased_at: z.string().nullable(),
});
const List = z.object({ data: z.array(Entry), next_cursor: z.string().nullable() });

const asked = (query: string, as: Asking = { key: tenant.test.secret }) => call(app, "GET", `${PATH}${query}`, as);
const list = async (query = "", as?: Asking) => List.parse((await asked(query, as)).body);

async function makeKey(name: string): Promise<string> {
  const made = await call(app, "POST", "/api/admin/customers/me/api-keys", {
    key: tenant.test.secret,
    body: { name, type: "secret" },
    ip: "198.51.100.7",
  });
  return z.object({ id: z.string() }).parse(made.body).id;
}

describe("GET /api/admin/audit", () => {
  it("tells who did what to what, from where, by which request, and what it is now", async () => {
    const id = await makeKey("Build server");
    await drain();
    const { data } = await list("?type=api_key.created");
    expect(data[0]).toMatchObject({
      type: "api_key.created",
      ip: "198.51.100.7",
      target: `api_key:${id}`,
      before: null,
      after: { name: "Build server" },
    });
    expect(data[0]?.actor?.id).toMatch(/^key:/);
    expect(data[0]?.actor?.name).toEqual(expect.any(String));
    expect(data[0]?.request_id).toMatch(/^req_/);
    const one = await call(app, "GET", `${PATH}/${data[0]?.id}`, { key: tenant.test.secret });
    expect(one.body).toMatchObject({ ...data[0] });
  });

  it("finds by type, its first part, actor, address, request, target, time and text", async () => {
    await signIn(app, tenant.test, "ada@example.com");
    const id = await makeKey("Second");
    await drain();
    const [entry] = (await list(`?target=api_key:${id}`)).data;
    const only = async (query: string) => (await list(query)).data.map(({ id }) => id);
    expect(await only(`?request_id=${entry?.request_id}`)).toEqual([entry?.id]);
    expect(await only(`?q=${id.slice(0, 20)}`)).toEqual([entry?.id]);
    expect((await list("?type=api_key")).data.every(({ type }) => type.startsWith("api_key."))).toBe(true);
    expect((await list("?ip=198.51.100.7")).data.every(({ ip }) => ip === "198.51.100.7")).toBe(true);
    const byActor = await list(`?actor=${entry?.actor?.id}`);
    expect(byActor.data.map(({ id }) => id)).toContain(entry?.id);
    expect((await list("?type=nothing_of_the_kind")).data).toEqual([]);
    const now = app.clock.now().toISOString();
    expect((await list(`?from=${now}`)).data).toEqual([]);
    expect((await list(`?to=${now}`)).data.length).toBeGreaterThan(3);
    for (const bad of ["?type=A", "?ip=nonsense", "?from=yesterday", "?colour=red", "?format=xml", "?cursor=abc"]) {
      expect(told(await asked(bad))).toBe("400 invalid_request");
    }
  });

  it("goes on with its cursor, through every entry once, and only in its own list", async () => {
    const all = (await list("?limit=100")).data.map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: z.output<typeof List> = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(all);
    const { next_cursor } = await list("?limit=2");
    expect(told(await asked(`?cursor=${next_cursor}`, { key: other.test.secret }))).toBe("400 invalid_request");
    expect(told(await asked(`?cursor=${next_cursor}`, { key: tenant.live.secret }))).toBe("400 invalid_request");
  });

  it("is the environment's own, and the operator names one", async () => {
    const ids = new Set((await list("?limit=100")).data.map(({ id }) => id));
    const others = (await list("?limit=100", { key: other.test.secret })).data;
    expect(others.filter(({ id }) => ids.has(id))).toEqual([]);
    expect(told(await asked("", operator))).toBe("400 invalid_request");
    const named = await asked(`?environment_id=${tenant.test.environmentId}&limit=100`, operator);
    expect(new Set(List.parse(named.body).data.map(({ id }) => id))).toEqual(ids);
    expect(told(await asked("", { key: tenant.test.publishable }))).toBe("403 forbidden");
  });

  it("never holds a code, a key, or an unmasked address", async () => {
    await requestCode(app, tenant.test.secret, { email: "hidden.person@example.com" });
    await drain();
    const text = JSON.stringify(await list("?limit=100"));
    expect(text).not.toMatch(/hidden\.person|123456789|np_test_sk_[0-9A-Za-z]{20}/);
  });
});

describe("exports", () => {
  it("save everything that fits as CSV, in which no cell is a formula", async () => {
    const id = await makeKey("=HYPERLINK(1)");
    await drain();
    const answer = await app.ask(`${PATH}?format=csv&target=api_key:${id}`, {
      headers: { "x-api-key": tenant.test.secret },
    });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(/attachment; filename="audit-.*\.csv"/);
    const lines = (await answer.text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^seq,at,type,actor,/);
    expect(lines[1]).toContain("api_key.created");
    for (const cell of (lines[1] ?? "").split(",")) expect(cell).not.toMatch(/^"?[=+\-@]/);
  });

  it("save one JSON object a line", async () => {
    const answer = await app.ask(`${PATH}?format=jsonl`, { headers: { "x-api-key": tenant.test.secret } });
    expect(answer.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
    const lines = (await answer.text()).trimEnd().split("\n");
    expect(lines.map((line) => Entry.parse(JSON.parse(line)).id)).toEqual(
      (await list("?limit=100")).data.map(({ id }) => id),
    );
  });

  it("are so many in a minute for an environment, and pages go on", async () => {
    const save = async () =>
      (await app.ask(`${PATH}?format=jsonl`, { headers: { "x-api-key": tenant.live.secret } })).status;
    beginWindow(app, 60);
    const saved: number[] = [];
    for (let at = 0; at < 11; at += 1) saved.push(await save());
    expect(saved).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    expect(told(await call(app, "GET", PATH, { key: tenant.live.secret }))).toBe("200");
    app.clock.advance(121);
    expect(await save()).toBe(200);
  });
});
