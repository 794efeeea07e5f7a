import { type ApiKeyRow, apiKeyExists, insertApiKeys, listApiKeyRows, revokeApiKeyRow } from "@/db/queries/api-keys";
import { insertEvents } from "@/db/queries/outbox";
import { openCursor, sealCursor } from "@/lib/core/cursor";
import { decrypt, encrypt } from "@/lib/core/encryption";
import { fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { sha256 } from "@/lib/core/secrets";
import type { Page } from "@/lib/core/wire";
import { actorName } from "@/lib/environments/acting";
import type { Deps, Scope } from "@/lib/ports";
import type { CreateApiKeyInput } from "./contract";
import { hintOf, newKeyText } from "./key-text";

/** A key as it is shown: never the secret itself. `key` is there for a publishable one, which is none. */
export type ApiKey = {
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
  revokedAt: Date | null;
  allowedOrigins: string[];
  allowedIps: string[];
};

/** An environment's keys, newest first. */
export async function listApiKeys(
  deps: Deps,
  scope: Scope,
  page: Page,
): Promise<{ data: ApiKey[]; nextCursor: string | null }> {
  const list = `api_keys/${scope.environment.id}`;
  const rows = await listApiKeyRows(deps.db.orm, scope.environment.id, {
    before: page.cursor === null ? null : openCursor(deps.keyring, list, page.cursor),
    limit: page.limit + 1,
  });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    data: shown.map((row) => toApiKey(deps, row)),
    nextCursor: rows.length > page.limit && last ? sealCursor(deps.keyring, list, last.id) : null,
  };
}

/**
 * Makes a key. Its text is returned this once: what is kept is its SHA-256. `invalid_request` for an end in the past,
 * `forbidden` for a member who may only look.
 */
export async function createApiKey(
  deps: Deps,
  scope: Scope,
  input: CreateApiKeyInput,
): Promise<ApiKey & { key: string }> {
  refuseViewers(scope);
  const now = deps.clock.now();
  if (input.expiresAt && input.expiresAt <= now) {
    fail("invalid_request", { fields: [{ path: "expires_at", message: "Must be in the future" }] });
  }
  const { environment } = scope;
  const key = newKeyText(deps.random, environment.kind, input.type);
  const row = await deps.db.transaction(async (tx) => {
    const [inserted] = await insertApiKeys(tx, [
      newKeyRow(deps, { ...input, environmentId: environment.id, key, createdBy: actorName(scope) }),
    ]);
    if (!inserted) throw new Error("The key was not inserted");
    await insertEvents(tx, [keyEvent(deps, scope, "api_key.created", inserted)]);
    return inserted;
  });
  return { ...toApiKey(deps, row), key };
}

/** Revokes a key: this process at once, every other within five seconds. `not_found` for one that is not here. */
export async function revokeApiKey(deps: Deps, scope: Scope, keyId: string): Promise<void> {
  refuseViewers(scope);
  const row = await deps.db.transaction(async (tx) => {
    const revoked = await revokeApiKeyRow(tx, scope.environment.id, keyId, deps.clock.now());
    if (revoked) await insertEvents(tx, [keyEvent(deps, scope, "api_key.revoked", revoked)]);
    return revoked;
  });
  if (row) deps.caches.keys.forget(Buffer.from(row.keyHash).toString("base64"));
  else if (!(await apiKeyExists(deps.db.orm, scope.environment.id, keyId))) fail("not_found");
}

/** The row of a new key: everything but its text. */
export function newKeyRow(
  deps: Pick<Deps, "clock" | "random" | "keyring">,
  input: CreateApiKeyInput & { environmentId: string; key: string; createdBy: string },
): Parameters<typeof insertApiKeys>[1][number] {
  const { key, ...row } = input;
  const id = uuidv7(deps.clock, deps.random);
  const place = apiKeyPlace(input.environmentId, id);
  return {
    ...row,
    id,
    keyHash: sha256(key),
    hint: hintOf(key),
    publishableKeyEncrypted: input.type === "publishable" ? encrypt(deps.keyring, deps.random, key, place) : null,
    createdAt: deps.clock.now(),
  };
}

function keyEvent(deps: Deps, scope: Scope, type: string, row: ApiKeyRow): Parameters<typeof insertEvents>[1][number] {
  return {
    id: uuidv7(deps.clock, deps.random),
    environmentId: scope.environment.id,
    type,
    data: { api_key_id: row.id, name: row.name, key_type: row.type, by: actorName(scope) },
    at: deps.clock.now(),
  };
}

/** The row that an encrypted key belongs to: it opens in no other. */
export function apiKeyPlace(environmentId: string, id: string): string {
  return `api_keys/${environmentId}/${id}`;
}

function refuseViewers({ actor }: Scope): void {
  if (actor.type === "member" && actor.role === "viewer") fail("forbidden");
}

function toApiKey({ keyring }: Pick<Deps, "keyring">, row: ApiKeyRow): ApiKey {
  const { publishableKeyEncrypted, id, name, type, kind, hint, createdAt, createdBy, lastUsedAt } = row;
  const { expiresAt, revokedAt, allowedOrigins, allowedIps } = row;
  return {
    id,
    name,
    type,
    kind,
    hint,
    key:
      publishableKeyEncrypted === null
        ? null
        : decrypt(keyring, publishableKeyEncrypted, apiKeyPlace(row.environmentId, id)).toString(),
    createdAt,
    createdBy,
    lastUsedAt,
    expiresAt,
    revokedAt,
    allowedOrigins,
    allowedIps,
  };
}
