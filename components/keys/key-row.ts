/** A key as the list shows it. `key` is there for publishable keys only: secrets are not kept. */
export type KeyRow = {
  id: string;
  name: string;
  type: "publishable" | "secret";
  kind: "web" | "app" | null;
  hint: string;
  key: string | null;
  createdAt: Date;
  createdBy: string | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  status: "active" | "expired" | "revoked";
  allowedOrigins: readonly string[];
};
