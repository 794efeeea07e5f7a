import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "@/db/client";
import { createSessionReader } from "@/lib/sessions";
import { startApp, type TestApp } from "@/tests/support/app";
import { call, signIn, signUp, type Tenant, type User } from "@/tests/support/tenants";

describe("sessions that are read together", () => {
  let app: TestApp;
  let one: Tenant;
  let other: Tenant;
  let ofOne: User[];
  let ofOther: User;
  beforeAll(async () => {
    app = await startApp();
    one = await signUp(app, "one@company.example");
    other = await signUp(app, "other@company.example");
    ofOne = await Promise.all(["ada", "bob", "eve"].map((name) => signIn(app, one.test, `${name}@example.com`)));
    ofOther = await signIn(app, other.test, "ada@example.com");
  });
  afterAll(() => app?.close());

  /** A reader on the app's database that notes each statement's environment, and fails those of `broken`. */
  function readerOf(broken?: string): { read(tenant: Tenant, user: User): Promise<string | null>; asked: unknown[] } {
    const asked: unknown[] = [];
    const run: Database["run"] = (statement, params) => {
      asked.push(params[1]);
      return params[1] === broken ? Promise.reject(new Error("broken")) : app.deps.db.run(statement, params);
    };
    const reader = createSessionReader({ db: { ...app.deps.db, run }, env: app.deps.env });
    return {
      asked,
      read: async ({ test }, { sessionId }) => (await reader.read(test.environmentId, sessionId))?.user_json.id ?? null,
    };
  }

  it("asks once for each environment, and gives everybody their own", async () => {
    const { read, asked } = readerOf();
    const [ada, bob, eve] = ofOne;
    if (!ada || !bob || !eve) throw new Error("nobody signed in");
    const ofTheirs = [ada, bob, ada, eve].map((user) => read(one, user));
    expect(await Promise.all([...ofTheirs, read(other, ofOther)])).toEqual([
      ada.id,
      bob.id,
      ada.id,
      eve.id,
      ofOther.id,
    ]);
    expect(new Set(asked)).toEqual(new Set([one.test.environmentId, other.test.environmentId]));
    expect(asked).toHaveLength(2);
  });

  it("finds nothing of another environment, whoever is read beside", async () => {
    const { read } = readerOf();
    const [ada] = ofOne;
    if (!ada) throw new Error("nobody signed in");
    expect(await Promise.all([read(one, ofOther), read(other, ada), read(one, ada)])).toEqual([null, null, ada.id]);
  });

  it("fails those alone whose statement fails", async () => {
    const { read } = readerOf(other.test.environmentId);
    const [ada] = ofOne;
    if (!ada) throw new Error("nobody signed in");
    const [mine, theirs] = await Promise.allSettled([read(one, ada), read(other, ofOther)]);
    expect(mine).toEqual({ status: "fulfilled", value: ada.id });
    expect(theirs).toMatchObject({ status: "rejected", reason: new Error("broken") });
  });

  it("remembers nothing: a session that was revoked is gone with the next question", async () => {
    const { read } = readerOf();
    const [, bob] = ofOne;
    if (!bob) throw new Error("nobody signed in");
    expect(await read(one, bob)).toBe(bob.id);
    await call(app, "POST", "/api/auth/logout", { token: bob.accessToken });
    expect(await read(one, bob)).toBeNull();
  });
});
