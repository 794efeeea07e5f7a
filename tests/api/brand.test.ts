import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CONFIG, configuring } from "@/tests/support/configuring";
import { call, operator, requestCode, signUpCode, told } from "@/tests/support/tenants";

const { app, tenant, get, put, askCode, events } = configuring();

let signUps = 0;

describe("the brand", () => {
  const EMAIL = `${CONFIG}/email`;
  const putBrand = (body: object, kind: "test" | "live" = "live") => put(body, kind, EMAIL);

  it("is changed field by field, holds for test and live at once, and shows in the next message", async () => {
    const changed = await putBrand({
      name: "Northwind",
      support_email: "help@northwind.dev",
      postal_address: "1 Main St",
    });
    expect(changed.body).toEqual({
      name: "Northwind",
      support_email: "help@northwind.dev",
      postal_address: "1 Main St",
      domain: null,
      logo_url: null,
      accent: null,
      locale: null,
      code_in_subject: true,
    });
    const cleared = await putBrand({ support_email: null, domain: "northwind.dev" });
    expect(cleared.body).toMatchObject({ name: "Northwind", support_email: null, domain: "northwind.dev" });
    expect((await get(EMAIL)).body).toMatchObject({ name: "Northwind", domain: "northwind.dev" });
    await askCode({ email: "ada@example.com" });
    const messages = await get("/api/test/messages?to=ada@example.com");
    expect(JSON.stringify(messages.body)).toContain("Northwind");
    const [event] = await events("config.updated");
    expect(event?.context).toMatchObject({
      before: { "brand.support_email": "help@northwind.dev", "brand.domain": null },
      after: { "brand.support_email": null, "brand.domain": "northwind.dev" },
    });
  });

  it("has a logo, a colour and a language, which the email shows", async () => {
    const look = { logo_url: "https://cdn.northwind.dev/logo.png", accent: "#0A7D3C", locale: "en-GB" };
    expect((await putBrand(look)).body).toMatchObject({ ...look, accent: "#0a7d3c" });
    await askCode({ email: "cleo@example.com" });
    const said = JSON.stringify((await get("/api/test/messages?to=cleo@example.com")).body);
    expect(said).toContain("https://cdn.northwind.dev/logo.png");
    expect(said).toContain("#0a7d3c");
  });

  it("keeps the code out of the subject where the environment says so", async () => {
    expect(told(await putBrand({ code_in_subject: false }, "test"))).toBe("200");
    expect((await get(CONFIG)).body).toMatchObject({ version: 1, settings: { codes: { code_in_subject: false } } });
    expect((await get(CONFIG, "live")).body).toMatchObject({ version: 0 });
    const { code } = await requestCode(app(), tenant().test.secret, { email: "bea@example.com" });
    const { body } = await get("/api/test/messages?to=bea@example.com");
    const [message] = z.object({ data: z.array(z.object({ subject: z.string() })) }).parse(body).data;
    expect(message?.subject).not.toContain(code);
  });

  it("changes with the subject or not at all, when others change the settings meanwhile", async () => {
    const renamed = async () =>
      (await events("config.updated")).filter(({ data }) => JSON.stringify(data).includes("brand.name")).length;
    const before = await renamed();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) => putBrand({ name: `Name ${at}`, code_in_subject: at % 2 === 0 })),
    );
    const told200 = answers.filter(({ status }) => status === 200);
    expect(answers.filter(({ status }) => status === 409).length).toBeGreaterThan(0);
    expect((await renamed()) - before).toBe(told200.length);
    expect(told200.map(({ body }) => body.name)).toContain((await get(EMAIL, "live")).body.name);
    await putBrand({ name: "Northwind", code_in_subject: true });
  });

  it("is a name wherever a project gets one: no address, no link, at most 64 characters", async () => {
    const me = "/api/admin/customers/me";
    const bad = [
      "Click https://evil.example",
      "www.evil.example",
      "evil.example/login",
      "a@evil.example",
      "a".repeat(65),
    ];
    for (const name of bad) {
      expect(told(await put({ project: { name } }, "live", me)), name).toBe("400 invalid_request");
      const registered = { name: "Acme", email: "new@acme.dev", project: name };
      const body = await call(app(), "POST", "/api/admin/customers", { ...operator, body: registered });
      expect(told(body), name).toBe("400 invalid_request");
    }
    expect(told(await put({ project: { name: "Shop.dev & Söhne" } }, "live", me))).toBe("200");
    expect((await get(EMAIL)).body).toMatchObject({ name: "Shop.dev & Söhne" });
  });

  it.each([
    ["Your prize: https://evil.example/x or me@evil.example", "Your prize: or"],
    ["https://evil.example/login", "Prize1"],
    ["b".repeat(100), "b".repeat(64)],
  ])("is made of the company that signs up without what messages may not carry: %s", async (company, name) => {
    const email = `owner@prize${++signUps}.dev`;
    expect(told(await call(app(), "POST", "/api/signup", { body: { email, company } }))).toBe("202");
    const otp = await signUpCode(app(), email);
    const { body } = await call(app(), "POST", "/api/signup/verify", { body: { email, otp } });
    expect(body).toMatchObject({ customer: { name: company }, project: { name: name.replace("1", `${signUps}`) } });
    const registered = { name: company, email: `other@prize${signUps}.dev` };
    const made = await call(app(), "POST", "/api/admin/customers", { ...operator, body: registered });
    expect(made.body).toMatchObject({
      customer: { name: company },
      project: { name: name.replace("1", `${signUps}`) },
    });
  });

  it("is harmless in messages, whatever once was stored", async () => {
    const stored = "Prize https://evil.example/x www.evil.example me@evil.example";
    const text = "UPDATE projects SET name = $1 WHERE id = (SELECT project_id FROM environments WHERE id = $2)";
    await app().deps.db.run({ name: "test_store_name", text }, [stored, tenant().test.environmentId]);
    app().deps.caches.environments.forget(tenant().test.environmentId);
    await askCode({ email: "eve@example.com" });
    const messages = JSON.stringify((await get("/api/test/messages?to=eve@example.com")).body);
    expect(messages).toContain("Prize");
    expect(messages).not.toContain("evil.example");
  });

  it("is not a test key's to change: live messages carry it", async () => {
    expect(told(await putBrand({ name: "Evil" }, "test"))).toBe("403 forbidden");
    expect((await get(EMAIL)).body).not.toMatchObject({ name: "Evil" });
  });

  it.each([
    { name: "Click https://evil.example" },
    { name: "www.evil.example" },
    { name: "evil.example/login" },
    { name: "a".repeat(65) },
    { name: "Acme\r\nBcc: x@example.com" },
    { name: "\u202eemcA" },
    { name: "" },
    { name: null },
    { support_email: "not an address" },
    { support_email: "a@example.com\r\nBcc: b@example.com" },
    { postal_address: "1 Main St\nBcc: x" },
    { logo_url: "http://x.dev/a.png" },
    { logo_url: "javascript:alert(1)" },
    { logo_url: 'https://x.dev/"onerror=' },
    { accent: "red" },
    { accent: "#fff;x" },
    { locale: "not a tag" },
    { domain: "https://acme.dev" },
    { domain: "acme" },
    { domain: "-acme.dev" },
    { accent_color: "#ff0000" },
    { project_id: "x" },
    {},
  ])("refuses %j", async (body) => {
    expect(told(await putBrand(body))).toBe("400 invalid_request");
  });
});
