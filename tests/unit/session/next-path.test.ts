import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedNext } from "@/lib/session/next-path";

describe("where signing in may lead", () => {
  it.each([
    ["/dashboard", "/dashboard"],
    ["/dashboard/northwind/test/keys?page=2", "/dashboard/northwind/test/keys?page=2"],
    ["/start", "/start"],
    ["/dashboard/../start", "/start"],
    ["/start#step-2", "/start"],
  ])("%s is ours", (path, expected) => expect(allowedNext(path)).toBe(expected));

  it.each([
    null,
    undefined,
    "",
    "dashboard",
    "//evil.example/dashboard",
    "/\\evil.example/dashboard",
    "/\t/evil.example/dashboard",
    "https://evil.example/dashboard",
    "javascript:alert(1)",
    "/dashboardish",
    "/dashboard/../api/auth/me",
    "/signout",
    `/dashboard/${"a".repeat(600)}`,
  ])("%s is not", (path) => expect(allowedNext(path)).toBeNull());

  it("whatever comes out stays on this host, under one of our places", () => {
    const start = fc.constantFrom("", "/", "//", "/\\", "/dashboard", "/start/", "https://");
    fc.assert(
      fc.property(start, fc.string(), (head, tail) => {
        const path = allowedNext(head + tail);
        if (path === null) return;
        const url = new URL(path, "https://auth.example.com");
        expect(url.origin).toBe("https://auth.example.com");
        expect(url.pathname).toMatch(/^\/(dashboard|start)(\/|$)/);
      }),
    );
  });
});
