import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApp, type TestApp } from "@/tests/support/app";
import { signInMemberBrowser } from "@/tests/support/members";
import { type Asking, call, signIn, signUp, type Tenant, told, type User } from "@/tests/support/tenants";

let app: TestApp;
let tenant: Tenant;
let ada: User;

beforeAll(async () => {
  app = await startApp();
  tenant = await signUp(app, "owner@acme.dev");
  ada = await signIn(app, tenant.test, "ada@example.com");
  for (const name of ["bob", "cy", "dee"]) await signIn(app, tenant.test, `${name}@example.com`);
});

afterAll(() => app.close());

const List = z.object({ data: z.array(z.looseObject({ id: z.string() })), next_cursor: z.string().nullable() });
const asSecret = (asking: Asking = {}): Asking => ({ key: tenant.test.secret, ...asking });
const list = async (query: string) => List.parse((await call(app, "GET", `/api/admin/users${query}`, asSecret())).body);
const patch = (id: string, body: object) => call(app, "PATCH", `/api/admin/users/${id}`, asSecret({ body }));

const identifiersOf = (body: unknown) =>
  z.object({ identifiers: z.array(z.looseObject({ type: z.string(), value: z.string() })) }).parse(body).identifiers;

describe("the users of an environment", () => {
  it("are listed newest first, page by page", async () => {
    const first = await list("?limit=3");
    const second = await list(`?limit=3&cursor=${first.next_cursor}`);
    expect([first.data.length, second.data.length, second.next_cursor]).toEqual([3, 1, null]);
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(ids.at(-1)).toBe(ada.id);
  });

  it.each(["ada@example.com", "ADA@example.com", " ada@example.com "])("are found by %j", async (search) => {
    const found = await list(`?search=${encodeURIComponent(search)}`);
    expect(found.data.map(({ id }) => id)).toEqual([ada.id]);
  });

  it.each(["ad", "ada@example", "nobody@example.com", "+14155550199", "%", "a".repeat(200)])(
    "are not found by %j, which is nobody's",
    async (search) => {
      expect((await list(`?search=${encodeURIComponent(search)}`)).data).toEqual([]);
    },
  );

  it("are read one by one, with what they can be reached by", async () => {
    const { status, body } = await call(app, "GET", `/api/admin/users/${ada.id}`, asSecret());
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: ada.id, role: "user", blocked_at: null, created_at: expect.any(String) });
    expect(identifiersOf(body).map(({ value }) => value)).toEqual(["ada@example.com"]);
  });

  it.each(["viewer", "developer", "admin", "owner"])(
    "are shown to a member who is %s as far as that may see",
    async (role) => {
      const member = await signInMemberBrowser(app, "owner@acme.dev");
      const text = "UPDATE members SET role = $2 WHERE email = $1";
      const become = (name: string) => app.deps.db.run({ name: "test_become", text }, ["owner@acme.dev", name]);
      await become(role);
      const named = `environment_id=${tenant.test.environmentId}`;
      const told = await Promise.all(
        [`?${named}`, `?${named}&search=ada@example.com`, `/${ada.id}?${named}`].map(async (path) =>
          JSON.stringify((await member.ask("GET", `/api/admin/users${path}`)).body),
        ),
      );
      await become("owner");
      const whole = role === "admin" || role === "owner";
      for (const answer of told) {
        expect(answer.includes("ada@example.com")).toBe(whole);
        expect(answer.includes("a•••@example.com")).toBe(!whole);
      }
    },
  );

  it("get a username, another and none, and who has it is a user of that environment alone", async () => {
    const given = await patch(ada.id, { username: " Ada.L " });
    expect(told(given)).toBe("200");
    expect(identifiersOf(given.body)).toMatchObject([
      { type: "email", value: "ada@example.com" },
      { type: "username", value: "ada.l", verified_at: null },
    ]);
    expect((await list("?search=ADA.L")).data.map(({ id }) => id)).toEqual([ada.id]);
    const [bob] = (await list("?search=bob@example.com")).data;
    expect(told(await patch(bob?.id ?? "", { username: "ada.l" }))).toBe("409 conflict");
    expect(identifiersOf((await patch(ada.id, { username: "ada" })).body).at(-1)?.value).toBe("ada");
    expect(told(await patch(bob?.id ?? "", { username: "ada.l" }))).toBe("200");
    expect(identifiersOf((await patch(ada.id, { username: null })).body)).toHaveLength(1);
    const { body } = await call(app, "GET", "/api/auth/me", { token: ada.accessToken });
    expect(JSON.stringify(body)).not.toContain("username");
  });

  it("of two who are given one name at once, one has it", async () => {
    const ids = (await list("")).data.map(({ id }) => id);
    const answers = await Promise.all(ids.map((id) => patch(id, { username: "one" })));
    expect(answers.map(told).sort()).toEqual(["200", ...ids.slice(1).map(() => "409 conflict")]);
  });

  it("keep what a change leaves out, and are told of in the audit log without the name", async () => {
    const changed = await patch(ada.id, { name: "Ada", locale: "de", metadata: { plan: "pro" }, username: "lovelace" });
    expect(changed.body).toMatchObject({ name: "Ada", locale: "de", metadata: { plan: "pro" } });
    expect((await patch(ada.id, { locale: null })).body).toMatchObject({ name: "Ada", locale: null });
    await app.deps.jobs.drain(app.deps, 5);
    const { body } = await call(app, "GET", `/api/admin/audit?target=user:${ada.id}`, asSecret());
    const text = JSON.stringify(body);
    expect(text).toContain("l•••");
    expect(text).not.toContain("lovelace");
  });

  it.each([
    { username: "" },
    { username: "-ada" },
    { username: "a da" },
    { username: "ada@example.com" },
    { username: "1234" },
    { username: "ädä" },
    { username: "a".repeat(65) },
    { username: 1 },
    { role: "super" },
    { email: "eve@example.com" },
  ])("do not take %j", async (body) => {
    expect(told(await patch(ada.id, body))).toBe("400 invalid_request");
  });

  it("keep their last address, whatever they are called, and their name is not theirs to take away", async () => {
    const { body } = await patch(ada.id, { username: "lovelace" });
    const [address, name] = z.array(z.looseObject({ id: z.string() })).parse(identifiersOf(body));
    const remove = (id: string | undefined) =>
      call(app, "DELETE", `/api/auth/me/identifiers/${id}`, { token: ada.accessToken });
    expect(told(await remove(address?.id))).toBe("409 conflict");
    expect(told(await remove(name?.id))).toBe("404 not_found");
  });
});
