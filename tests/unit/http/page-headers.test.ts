import { describe, expect, it } from "vitest";
import { pageHeaders, pagePolicy } from "@/lib/http/page-headers";
import { isOwnWrite } from "@/lib/http/page-write";

const NONCE = "bm9uY2Vub25jZQ==";

/** A policy, directive by directive. */
function directives(policy: string): Record<string, string> {
  return Object.fromEntries(
    policy.split("; ").map((each) => [each.split(" ", 1)[0], each.slice(each.indexOf(" ") + 1)]),
  );
}

describe("the policy of a page", () => {
  const policy = directives(pagePolicy({ nonce: NONCE, development: false }));

  it("lets in scripts with the nonce and what those load, and nothing from anywhere else", () => {
    expect(policy).toEqual({
      "default-src": "'none'",
      "script-src": `'self' 'nonce-${NONCE}' 'strict-dynamic'`,
      "style-src": `'self' 'nonce-${NONCE}'`,
      "style-src-elem": `'self' 'nonce-${NONCE}'`,
      "style-src-attr": "'unsafe-inline'",
      "img-src": "'self' data:",
      "font-src": "'self'",
      "connect-src": "'self'",
      "frame-src": "'self'",
      "manifest-src": "'self'",
      "object-src": "'none'",
      "base-uri": "'none'",
      "form-action": "'self'",
      "frame-ancestors": "'none'",
    });
  });

  it("lets development evaluate and push, and nothing else do so", () => {
    const development = directives(pagePolicy({ nonce: NONCE, development: true }));
    expect(development["script-src"]).toContain("'unsafe-eval'");
    expect(development["connect-src"]).toContain("ws:");
    expect(development["script-src"]).not.toContain("'unsafe-inline'");
  });
});

describe("the headers of a page", () => {
  const at = (path: string, appUrl = "https://auth.example.com") =>
    pageHeaders(path, { appUrl, nonce: NONCE, development: false });

  it("keep browsers on https for two years where the installation is", () => {
    expect(at("/")["strict-transport-security"]).toBe("max-age=63072000; includeSubDomains");
    expect(at("/", "http://localhost:3000")["strict-transport-security"]).toBeUndefined();
  });

  it("leave an email in its frame the policy it brings", () => {
    const path = "/mailbox/019a9d8e-0000-7000-8000-000000000001/email";
    const brand = "/dashboard/acme/test/settings/brand/email";
    const template = "/dashboard/acme/test/templates/email/sign_in/en";
    const templates = [`${template}/preview`, `${template}/v12/preview`];
    for (const framed of [path, `/dashboard/acme/test${path}`, brand, ...templates]) {
      expect(at(framed)["content-security-policy"]).toBeUndefined();
      expect(at(framed)["x-frame-options"]).toBeUndefined();
      expect(at(framed)["x-content-type-options"]).toBe("nosniff");
    }
    for (const page of [
      "/mailbox",
      "/mailbox/email",
      "/mailbox//email",
      `${path}/`,
      `${path}/x`,
      template,
      `${template}/v12`,
      `/nowhere${path}`,
      `/dashboard/acme/elsewhere${path}`,
      `/nowhere${brand}`,
      `/nowhere${template}/preview`,
    ]) {
      expect(at(page)["content-security-policy"]).toContain("frame-ancestors 'none'");
    }
  });
});

describe("a change by a page's cookie", () => {
  const APP = "https://auth.example.com";
  const sent = (headers: Record<string, string>, method = "POST") => isOwnWrite(method, new Headers(headers), APP);

  it("comes from APP_URL, whatever host a proxy put in, or from the host itself", () => {
    expect(sent({ origin: APP, host: "internal:3000" })).toBe(true);
    expect(sent({ origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" })).toBe(true);
  });

  it.each<Record<string, string>>([
    {},
    { host: "auth.example.com" },
    { origin: "null", host: "auth.example.com" },
    { origin: "", host: "auth.example.com" },
    { origin: "https://evil.example", host: "auth.example.com" },
    { origin: "https://auth.example.com.evil.example", host: "auth.example.com" },
    { origin: "https://auth.example.com:8443", host: "auth.example.com" },
    { origin: "https://evil.example", host: "auth.example.com", "x-forwarded-host": "evil.example" },
    { referer: APP, host: "auth.example.com" },
  ])("is refused from anywhere else: %o", (headers) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(sent(headers, method)).toBe(false);
  });

  it("is none where it only reads", () => {
    for (const method of ["GET", "HEAD", "OPTIONS"])
      expect(sent({ origin: "https://evil.example" }, method)).toBe(true);
  });
});
