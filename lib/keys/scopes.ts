import { z } from "zod";

/**
 * What an API key can be allowed, as data: a closed list. Each endpoint that takes a key names the one that it needs. A
 * key without a list of its own may do everything that its type may.
 */
export const SCOPES = {
  "otp:send": "Send codes.",
  "otp:verify": "Check codes and sign users in.",
  "messages:read": "Read the Mailbox of a test environment.",
  "verifications:read": "See verifications and where each code is.",
  "verifications:write": "End verifications; find recipients who are held back, and let them through again.",
  "sessions:read": "Introspect tokens.",
  "users:read": "See users.",
  "users:write": "Change users.",
  "tenants:read": "See tenants.",
  "tenants:write": "Add, change and delete tenants.",
  "customer:read": "See the customer's account and its members.",
  "customer:write": "Change the customer's account.",
  "config:read": "See the settings and their versions.",
  "config:write": "Change, restore and copy the settings.",
  "templates:read": "See templates, their drafts and their versions.",
  "templates:write": "Change, publish and try templates.",
  "keys:read": "See the API keys.",
  "keys:write": "Make, change, rotate and revoke API keys with no more scopes than its own.",
  "providers:read": "See the accounts at providers, and in which order they are asked.",
  "providers:write": "Add, change, test and delete accounts at providers.",
  "webhooks:read": "See webhook endpoints and deliveries.",
  "webhooks:write": "Change webhook endpoints, send tests and replay deliveries.",
  "domains:read": "See sending domains and their DNS records.",
  "domains:write": "Add, check, share and delete sending domains.",
  "analytics:read": "See usage, analytics and errors.",
  "logs:read": "See the request log.",
  "audit:read": "See, verify and export the audit log.",
} as const satisfies Record<string, string>;

/** The name of something that a key can be allowed. */
export type KeyScope = keyof typeof SCOPES;

/** All scopes, in the order of the table. */
export const KEY_SCOPES: readonly KeyScope[] = Object.keys(SCOPES).filter((name) => isKeyScope(name));

/** Whether there is a scope of that name. */
export function isKeyScope(name: string): name is KeyScope {
  return Object.hasOwn(SCOPES, name);
}

/** A scope on the wire. */
export const KeyScopeName = z.string().refine(isKeyScope, `Must be one of ${KEY_SCOPES.join(", ")}`);

/** What a publishable key can be allowed: anybody may read it off an app. */
export const PUBLISHABLE_SCOPES: readonly KeyScope[] = ["otp:send", "otp:verify"];

/** Choices that fit most keys; null is everything that the key's type may. */
export const SCOPE_PRESETS = {
  send_and_verify: { title: "Send and verify", scopes: PUBLISHABLE_SCOPES },
  read_only: { title: "Read only", scopes: KEY_SCOPES.filter((name) => name.endsWith(":read")) },
  full: { title: "Full", scopes: null },
} as const satisfies Record<string, { title: string; scopes: readonly KeyScope[] | null }>;

/** What somebody may do: a key's list, or null for everything. */
export type Allowed = readonly KeyScope[] | null;

/** Whether that includes the scope. */
export function allows(allowed: Allowed, scope: KeyScope): boolean {
  return allowed === null || allowed.includes(scope);
}

/** The scopes of `wanted` that `own` does not have: what a key may not hand on. */
export function beyond(own: Allowed, wanted: Allowed): readonly KeyScope[] {
  if (own === null) return [];
  return (wanted ?? KEY_SCOPES).filter((scope) => !own.includes(scope));
}
