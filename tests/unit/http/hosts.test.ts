import { describe, expect, it } from "vitest";
import { isServedOn, pathOnHost } from "@/lib/http/hosts";

const split = { apiHosts: ["api.example.com"], appHosts: ["app.example.com"] };

describe("hosts", () => {
  it("serve everything where none are listed", () => {
    expect(isServedOn("anything", [])).toBe(true);
    expect(isServedOn(undefined, [])).toBe(true);
  });

  it("are told by name, with or without a port, in any case; never by a missing header", () => {
    expect(isServedOn("API.example.com:8443", split.apiHosts)).toBe(true);
    expect(isServedOn("api.example.com.evil.test", split.apiHosts)).toBe(false);
    expect(isServedOn(null, split.apiHosts)).toBe(false);
  });

  it("let /api be left out where only the API is served, and nowhere else", () => {
    expect(pathOnHost("/auth/me?x=1", "api.example.com", split)).toBe("/api/auth/me?x=1");
    expect(pathOnHost("/api/auth/me", "api.example.com", split)).toBe("/api/auth/me");
    expect(pathOnHost("/e/1/.well-known/jwks.json", "api.example.com", split)).toBe("/e/1/.well-known/jwks.json");
    expect(pathOnHost("/auth/me", "app.example.com", split)).toBe("/auth/me");
    expect(pathOnHost("/auth/me", "api.example.com", { apiHosts: ["api.example.com"], appHosts: [] })).toBe("/auth/me");
    const both = { apiHosts: ["one.example.com"], appHosts: ["one.example.com"] };
    expect(pathOnHost("/signin", "one.example.com", both)).toBe("/signin");
  });
});
