import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { configuring } from "@/tests/support/configuring";
import { call, requestCode, signIn, told } from "@/tests/support/tenants";

const EMAIL = "/api/admin/templates/email/sign_in/en";
const ADDING = "/api/admin/templates/email/identifier/en";
const TEXT = 'Hello {{recipient.name | fallback: "there"}}, order {{data.order | fallback: "none"}}: {{code}}';

const { app, tenant, get, put, askCode } = configuring();

const Messages = z.object({ data: z.array(z.object({ text: z.string() })) });

/** What landed last for somebody. */
async function newest(to: string): Promise<string | undefined> {
  const { body } = await get(`/api/test/messages?to=${encodeURIComponent(to)}`);
  return Messages.parse(body).data[0]?.text;
}

const publish = (path: string) =>
  put({ version: 0, content: { subject: "{{code}}", html: "<p>{{code}}</p>", text: TEXT } }, "test", path);

beforeEach(async () => {
  expect(told(await publish(EMAIL))).toBe("200");
  expect(told(await publish(ADDING))).toBe("200");
});

describe("the metadata of a request", () => {
  it("fills the template, as what it says and nothing more", async () => {
    await askCode({ email: "ada@example.com", metadata: { order: 1042, other: "x" } });
    expect(await newest("ada@example.com")).toBe("Hello there, order 1042: 123456789");
    await askCode({ email: "eve@example.com", metadata: { order: "{{code}} <b>\r\nBcc: x" } });
    expect(await newest("eve@example.com")).toBe("Hello there, order {{code}} <b> Bcc: x: 123456789");
    await askCode({ email: "bob@example.com", metadata: { order: { id: 1 } } });
    expect(await newest("bob@example.com")).toBe("Hello there, order none: 123456789");
  });

  it("stays with the challenge when its code is sent again, until there is more to say", async () => {
    const email = "ada@example.com";
    const { body } = await askCode({ email, metadata: { order: 1 } });
    const { challenge_id } = body;
    const again = { key: tenant().test.publishable, body: { challenge_id } };
    expect(told(await call(app(), "POST", "/api/auth/request-otp", again))).toBe("200");
    expect(await newest(email)).toContain("order 1:");
    await askCode({ challenge_id, metadata: { order: 2 } });
    expect(await newest(email)).toContain("order 2:");
    await askCode({ challenge_id });
    expect(await newest(email)).toContain("order 2:");
  });
});

describe("the name of whom a message goes to", () => {
  const rename = (token: string, name: string) => call(app(), "PATCH", "/api/auth/me", { token, body: { name } });

  it("is that of the user who has the address, once they have one", async () => {
    const ada = await signIn(app(), tenant().test, "ada@example.com");
    expect(await newest("ada@example.com")).toContain("Hello there,");
    await rename(ada.accessToken, "Ada {{code}}");
    await requestCode(app(), tenant().test.publishable, { email: "ada@example.com" });
    expect(await newest("ada@example.com")).toContain("Hello Ada {{code}},");
    await requestCode(app(), tenant().test.publishable, { email: "eve@example.com" });
    expect(await newest("eve@example.com")).toContain("Hello there,");
  });

  it("is in no message to an address that somebody only wants to add", async () => {
    const ada = await signIn(app(), tenant().test, "ada@example.com");
    await rename(ada.accessToken, "You have won");
    const body = { email: "stranger@example.com" };
    expect(told(await call(app(), "POST", "/api/auth/me/identifiers", { token: ada.accessToken, body }))).toBe("200");
    expect(await newest("stranger@example.com")).toContain("Hello there,");
  });
});
