import { describe, expect, it } from "vitest";
import { z } from "zod";
import { environmentOf } from "@/lib/environments";
import { LIMITS, take } from "@/lib/limits";
import type { Scope } from "@/lib/ports";
import { compareTemplate, publishTemplate, restoreTemplate, saveDraft } from "@/lib/templates";
import { configuring } from "@/tests/support/configuring";
import { type Answered, call, requestCode, told } from "@/tests/support/tenants";
import { beginWindow } from "@/tests/support/windows";

const TEMPLATES = "/api/admin/templates";
const EMAIL = `${TEMPLATES}/email/sign_in/en`;

const { app, tenant, get, put, post, askCode } = configuring();

const content = (heading: string) => ({
  subject: "{{otp}} for {{appName}}",
  preheader: "Works {{expires_in_minutes}} minutes",
  html: `<html lang="en"><body><h1>${heading}</h1>\n<p>{{otp}}</p></body></html>`,
  text: `${heading}: {{otp}}`,
});

const publish = (version: number, body: object | null, kind: "test" | "live" = "test", path = EMAIL) =>
  put({ version, content: body }, kind, path);

const Draft = z.object({ revision: z.int() });

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

describe("a draft", () => {
  const DRAFT = `${EMAIL}/draft`;
  const save = (revision: number, body: object) => put({ revision, based_on: 0, content: body }, "test", DRAFT);
  const discard = (revision?: number) =>
    call(app(), "DELETE", revision === undefined ? DRAFT : `${DRAFT}?revision=${revision}`, {
      key: tenant().test.secret,
    });
  /** Begins a draft, and answers the revision that it begins at. */
  const begin = async (body: object) => Draft.parse((await save(0, body)).body).revision;

  it("may have errors, is sent from by nothing, and is saved over the one that was read alone", async () => {
    const first = await save(0, { ...content("Draft"), html: "<p>no code</p>" });
    expect(first.body).toMatchObject({ problems: [{ part: "html", line: 1, severity: "error" }, {}, {}] });
    const { revision } = Draft.parse(first.body);
    expect((await mailed("a@example.com"))?.html).toContain("Your sign-in code");
    expect(told(await save(0, content("Other")))).toBe("409 conflict");
    expect((await save(revision, content("Better"))).body).toMatchObject({
      revision: revision + 1,
      problems: [expect.anything()],
    });
    const races = await Promise.all([save(revision + 1, content("A")), save(revision + 1, content("B"))]);
    expect(races.map(told).sort()).toEqual(["200", "409 conflict"]);
    expect((await get(TEMPLATES)).body.data).toMatchObject([{ channel: "email", version: 0, draft: true }]);
  });

  it("goes when it is published, or discarded", async () => {
    await save(0, content("Draft"));
    await publish(0, content("Draft"));
    expect((await get(EMAIL)).body).toMatchObject({ version: 1, draft: null });
    const revision = await begin(content("Again"));
    expect(told(await discard())).toBe("204");
    expect((await get(EMAIL)).body.draft).toBeNull();
    expect(told(await save(revision, content("Late")))).toBe("409 conflict");
  });

  it.each([
    ["published", () => publish(0, content("Draft")), "409 conflict"],
    ["discarded", () => discard(), "200"],
  ])("that was %s is not taken for the one that somebody began after it", async (_, end, publishedLate) => {
    const read = await begin(content("Draft"));
    expect((await end()).status).toBeLessThan(300);
    const revision = await begin(content("New work"));
    expect(revision).not.toBe(read);
    expect((await save(read, content("Old work"))).body).toMatchObject({ code: "conflict", revision });
    expect((await discard(read)).body).toMatchObject({ code: "conflict", revision });
    expect(told(await publish(0, content("Draft")))).toBe(publishedLate);
    expect((await get(EMAIL)).body).toMatchObject({
      version: 1,
      draft: { revision, content: { text: "New work: {{code}}" } },
    });
    expect(told(await discard(revision))).toBe("204");
    expect(told(await discard(revision))).toBe("204");
  });

  it("stays where somebody else has written in it since, whatever is published", async () => {
    const revision = await begin(content("Mine"));
    await save(revision, content("Theirs, newer"));
    expect(told(await publish(0, content("Mine")))).toBe("200");
    expect((await get(EMAIL)).body).toMatchObject({
      content: { text: "Mine: {{code}}" },
      draft: { revision: revision + 1, content: { text: "Theirs, newer: {{code}}" } },
    });
    expect(told(await publish(1, content("Theirs, newer")))).toBe("200");
    expect((await get(EMAIL)).body.draft).toBeNull();
  });
});

describe("how often templates are written", () => {
  it("is counted for members too, who do not come through the API", async () => {
    const environment = await environmentOf(app().deps, tenant().test.environmentId);
    if (!environment) throw new Error("There is no such environment");
    const memberId = "019a9d8e-0000-7000-8000-000000000001";
    const scope: Scope = { environment, actor: { type: "member", memberId, role: "owner" }, client: null };
    const place = { channel: "email", purpose: "sign_in", locale: "en" } as const;
    const written = { ...content("Mine"), subject: "{{code}}" };
    const saved = { revision: 0, basedOn: 0, content: written };
    beginWindow(app(), 60);
    await saveDraft(app().deps, scope, place, saved);
    await take(app().deps.limits, "templates.write", environment.id, { by: LIMITS["templates.write"].limit - 1 });
    for (const work of [
      () => saveDraft(app().deps, scope, place, { ...saved, revision: 1 }),
      () => publishTemplate(app().deps, scope, place, { version: 0, content: written, note: null }),
      () => restoreTemplate(app().deps, scope, place, { version: 1 }, memberId),
      () => compareTemplate(app().deps, scope, place, written),
    ]) {
      await expect(work()).rejects.toMatchObject({ code: "rate_limited" });
    }
    expect(told(await publish(0, content("Mine")))).toBe("429 rate_limited");
    expect(told(await put({ revision: 1, based_on: 0, content: written }, "test", `${EMAIL}/draft`))).toBe(
      "429 rate_limited",
    );
    expect(told(await post(`${EMAIL}/versions/1/restore`, {}))).toBe("429 rate_limited");
    app().clock.advance(120);
    expect(told(await publish(0, content("Mine")))).toBe("200");
  });
});

describe("a comparison", () => {
  it("of what differs everywhere says so, and of a few lines says which", async () => {
    const page = (lines: number, word: string) => ({
      ...content("x"),
      html: `<html lang="en"><body>{{code}}\n${`${word}\n`.repeat(lines)}</body></html>`,
    });
    await publish(0, page(5_000, "one"));
    await publish(1, page(5_000, "two"));
    const few = page(5_000, "two");
    await publish(2, { ...few, html: `${few.html}\nbye` });
    const changes = async (version: number) => (await get(`${EMAIL}/versions/${version}`)).body.changes;
    expect(await changes(2)).toEqual([{ part: "html", lines: [], too_large: true }]);
    expect(await changes(3)).toMatchObject([
      { part: "html", too_large: false, lines: expect.arrayContaining([{ kind: "added", text: "bye" }]) },
    ]);
  });
});

describe("a preview", () => {
  const place = { channel: "email", purpose: "sign_in", locale: "en" };

  it("shows a draft, what is given, or the built-in design, with made-up values", async () => {
    const built = await post(`${TEMPLATES}/preview`, place);
    expect(built.body).toMatchObject({
      from_name: "Acme",
      sms: null,
      rendered: { subject: "[Test] 482913507 is your Acme code" },
    });
    const given = await post(`${TEMPLATES}/preview`, { ...place, content: content("Given"), sample: "bare" });
    expect(given.body).toMatchObject({ rendered: { text: "Given: 482913507", preheader: "Works 10 minutes" } });
    const sms = { channel: "sms", purpose: "sign_in", locale: "uk", content: { text: `${"я".repeat(80)} {{code}}` } };
    expect((await post(`${TEMPLATES}/preview`, sms)).body).toMatchObject({
      sms: { encoding: "UCS-2", segments: 2 },
      problems: [{ part: "text", severity: "warning" }],
    });
    const longer = (length: number) => ({ ...sms, content: { text: "x".repeat(length - 7).concat(" {{code}}") } });
    const bodies = [await post(`${TEMPLATES}/preview`, longer(140)), await post(`${TEMPLATES}/preview`, longer(141))];
    expect(bodies.map(({ body }) => body)).toMatchObject([
      { sms: { characters: 140, segments: 1 }, problems: [] },
      { sms: { characters: 141, segments: 1 }, problems: [{ message: expect.stringContaining("of up to 140") }] },
    ]);
  });

  it("is not there while there are errors, which it tells", async () => {
    const answer = await post(`${TEMPLATES}/preview`, { ...place, content: { ...content("x"), text: "none" } });
    expect(answer.body).toMatchObject({ rendered: null, problems: [{ part: "text", line: 1, severity: "error" }, {}] });
  });
});

describe("a test message", () => {
  const TEST = `${TEMPLATES}/send-test`;
  const place = { channel: "email", purpose: "sign_in", locale: "en" };

  it("lands in the Mailbox of a test environment, and its code is nobody's", async () => {
    const answer = await post(TEST, { ...place, content: content("Tried"), to: "Anyone@Example.com" });
    expect(answer.body).toMatchObject({ sent_to: "mailbox" });
    expect((await newest("anyone@example.com"))?.text).toBe("Tried: 482913507");
    const { challengeId } = await requestCode(app(), tenant().test.secret, { email: "anyone@example.com" });
    const body = { challenge_id: challengeId, otp: "482913507" };
    expect(told(await call(app(), "POST", "/api/auth/verify-otp", { key: tenant().test.secret, body }))).toBe(
      "400 invalid_otp",
    );
  });

  it("has one recipient, whatever is written", async () => {
    for (const to of [
      "a@example.com, b@example.com",
      "a@example.com\r\nBcc: b@example.com",
      "a@example.com b@example.com",
      "A <a@example.com>",
      "+14155550101",
      "",
    ]) {
      expect(told(await post(TEST, { ...place, content: content("x"), to })), to).toBe("400 invalid_request");
    }
  });

  it("goes to nobody but members in live, and by email alone", async () => {
    const stranger = await post(TEST, { ...place, content: content("Buy this"), to: "stranger@example.com" }, "live");
    expect(told(stranger)).toBe("400 invalid_request");
    const sms = { ...place, channel: "sms", content: { text: "{{code}}" }, to: "+14155550123" };
    expect(told(await post(TEST, sms, "live"))).toBe("400 invalid_request");
  });

  it("is not sent from what could not be published", async () => {
    expect(told(await post(TEST, { ...place, content: { ...content("x"), text: "none" }, to: "a@example.com" }))).toBe(
      "400 invalid_request",
    );
  });

  it("is sent sixty times an hour at most", async () => {
    beginWindow(app(), 3600);
    const answers: Answered[] = [];
    for (let count = 0; count < 61; count += 1) {
      answers.push(await post(TEST, { channel: "sms", purpose: "sign_in", locale: "en", to: "+14155550101" }));
    }
    expect(answers.map(told).slice(-2)).toEqual(["200", "429 rate_limited"]);
  });
});
