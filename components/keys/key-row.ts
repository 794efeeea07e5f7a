/** A key as the list shows it. `key` is there for publishable keys only: secrets are not kept. */
export type KeyRow = {
  id: string;
  name: string;
  type: "publishable" | "secret";
  kind: "web" | "app" | null;
  hint: string;
  key: string | null;
  /** What it may do, in a word: a preset's title, or how many scopes. */
  may: string;
  /** What it may do, by name; null is everything that its type may. */
  scopes: readonly string[] | null;
  createdAt: Date;
  createdBy: string | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  lastUsedAgent: string | null;
  requestsInDay: number | null;
  expiresAt: Date | null;
  status: "active" | "expired" | "revoked";
  /** The other half of a rotation, where it is still there: how the list names it. */
  replaces: string | null;
  replacedBy: string | null;
  allowedOrigins: readonly string[];
  allowedIps: readonly string[];
};
