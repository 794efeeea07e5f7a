import type { Database } from "@/db/client";
import type { Refusals } from "@/lib/audit/refusals";
import type { Features, PlanName, Quota } from "@/lib/billing";
import type { Clock } from "@/lib/core/clock";
import type { Env } from "@/lib/core/env";
import type { Logger } from "@/lib/core/logger";
import type { Random } from "@/lib/core/random";
import type { Keyring } from "@/lib/core/secrets";
import type { Delivery, ProviderAccount } from "@/lib/delivery/deliver";
import type { Egress } from "@/lib/egress";
import type { Allowed } from "@/lib/keys";
import type { Limits } from "@/lib/limits";
import type { Jobs } from "@/lib/outbox/jobs";
import type { SessionReader } from "@/lib/sessions/session-reader";
import type { Settings, SystemSettings } from "@/lib/settings";
import type { SprayBrake } from "@/lib/spray";
import type { CompiledTemplate } from "@/lib/templates/custom/compiled-template";
import type { Telemetry } from "@/lib/usage";
import type { MeData } from "@/lib/users/contract";

/** What every domain function is given from outside. Types only: `lib/deps.ts` builds the one of this process. */
export type Deps = {
  env: Env;
  clock: Clock;
  random: Random;
  keyring: Keyring;
  db: Database;
  limits: Limits;
  delivery: Delivery;
  /** The one way to URLs that customers entered. */
  egress: Egress;
  spray: SprayBrake;
  sessions: SessionReader;
  caches: Caches;
  log: Logger;
  /** What this process knows of its requests and has not written down yet. */
  telemetry: Telemetry;
  /** Failed authentications on their way into the audit log. */
  refusals: Refusals;
  /** What is done again and again, outbox, retention and all. */
  jobs: Jobs;
  /** Runs what may happen after the answer; the process waits for it before it ends. */
  defer(task: () => Promise<void>): void;
  /** Tells the drainer that there is work, where one runs in this process. */
  nudge(): void;
};

/** What a process remembers for a few seconds, so that the hot path reads nothing twice. */
export type Caches = {
  keys: Cache<{ environmentId: string; key: ResolvedKey["key"] } | null>;
  /** Keys whose use was noted a moment ago. */
  keyUses: Cache<true>;
  environments: Cache<Environment | null>;
  /** Tenants that messages are sent for, by their environment's id and their own; null for one that is not there. */
  tenants: Cache<TenantSender | null>;
  signingKeys: Cache<readonly SigningKey[]>;
  /** Providers' accounts of which a use or a failure was noted a moment ago. */
  accountUses: Cache<true>;
  /** Whether the signature of an access token is good, by the token's hash. */
  signatures: Cache<boolean>;
  installation: Cache<string>;
  /** Published templates, ready to be filled; null for one that is not there. */
  templates: Cache<CompiledTemplate | null>;
  /** How many users, identifiers and sessions an environment has: counted once a minute. */
  stored: Cache<{ users: number; identifiers: number; sessions: number }>;
  system: Cache<SystemSettings>;
  /** Whether a console of the operator's has been closed, by its id. */
  consoles: Cache<boolean>;
  /** Whether an origin is listed: by any environment, or, under its id and the origin, by one. */
  origins: Cache<boolean>;
};

/** A bounded map of values that are loaded once, by one caller, and forgotten after a while. */
export type Cache<Value> = {
  get(key: string, load: () => Promise<Value>): Value | Promise<Value>;
  forget(key: string): void;
};

export type Brand = {
  name: string;
  /** Who mail says it is from, where that is not the name. */
  senderName?: string;
  domain: string | null;
  supportEmail: string | null;
  postalAddress: string | null;
  /** An https address of an image. */
  logoUrl: string | null;
  /** `#rrggbb`, in lower case. */
  accent: string | null;
  /** The language of messages to those of whom no other is known, as a tag. */
  locale: string | null;
};

export type Environment = {
  id: string;
  kind: "test" | "live";
  customerId: string;
  customerName: string;
  customerState: "active" | "suspended" | "cancelled";
  projectId: string;
  projectSlug: string;
  brand: Brand;
  settings: Settings;
  plan: PlanName;
  features: Features;
  /** Codes of all the customer's live environments together. A test environment is never metered. */
  quota: Quota;
  /** When everything of the customer goes, if somebody asked for that and nobody takes it back. */
  deleteAfter: Date | null;
  /** Ninepin's own: members' sign-in and Ninepin's mail. */
  installation: boolean;
  /** The customer's own accounts at providers, oldest first. */
  accounts: readonly ProviderAccount[];
  /** Identifiers whose code is fixed, for an app store's reviewer. Live only, a few at most. */
  reviewers: readonly Reviewer[];
  /** Its verified domains, the oldest first: the first few. */
  senders: readonly SenderDomain[];
  /** All its verified domains, by their names. */
  provenDomains: readonly Pick<SenderDomain, "name" | "lostAt">[];
  /** The templates of its own that are published now. What is in one is read by its version, which never changes. */
  templates: readonly { channel: string; purpose: string; locale: string; version: number }[];
};

/** A verified domain of an environment. The key is encrypted for the row; `able` says who may send as it. */
export type SenderDomain = {
  id: string;
  name: string;
  dkimSelector: string;
  dkimPrivateKeyEncrypted: Buffer;
  since: Date;
  /** Since when its records are missing: after a grace nothing is sent from it. */
  lostAt: Date | null;
  able: { smtp: boolean; returnPath: boolean; resend: boolean };
  /** What a tenant's mail comes from: nothing else is put in its place. */
  tenantAddress?: string;
};

/** What a tenant's messages have of its own: null and nothing mean as everybody's of the environment. */
export type TenantSender = {
  id: string;
  appName: string | null;
  senderName: string | null;
  senderAddress: string | null;
  accounts: readonly ProviderAccount[];
  /** The verified domains that its mail may come from: that of its address first, then its own. */
  senders: readonly SenderDomain[];
};

export type Reviewer = {
  id: string;
  type: "email" | "phone";
  value: string;
  keyId: number;
  nonce: Buffer;
  expiresAt: Date;
};

export type ResolvedKey = {
  environment: Environment;
  key: {
    id: string;
    type: "publishable" | "secret";
    kind: "web" | "app" | null;
    allowedIps: readonly string[];
    allowedOrigins: readonly string[];
    scopes: Allowed;
    expiresAt: Date | null;
  };
};

export type SigningKey = {
  kid: string;
  /** By which a repeated request finds the key that it made. */
  resultId: string | null;
  environmentId: string;
  algorithm: SigningAlgorithm;
  /** The header of every access token that it signs, encoded. */
  header: string;
  /** Null for a shared secret (HS256): it is never shown. */
  publicJwk: PublicJwk | null;
  privateKey: import("node:crypto").KeyObject;
  publicKey: import("node:crypto").KeyObject;
  createdAt: Date;
  signsFrom: Date;
  retiredAt: Date | null;
};

export type SigningAlgorithm = Settings["tokens"]["algorithm"];

type JwkOf<Algorithm, Fields> = { alg: Algorithm; kid: string; use: "sig" } & Fields;
export type PublicJwk =
  | JwkOf<"ES256", { kty: "EC"; crv: string; x: string; y: string }>
  | JwkOf<"EdDSA", { kty: "OKP"; crv: string; x: string }>
  | JwkOf<"RS256", { kty: "RSA"; n: string; e: string }>;

export type Actor =
  | { type: "key"; keyId: string; keyType: "publishable" | "secret"; scopes: Allowed }
  /** `me` is what the database said of the session and its user when the token was checked, this moment. */
  | { type: "user"; userId: string; sessionId: string; keyId: string | null; me: MeData }
  | { type: "member"; memberId: string; role: MemberRole }
  | { type: "operator" }
  | { type: "system" };

export type MemberRole = "owner" | "admin" | "developer" | "viewer";

/** Where something happens, who acts, and who is at the other end of their connection; nobody is in a job. */
export type Scope = { environment: Environment; actor: Actor; client: Client | null };

/** Who is at the other end of the connection. */
export type Client = { ip: string | null; userAgent: string | null; requestId: string };
