import { describe, expect, it } from "vitest";
import { planOf } from "@/lib/billing";
import { isNinepinError } from "@/lib/core/errors";
import { checkKey } from "@/lib/http/check-key";
import type { ResolvedKey } from "@/lib/ports";
import { completeSettings } from "@/lib/settings";

const NOW = new Date("2026-11-20T12:00:00Z");

type Case = {
  kind?: "test" | "live";
  state?: "active" | "suspended" | "cancelled";
  key?: Partial<ResolvedKey["key"]>;
  origin?: string;
  /** What the settings list. */
  cors?: string[];
  ip?: string;
};

function verdict({ kind = "live", state = "active", key = {}, origin, cors = [], ip = "203.0.113.9" }: Case): string {
  const resolved: ResolvedKey = {
    environment: {
      id: "019a9d8e-0000-7000-8000-000000000001",
      kind,
      customerId: "019a9d8e-0000-7000-8000-000000000002",
      customerState: state,
      projectId: "019a9d8e-0000-7000-8000-000000000003",
      projectSlug: "acme",
      brand: {
        name: "Acme",
        domain: null,
        supportEmail: null,
        postalAddress: null,
        logoUrl: null,
        accent: null,
        locale: null,
      },
      settings: completeSettings(kind, { cors: { origins: cors } }),
      ...planOf({ plan: "free", dailyQuota: null, monthlyQuota: null, features: {} }),
      deleteAfter: null,
      customerName: "Acme",
      installation: false,
      accounts: [],
      reviewers: [],
      senders: [],
      provenDomains: [],
      templates: [],
    },
    key: {
      id: "019a9d8e-0000-7000-8000-000000000004",
      type: "secret",
      kind: null,
      allowedIps: [],
      allowedOrigins: [],
      scopes: null,
      expiresAt: null,
      ...key,
    },
  };
  const client = { ip, userAgent: null, requestId: "req_test" };
  try {
    checkKey(resolved, { client, origin: origin ?? null, now: NOW });
    return "passes";
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return error.code;
  }
}

const ACME = "https://app.acme.dev";
const OTHER = "https://other.acme.dev";
const web = { type: "publishable", kind: "web" } as const;
const app = { type: "publishable", kind: "app" } as const;
const listed = { ...web, allowedOrigins: ["https://app.acme.dev"] };

describe("checkKey", () => {
  it.each<[string, Case, string]>([
    ["a plain secret key", {}, "passes"],
    ["a key that ends now", { key: { expiresAt: NOW } }, "invalid_api_key"],
    ["a key that ends in a moment", { key: { expiresAt: new Date(NOW.getTime() + 1) } }, "passes"],
    ["a suspended customer", { state: "suspended" }, "customer_suspended"],
    ["a cancelled customer", { state: "cancelled" }, "customer_suspended"],
    ["a secret key from a browser", { origin: "https://app.acme.dev" }, "origin_not_allowed"],
    ["a secret key from a sandboxed frame", { origin: "null" }, "origin_not_allowed"],
    ["a web key from its origin", { key: listed, origin: "https://app.acme.dev" }, "passes"],
    [
      "a web key from another origin",
      { key: listed, origin: "https://app.acme.dev.evil.example" },
      "origin_not_allowed",
    ],
    ["a web key from the same host, unsafely", { key: listed, origin: "http://app.acme.dev" }, "origin_not_allowed"],
    ["a web key from nowhere", { key: listed }, "origin_not_allowed"],
    ["a web key without a list in live", { key: web, origin: "https://app.acme.dev" }, "origin_not_allowed"],
    ["a web key without a list in test", { kind: "test", key: web, origin: "https://anything.example" }, "passes"],
    ["a web key without a list in test, from nowhere", { kind: "test", key: web }, "passes"],
    ["a web key with a list in test", { kind: "test", key: listed }, "origin_not_allowed"],
    ["a web key from an origin of the settings", { key: web, cors: [ACME], origin: ACME }, "passes"],
    ["a web key with a list from an origin of the settings", { key: listed, cors: [OTHER], origin: OTHER }, "passes"],
    ["a web key with a list, beside the settings'", { key: listed, cors: [OTHER], origin: ACME }, "passes"],
    ["a web key from neither's origins", { key: listed, cors: [OTHER], origin: `${ACME}:8443` }, "origin_not_allowed"],
    [
      "a web key in test where the settings list another",
      { kind: "test", key: web, cors: [OTHER], origin: ACME },
      "origin_not_allowed",
    ],
    ["a secret key from an origin of the settings", { cors: [ACME], origin: ACME }, "origin_not_allowed"],
    ["an app key", { key: app }, "passes"],
    ["a listed address", { key: { allowedIps: ["203.0.113.9"] } }, "passes"],
    ["a listed block", { key: { allowedIps: ["198.51.100.0/24", "203.0.113.0/28"] } }, "passes"],
    ["an address beside the block", { ip: "203.0.113.16", key: { allowedIps: ["203.0.113.0/28"] } }, "ip_not_allowed"],
    ["a listed IPv6 block", { ip: "2001:db8::7", key: { allowedIps: ["2001:db8::/32"] } }, "passes"],
    [
      "an IPv6 address against an IPv4 list",
      { ip: "2001:db8::7", key: { allowedIps: ["0.0.0.0/0"] } },
      "ip_not_allowed",
    ],
    ["an IPv4 address written as IPv6", { ip: "::ffff:203.0.113.9", key: { allowedIps: ["203.0.113.9"] } }, "passes"],
    ["an address that is none", { ip: "unknown", key: { allowedIps: ["0.0.0.0/0"] } }, "ip_not_allowed"],
  ])("%s", (_, given, expected) => {
    expect(verdict(given)).toBe(expected);
  });
});
