import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKeyring } from "@/lib/core/secrets";
import { encodeMemberToken } from "@/lib/session/member-token";
import { cloneDatabase, type TestDatabase } from "@/tests/support/database";
import { hiddenFields } from "@/tests/support/forms";
import { overHttp } from "@/tests/support/over-http";
import { pagePaths } from "@/tests/support/pages";
import { askRaw, type RawAsking, type Seen } from "@/tests/support/raw";
import { startServer, type TestServer } from "@/tests/support/server";
import { openSql, type Sql } from "@/tests/support/sql";
import { call, operator, signUp, type Tenant, told } from "@/tests/support/tenants";

const APP_URL = "https://auth.example.com";
const SECRET = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 29 + 3) % 256));

let database: TestDatabase;
let server: TestServer;
let sql: Sql;
let tenant: Tenant;

beforeAll(async () => {
  database = await cloneDatabase();
  sql = await openSql(database.url);
  const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
  const env = { APP_URL, OPERATOR_KEY, SECRET_KEY: SECRET.toString("base64") };
  server = await startServer({ databaseUrl: database.url, env });
  tenant = await signUp(overHttp(server.url), "owner@acme.dev");
});
afterAll(async () => {
  await server?.stop();
  await sql?.close();
  await database.drop();
});

/** A request as it comes from a proxy in front of us that has kept the public host. */
const ask = (path: string, asking: RawAsking = {}): Promise<Seen> =>
  askRaw(server, path, { ...asking, headers: { host: "auth.example.com", ...asking.headers } });

/** A member's session, and the cookie of their browser. */
async function signIn(): Promise<{ id: string; cookie: string; isOpen(): Promise<boolean> }> {
  const [row] = await sql.rows<{ id: string }>(
    `INSERT INTO member_sessions (id, member_id, created_at, expires_at, restore_epoch)
    SELECT gen_random_uuid(), id, now(), now() + interval '1 hour', 0 FROM members WHERE email = 'owner@acme.dev' RETURNING id`,
  );
  const id = row?.id ?? "";
  const token = await encodeMemberToken(createKeyring([{ id: 1, bytes: SECRET }], 0), id, 3600);
  const cookie = `__Host-ninepin_member=${token}`;
  return {
    id,
    cookie,
    async isOpen() {
      const { headers } = await ask("/dashboard", { headers: { cookie } });
      return !String(headers.location).startsWith("/signin");
    },
  };
}

/** What other sites, and what is no browser at all, can send beside the cookie. */
const FORGED: Readonly<Record<string, Record<string, string>>> = {
  "another site": { origin: "https://evil.example" },
  "a site spelt alike": { origin: `${APP_URL}.evil.example` },
  "our host, unsafely": { origin: "http://auth.example.com:8080" },
  "a sandboxed frame": { origin: "null" },
  nowhere: {},
  "a page with our address as its referrer": { referer: `${APP_URL}/signout` },
  "another site that says it was forwarded": { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
};

const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe("a change that comes from", () => {
  it.each(Object.entries(FORGED))("%s does not end a session", async (_, forged) => {
    const session = await signIn();
    expect(await session.isOpen()).toBe(true);
    for (const path of ["/signout/end", "/session/signout"]) {
      const headers = { cookie: session.cookie, ...FORM, ...forged };
      const refused = await ask(path, { method: "POST", headers });
      expect([path, refused.status]).toEqual([path, 403]);
      expect(refused.headers["clear-site-data"]).toBeUndefined();
      expect(refused.headers["set-cookie"]).toBeUndefined();
    }
    expect(await session.isOpen()).toBe(true);
  });

  it.each(Object.entries(FORGED))("%s reaches no page, as an action or as a form", async (_, forged) => {
    const { cookie } = await signIn();
    for (const path of pagePaths({ project: "acme", environment: "test", code: "invalid_otp" })) {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const headers = {
          cookie,
          "next-action": "40".repeat(20),
          "content-type": "text/plain;charset=UTF-8",
          ...forged,
        };
        const refused = await ask(path, { method, headers, body: "[]" });
        expect([path, method, refused.status]).toEqual([path, method, 403]);
      }
    }
  });

  it("nobody who may: malformed actions of our own pages fail, and the process goes on", async () => {
    const { cookie } = await signIn();
    const bodies = ["", "[]", "{", '["$F1"]', `["${"$K".repeat(1000)}"]`, '0:["$@1"]', "\u0000"];
    for (const body of bodies) {
      for (const id of ["", "x", "40".repeat(20), "__proto__", "constructor"]) {
        const headers = { cookie, origin: APP_URL, "next-action": id, "content-type": "text/plain;charset=UTF-8" };
        const answered = await ask("/dashboard", { method: "POST", headers, body });
        expect(answered.status).not.toBe(200);
      }
    }
    expect((await ask("/api/health/live")).status).toBe(200);
  });
});

describe("signing out", () => {
  it("ends the session, takes the cookie back and has the browser forget our pages", async () => {
    const session = await signIn();
    const headers = { cookie: session.cookie, origin: APP_URL, ...FORM };
    const answered = await ask("/signout/end", { method: "POST", headers });
    expect([answered.status, answered.headers.location]).toEqual([303, "/signin"]);
    expect(answered.headers["clear-site-data"]).toBe('"cache", "storage"');
    expect(String(answered.headers["set-cookie"])).toMatch(/^__Host-ninepin_member=;.*Secure; HttpOnly; SameSite=lax/i);
    expect(await session.isOpen()).toBe(false);
  });

  it("does so where a proxy put its own name into Host", async () => {
    const session = await signIn();
    const headers = { cookie: session.cookie, origin: APP_URL, host: "10.0.0.7:3000", ...FORM };
    expect((await ask("/signout/end", { method: "POST", headers })).status).toBe(303);
    expect(await session.isOpen()).toBe(false);
  });

  it("by next-auth's address wants its token too", async () => {
    const session = await signIn();
    const own = { cookie: session.cookie, origin: APP_URL, ...FORM };
    await ask("/session/signout", { method: "POST", headers: own, body: "csrfToken=guess" });
    expect(await session.isOpen()).toBe(true);
    const { headers, text } = await ask("/session/csrf", { headers: { cookie: session.cookie } });
    const { csrfToken }: { csrfToken: string } = JSON.parse(text);
    const jar = [session.cookie, ...[headers["set-cookie"] ?? []].flat().map((each) => each.split(";", 1)[0])].join(
      "; ",
    );
    const body = new URLSearchParams({ csrfToken }).toString();
    const ended = await ask("/session/signout", { method: "POST", headers: { ...own, cookie: jar }, body });
    expect(ended.headers["clear-site-data"]).toBe('"cache", "storage"');
    expect(await session.isOpen()).toBe(false);
  });
});

/** Sends a form as a browser without scripts does. */
function sendForm(path: string, headers: Record<string, string>, fields: Record<string, string>): Promise<Seen> {
  const boundary = "ninepin-form";
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return ask(path, {
    method: "POST",
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, ...headers },
    body: `${parts.join("")}--${boundary}--\r\n`,
  });
}

describe("an action of a page, sent as its form sends it", () => {
  const send = async (headers: Record<string, string>, email: string) => {
    const { text } = await ask("/signin");
    return sendForm("/signin", headers, { ...hiddenFields(text, "email"), email });
  };
  const mails = async (email: string) => {
    const [row] = await sql.rows<{ count: number }>(
      "SELECT count(*)::int AS count FROM challenges WHERE identifier_value = $1",
      [email],
    );
    return row?.count;
  };

  it.each(Object.entries(FORGED))("is not done for %s", async (name, forged) => {
    const email = `${name.replaceAll(/\W/g, "").toLowerCase()}@forged.dev`;
    expect((await send(forged, email)).status).toBe(403);
    expect(await mails(email)).toBe(0);
  });

  it.each<[string, Record<string, string>]>([
    ["the public host", { origin: APP_URL }],
    ["a proxy that put its own name into Host", { origin: APP_URL, host: "10.0.0.7:3000" }],
    ["the host itself, asked directly", { origin: "http://10.0.0.7:3000", host: "10.0.0.7:3000" }],
  ])("is done for %s", async (name, own) => {
    const email = `${name.replaceAll(/\W/g, "").toLowerCase()}@ours.dev`;
    const done = await send(own, email);
    expect([done.status, done.headers.location]).toEqual([303, "/verify"]);
    expect(await mails(email)).toBe(1);
  });
});

describe("a template's form without scripts", () => {
  const at = (language: string) => `templates/sms/sign_in/${language}`;
  const api = (method: string, path: string, body?: object) =>
    call(overHttp(server.url), method, `/api/admin/${path}`, { key: tenant.test.secret, body });
  const publish = (path: string, text: string) => api("PUT", path, { version: 0, content: { text } });
  const saveDraft = (path: string, text: string) =>
    api("PUT", `${path}/draft`, { revision: 0, based_on: 0, content: { text } });

  /** What its writer sees of it: what is in the field, what is said, and the other texts that are shown with it. */
  function formIn({ text }: Seen) {
    const html = (text.match(/<form\b.*?<\/form>/gs) ?? []).find((each) => each.includes(` name="note"`)) ?? "";
    const shown = html.replaceAll("<!-- -->", "");
    const others = shown.matchAll(/<details open="">\s*<summary[^>]*>([^<]*)<\/summary><pre[^>]*>([^<]*)<\/pre>/g);
    return {
      shown,
      hidden: hiddenFields(html, "note"),
      written: shown.match(/<textarea[^>]*>\n?([^<]*)<\/textarea>/)?.[1],
      others: [...others].map(([, title, other]) => `${title}: ${other}`),
    };
  }

  async function open(path: string) {
    const { cookie } = await signIn();
    const page = `/dashboard/acme/test/${path}`;
    const press = async ({ hidden }: ReturnType<typeof formIn>, intent: string, text: string) =>
      formIn(await sendForm(page, { cookie, origin: APP_URL }, { ...hidden, text, note: "", intent }));
    return { press, form: formIn(await ask(page, { headers: { cookie } })) };
  }

  it.each([
    ["save", "en"],
    ["publish", "uk"],
  ])(
    "does not %s over a version that its writer has not seen, and shows it beside theirs",
    async (intent, language) => {
      const path = at(language);
      const { form, press } = await open(path);
      expect(told(await publish(path, "{{code}} theirs"))).toBe("200");
      const refused = await press(form, intent, "{{code}} mine");
      expect(refused.shown).toContain("Version 1 was published meanwhile");
      expect(refused).toMatchObject({
        written: "{{code}} mine",
        others: ["Version 1, which is sent: {{code}} theirs"],
      });
      expect((await api("GET", path)).body).toMatchObject({ version: 1, draft: null });
      const done = await press(refused, "publish", "{{code}} mine");
      expect(done.shown).toContain("v2 is live");
      expect((await api("GET", path)).body).toMatchObject({
        version: 2,
        content: { text: "{{code}} mine" },
        draft: null,
      });
    },
  );

  it("shows the version that a draft was begun before, and leaves the draft as it is until then", async () => {
    const path = at("ar");
    await saveDraft(path, "{{code}} draft");
    const { form, press } = await open(path);
    expect(form.others).toEqual([]);
    await publish(path, "{{code}} theirs");
    const refused = await press(form, "publish", "{{code}} mine");
    expect(refused).toMatchObject({
      written: "{{code}} mine",
      others: ["Version 1, which is sent: {{code}} theirs", "What is saved now: {{code}} draft"],
    });
    expect((await api("GET", path)).body).toMatchObject({
      version: 1,
      draft: { based_on: 0, content: { text: "{{code}} draft" } },
    });
    const later = (await open(path)).form;
    expect(later.shown).toContain("Version 1 was published after this draft was begun");
    expect(later.others).toEqual(["Version 1, which is sent: {{code}} theirs"]);
    const saved = await press(later, "save", "{{code}} both");
    expect(saved.shown).toContain("Saved");
    expect(saved.others).toEqual([]);
    expect((await api("GET", path)).body.draft).toMatchObject({ based_on: 1, content: { text: "{{code}} both" } });
  });

  it("does not save over the draft that was begun after the one that its writer read", async () => {
    const path = at("de");
    await saveDraft(path, "{{code}} first");
    const { form, press } = await open(path);
    await api("DELETE", `${path}/draft`);
    await saveDraft(path, "{{code}} theirs");
    const refused = await press(form, "save", "{{code}} mine");
    expect(refused).toMatchObject({ written: "{{code}} mine", others: ["What is saved now: {{code}} theirs"] });
    expect((await api("GET", path)).body.draft).toMatchObject({ content: { text: "{{code}} theirs" } });
  });
});
