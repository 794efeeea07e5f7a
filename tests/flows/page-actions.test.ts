import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { hiddenFields } from "@/tests/support/forms";
import { overHttp } from "@/tests/support/over-http";
import { askRaw, type RawAsking, type Seen } from "@/tests/support/raw";
import { startServer, type TestServer } from "@/tests/support/server";
import { operator, signUpCode } from "@/tests/support/tenants";

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

const ask = (path: string, asking: RawAsking = {}): Promise<Seen> =>
  askRaw(server, path, { ...asking, headers: { host: HOST, ...asking.headers } });

/** Sends a page's form as a browser without scripts does. */
async function post(path: string, fields: Record<string, string>, cookie: string): Promise<Seen> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const sent = new Request(APP_URL, { method: "POST", body: form });
  const type = sent.headers.get("content-type") ?? "";
  return ask(path, {
    method: "POST",
    headers: { cookie, origin: APP_URL, "content-type": type },
    body: await sent.text(),
  });
}

/** What the browser keeps of an answer. */
function cookiesOf({ headers }: Seen): string {
  const set = [headers["set-cookie"] ?? []].flat().map((each) => each.split(";", 1)[0] ?? "");
  return set.filter((each) => !each.endsWith("=")).join("; ");
}

/** The pages that anybody may open, and a field of the form on each. */
const OPEN_TO_ALL = {
  "/signin": "email",
  "/signup": "email",
  "/mailbox": "operator_key",
  "/operator/signin": "operator_key",
};
const Bound = z.object({ id: z.string() });

describe("the action of a page that anybody may open", () => {
  it.each(Object.entries(OPEN_TO_ALL))(
    "%s: answers whoever sends it something else than its form",
    async (path, field) => {
      const { text } = await ask(path);
      const { id } = Bound.parse(JSON.parse(hiddenFields(text, field)["$ACTION_1:0"] ?? ""));
      for (const body of [
        "[]",
        "[null,null]",
        '["acme","test"]',
        '[{"email":"a@b.example"},{"get":1}]',
        '["__proto__",[]]',
      ]) {
        const headers = { origin: APP_URL, "next-action": id, "content-type": "text/plain;charset=UTF-8" };
        const answered = await ask(path, { method: "POST", headers, body });
        expect([body, answered.status]).toEqual([body, 200]);
      }
    },
  );
});

/** Somebody who has their code, and has not entered it yet. */
async function onTheWay(email: string): Promise<{ enter(cookie?: string): Promise<string> }> {
  const { text } = await ask("/signup");
  const asked = await post("/signup", { ...hiddenFields(text, "email"), email }, "");
  expect(asked.headers.location).toBe("/verify");
  const cookies = cookiesOf(asked);
  const page = await ask("/verify", { headers: { cookie: cookies } });
  const code = await signUpCode(overHttp(server.url), email);
  return {
    async enter(cookie = "") {
      const entered = await post("/verify", { ...hiddenFields(page.text, "code"), code }, `${cookies}; ${cookie}`);
      expect([entered.status, entered.headers.location]).toEqual([303, "/start"]);
      return cookiesOf(entered);
    },
  };
}

describe("signing in", () => {
  it("ends the session that the browser has by then: a copy of its cookie opens nothing any more", async () => {
    const [one, other] = [await onTheWay("one@acme.dev"), await onTheWay("other@acme.dev")];
    const isOpen = async (cookie: string) =>
      !String((await ask("/dashboard", { headers: { cookie } })).headers.location).startsWith("/signin");
    const first = await one.enter();
    expect(await isOpen(first)).toBe(true);
    const second = await other.enter(first);
    expect([await isOpen(first), await isOpen(second)]).toEqual([false, true]);
  });
});
