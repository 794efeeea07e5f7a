import { describe, expect, it } from "vitest";
import { z } from "zod";
import { configuring, fieldsOf } from "@/tests/support/configuring";
import { call, signIn, told } from "@/tests/support/tenants";

const TEMPLATES = "/api/admin/templates";
const EMAIL = `${TEMPLATES}/email/sign_in/en`;
const SMS = `${TEMPLATES}/sms/sign_in/en`;

const { app, tenant, newTenant, get, put, post, askCode, events } = configuring();

const content = (heading: string) => ({
  subject: "{{otp}} for {{appName}}",
  preheader: "Works {{expires_in_minutes}} minutes",
  html: `<html lang="en"><body><h1>${heading}</h1>\n<p>{{otp}}</p></body></html>`,
  text: `${heading}: {{otp}}`,
});

const publish = (version: number, body: object | null, kind: "test" | "live" = "test", path = EMAIL) =>
  put({ version, content: body }, kind, path);

const Messages = z.object({
  data: z.array(z.object({ subject: z.string().nullable(), html: z.string().nullable(), text: z.string() })),
});

/** What landed last for somebody. */
async function newest(to: string) {
  const { body } = await get(`/api/test/messages?to=${encodeURIComponent(to)}`);
  return Messages.parse(body).data[0];
}

async function mailed(to: string, more: object = {}) {
  expect(told(await askCode({ email: to, ...more }))).toBe("200");
  return newest(to);
}

describe("a template", () => {
  it("is the built-in design until another one is published, which the next message is made from", async () => {
    const before = await get(EMAIL);
    expect(before.body).toMatchObject({ version: 0, own: false, draft: null, author: null });
    expect((await get(TEMPLATES)).body).toEqual({ data: [], next_cursor: null });
    const published = await publish(0, content("Hello from us"));
    expect(published.body).toMatchObject({
      version: 1,
      own: true,
      content: { subject: "{{code}} for {{app.name}}", text: "Hello from us: {{code}}" },
    });
    expect(await mailed("ada@example.com")).toMatchObject({
      subject: "[Test] 123456789 for Acme",
      html: expect.stringContaining("<h1>Hello from us</h1>"),
      text: "Hello from us: 123456789",
    });
    const [event] = await events("template.published");
    expect(event?.data).toMatchObject({ channel: "email", purpose: "sign_in", locale: "en", version: 1, own: true });
    expect(JSON.stringify(event)).not.toContain("Hello from us");
  });

  it("can be begun from the built-in design, as it is, for every channel and in every language", async () => {
    const { body } = await get(EMAIL);
    expect(told(await publish(0, z.looseObject({}).parse(body.content)))).toBe("200");
    expect((await mailed("ada@example.com"))?.html).toContain("Your sign-in code");
    for (const path of [
      "email/transaction/ar",
      "email/step_up/ja",
      "sms/sign_in/pl",
      "voice/sign_in/de",
      "discord/identifier/fr",
    ]) {
      const read = (await get(`${TEMPLATES}/${path}`)).body;
      expect(read.problems).toEqual([]);
      const done = await publish(0, z.looseObject({}).parse(read.content), "test", `${TEMPLATES}/${path}`);
      expect(told(done), `${path} ${JSON.stringify(done.body.errors)}`).toBe("200");
    }
  });

  it("is sent in its language, for its purpose and by its channel alone", async () => {
    await publish(0, content("English only"));
    expect((await mailed("en@example.com", { locale: "en-GB" }))?.html).toContain("English only");
    expect((await mailed("de@example.com", { locale: "de" }))?.html).not.toContain("English only");
    expect((await mailed("step@example.com", { purpose: "step_up" }))?.html).not.toContain("English only");
    await publish(0, { text: "Nur {{code}}" }, "test", `${TEMPLATES}/sms/sign_in/de`);
    await askCode({ phone: "+14155550101", locale: "de" });
    expect((await newest("+14155550101"))?.text).toMatch(/^Nur 123456/);
  });

  it("stays in its environment: live and other customers send the built-in design", async () => {
    await publish(0, content("Mine alone"));
    expect((await get(EMAIL, "live")).body).toMatchObject({ version: 0, own: false });
    const other = await newTenant();
    const user = await signIn(app(), other.test, "eve@example.com");
    expect(user.id).not.toBe("");
    const seen = await call(app(), "GET", "/api/test/messages?to=eve@example.com", { key: other.test.secret });
    expect(JSON.stringify(seen.body)).not.toContain("Mine alone");
  });

  it("goes back to the built-in design, and to an earlier version, once under one Idempotency-Key", async () => {
    await publish(0, content("One"));
    await publish(1, content("Two"));
    expect((await publish(2, null)).body).toMatchObject({ version: 3, own: false });
    expect((await mailed("a@example.com"))?.html).toContain("Your sign-in code");
    const asking = { key: tenant().test.secret, body: {}, headers: { "idempotency-key": "restore-1" } };
    const restored = await call(app(), "POST", `${EMAIL}/versions/1/restore`, asking);
    expect(restored.body).toMatchObject({ version: 4, own: true, note: "Restored version 1" });
    expect((await call(app(), "POST", `${EMAIL}/versions/1/restore`, asking)).body).toMatchObject({ version: 4 });
    expect((await mailed("b@example.com"))?.text).toContain("One: ");
    expect(told(await post(`${EMAIL}/versions/2/restore`, { version: 3 }))).toBe("409 conflict");
    expect(told(await post(`${EMAIL}/versions/9/restore`, {}))).toBe("404 not_found");
    const first = await get(`${EMAIL}/versions?limit=3`);
    const Versions = z.object({ data: z.array(z.object({ version: z.number() })), next_cursor: z.string().nullable() });
    const page = Versions.parse(first.body);
    expect(page.data.map(({ version }) => version)).toEqual([4, 3, 2]);
    expect(Versions.parse((await get(`${EMAIL}/versions?cursor=${page.next_cursor}`)).body).data).toHaveLength(1);
    expect(told(await get(`${SMS}/versions?cursor=${page.next_cursor}`))).toBe("400 invalid_request");
    const two = await get(`${EMAIL}/versions/2`);
    expect(two.body.changes).toEqual([
      expect.objectContaining({ part: "html" }),
      {
        part: "text",
        too_large: false,
        lines: [
          { kind: "removed", text: "One: {{code}}" },
          { kind: "added", text: "Two: {{code}}" },
        ],
      },
    ]);
    const builtIn = await post(`${EMAIL}/versions/0/restore`, { version: 4 });
    expect(builtIn.body).toMatchObject({ version: 5, own: false, note: "Restored the built-in design" });
    expect((await mailed("c@example.com"))?.html).toContain("Your sign-in code");
    expect(told(await get(`${EMAIL}/versions/0`))).toBe("404 not_found");
  });

  it("is published by one of two at a time", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, (_, at) => publish(0, content(`Race ${at}`))));
    expect(answers.map(told).sort()).toEqual(["200", ...Array.from({ length: 4 }, () => "409 conflict")]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ version: 1 });
    expect((await get(EMAIL)).body).toMatchObject({ version: 1 });
  });

  it("keeps its last hundred versions", async () => {
    const text = `INSERT INTO templates (environment_id, channel, purpose, locale, version, content, author)
      SELECT $1, 'sms', 'sign_in', 'en', n, '{"subject": null, "preheader": null, "html": null, "text": "{{code}}"}', 'system'
      FROM generate_series(1, 101) n`;
    await app().deps.db.run({ name: "test_versions", text }, [tenant().test.environmentId]);
    expect((await publish(101, { text: "102 {{code}}" }, "test", SMS)).body).toMatchObject({ version: 102 });
    expect(told(await get(`${SMS}/versions/2`))).toBe("404 not_found");
    expect(told(await get(`${SMS}/versions/3`))).toBe("200");
  });
});

describe("what is refused", () => {
  it("is told by part and line", async () => {
    const bad = { ...content("x"), html: "<p>{{otp}}</p>\n<script>1</script>\n<a href='https://x.dev/{{otp}}'>x</a>" };
    const answer = await publish(0, bad);
    expect(told(answer)).toBe("400 invalid_request");
    expect(fieldsOf(answer)).toEqual([
      "content.html: Line 2: Scripts are not allowed: no mail program runs them",
      "content.html: Line 3: A link must not carry the code: whoever follows it, a scanner too, would have it",
    ]);
    expect((await get(EMAIL)).body).toMatchObject({ version: 0 });
  });

  it.each<[string, string, object | null]>([
    ["no code", SMS, { text: "hello" }],
    ["an email without HTML", EMAIL, { subject: "{{code}}", text: "{{code}}" }],
    ["HTML in a text message", SMS, { text: "{{code}}", html: "<p>{{code}}</p>" }],
    ["a part that there is not", SMS, { text: "{{code}}", bcc: "eve@evil.example" }],
    ["a subject of two lines", EMAIL, { ...content("x"), subject: "x\r\nBcc: eve@evil.example" }],
    ["a subject beyond its length", EMAIL, { ...content("x"), subject: "x".repeat(201) }],
    ["HTML beyond its length", EMAIL, { ...content("x"), html: `{{code}}${"x".repeat(60_000)}` }],
    ["a number", SMS, { text: 5 }],
  ])("%s", async (_, path, body) => {
    expect(told(await publish(0, body, "test", path))).toBe("400 invalid_request");
  });

  it("what is not there is not found", async () => {
    for (const path of [
      "fax/sign_in/en",
      "email/sign_off/en",
      "email/sign_in/xx",
      "email/sign_in/EN",
      "email/sign_in/en-GB",
    ]) {
      expect(told(await get(`${TEMPLATES}/${path}`)), path).toBe("404 not_found");
    }
  });

  it("a plan without templates, whose messages are the built-in design from then on", async () => {
    await publish(0, content("Paid for"));
    const statement = {
      name: "test_features",
      text: `UPDATE customers SET features = '{"custom_templates": false}' WHERE id = $1`,
    };
    await app().deps.db.run(statement, [tenant().customerId]);
    app().clock.advance(6);
    expect(told(await publish(1, content("More")))).toBe("403 forbidden");
    expect((await mailed("a@example.com"))?.html).toContain("Your sign-in code");
  });

  it("a stored one that cannot be read: the code goes out in the built-in design, and the log says so", async () => {
    await publish(0, content("Fine"));
    const statement = {
      name: "test_break",
      text: `UPDATE templates SET content = '{"text": "{{nope"}' WHERE environment_id = $1`,
    };
    await app().deps.db.run(statement, [tenant().test.environmentId]);
    expect((await mailed("a@example.com"))?.html).toContain("Your sign-in code");
    expect(app().log.join("\n")).toContain("a template could not be read");
  });
});
