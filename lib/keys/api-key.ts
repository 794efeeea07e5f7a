import type { Orm } from "@/db/client";
import { type ApiKeyRow, countApiKeys, type insertApiKeys, listRotatedRows } from "@/db/queries/api-keys";
import { lockForTransaction } from "@/db/queries/lock";
import { syncOrigins } from "@/db/queries/origins";
import { PLANS } from "@/lib/billing";
import { decrypt, encrypt } from "@/lib/core/encryption";
import { type FieldError, fail } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { sha256 } from "@/lib/core/secrets";
import { whyNotListed } from "@/lib/core/web-origin";
import type { Deps, Environment, Scope } from "@/lib/ports";
import type { CreateApiKeyInput } from "./contract";
import { hintOf } from "./key-text";
import { type Allowed, beyond, isKeyScope, KEY_SCOPES, type KeyScope, PUBLISHABLE_SCOPES } from "./scopes";

/** The other half of a rotation: a key's id and when it ends. */
export type RotatedKey = { id: string; expiresAt: Date | null };

/** A key as it is shown: never the secret itself. `key` is there for a publishable one, which is none. */
export type ApiKey = {
  id: string;
  name: string;
  type: "publishable" | "secret";
  kind: "web" | "app" | null;
  hint: string;
  key: string | null;
  /** Null: everything that its type may. */
  scopes: Allowed;
  createdAt: Date;
  createdBy: string | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  lastUsedAgent: string | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  allowedOrigins: string[];
  allowedIps: string[];
  /** The key whose place it took, while that one is there. */
  replaces: RotatedKey | null;
  replacedBy: RotatedKey | null;
  /** Requests made with it in the last 24 hours; null where they were not counted for this answer. */
  requestsInDay: number | null;
};

/** A row as it is shown. */
export function toApiKey({ keyring }: Pick<Deps, "keyring">, row: ApiKeyRow): ApiKey {
  const { publishableKeyEncrypted, id, name, type, kind, hint, createdAt, createdBy } = row;
  const { lastUsedAt, lastUsedIp, lastUsedAgent, expiresAt, revokedAt, allowedOrigins, allowedIps } = row;
  const place = apiKeyPlace(row.environmentId, id);
  return {
    id,
    name,
    type,
    kind,
    hint,
    key: publishableKeyEncrypted === null ? null : decrypt(keyring, publishableKeyEncrypted, place).toString(),
    scopes: row.scopes?.filter(isKeyScope) ?? null,
    createdAt,
    createdBy,
    lastUsedAt,
    lastUsedIp,
    lastUsedAgent,
    expiresAt,
    revokedAt,
    allowedOrigins,
    allowedIps,
    replaces: null,
    replacedBy: null,
    requestsInDay: null,
  };
}

/** The row of a new key: everything but its text. */
export function newKeyRow(
  deps: Pick<Deps, "clock" | "random" | "keyring">,
  input: CreateApiKeyInput & {
    environmentId: string;
    key: string;
    createdBy: string;
    replacesId?: string;
    id?: string | undefined;
  },
): Parameters<typeof insertApiKeys>[1][number] {
  const { key, scopes, ...row } = input;
  const id = input.id ?? uuidv7(deps.clock, deps.random);
  const place = apiKeyPlace(input.environmentId, id);
  return {
    ...row,
    id,
    scopes: scopes ? [...scopes] : null,
    keyHash: sha256(key),
    hint: hintOf(key),
    publishableKeyEncrypted: input.type === "publishable" ? encrypt(deps.keyring, deps.random, key, place) : null,
    createdAt: deps.clock.now(),
  };
}

/** The row that an encrypted key belongs to: it opens in no other. */
export function apiKeyPlace(environmentId: string, id: string): string {
  return `api_keys/${environmentId}/${id}`;
}

/** Everything that a key with that list may do. */
function allOf(type: "publishable" | "secret", scopes: readonly string[] | null | undefined): readonly KeyScope[] {
  return scopes?.filter(isKeyScope) ?? (type === "publishable" ? PUBLISHABLE_SCOPES : KEY_SCOPES);
}

/** A key hands on no more than it has: 403 `forbidden` names what the other one has beyond it. */
export function refuseMoreScopes(
  { actor }: Scope,
  other: { type: "publishable" | "secret"; scopes?: readonly string[] | null },
): void {
  if (actor.type !== "key") return;
  const more = beyond(actor.scopes, allOf(other.type, other.scopes));
  if (more.length > 0) fail("forbidden", { detail: `This key lacks what the other would have: ${more.join(", ")}` });
}

/**
 * What a key makes ends when it does: 403 `forbidden` for a key with an end of its own that would make one without, or
 * with a later one.
 */
export async function refuseLongerLife(
  tx: Orm,
  { actor, environment }: Scope,
  other: { expiresAt?: Date | null | undefined },
): Promise<void> {
  if (actor.type !== "key") return;
  const [acting] = await listRotatedRows(tx, environment.id, { ids: [actor.keyId], replacedIds: [] });
  const end = acting?.expiresAt ?? null;
  if (end === null || (other.expiresAt && other.expiresAt <= end)) return;
  fail("forbidden", { detail: `This key ends at ${end.toISOString()}, and the other would outlive it` });
}

/** Refuses what a key of that type cannot have: 400 `invalid_request` names the field. */
export function refuseUnfit(
  environment: Pick<Environment, "kind">,
  key: { type: "publishable" | "secret"; kind: "web" | "app" | null },
  lists: { allowedOrigins?: readonly string[] | undefined; scopes?: Allowed | undefined },
): void {
  const fields: FieldError[] = [];
  const origins = lists.allowedOrigins ?? [];
  if (key.kind !== "web" && origins.length > 0) {
    fields.push({ path: "allowed_origins", message: "Only a publishable web key has origins" });
  }
  for (const [index, origin] of origins.entries()) {
    const message = whyNotListed(origin, environment.kind);
    if (message !== null) fields.push({ path: `allowed_origins.${index}`, message });
  }
  const beyondType = key.type === "publishable" ? beyond(PUBLISHABLE_SCOPES, lists.scopes ?? PUBLISHABLE_SCOPES) : [];
  if (beyondType.length > 0) {
    fields.push({ path: "scopes", message: `A publishable key cannot have ${beyondType.join(", ")}` });
  }
  if (fields.length > 0) fail("invalid_request", { fields });
}

/** Refuses one key more than the plan has: 403 `forbidden`. Of those who ask at once, one at a time is counted. */
export async function refuseFullPlan(deps: Deps, tx: Orm, { features, id, plan }: Environment): Promise<void> {
  await lockForTransaction(tx, `api_keys/${id}`);
  if ((await countApiKeys(tx, id, deps.clock.now())) < features.api_keys) return;
  const detail = `The plan ${PLANS[plan].title} has ${features.api_keys} API keys per environment: revoke one first`;
  fail("forbidden", { detail });
}

/** Makes the origins that a key lists those that preflights are answered from. */
export async function syncKeyOrigins(tx: Orm, row: ApiKeyRow): Promise<void> {
  await syncOrigins(tx, row.environmentId, row.id, row.revokedAt === null ? row.allowedOrigins : []);
}

/** What a process remembers of a key goes at once in this one, and within five seconds in every other. */
export function forgetKey({ caches }: Pick<Deps, "caches">, row: ApiKeyRow): void {
  caches.keys.forget(Buffer.from(row.keyHash).toString("base64"));
  for (const origin of row.allowedOrigins) {
    caches.origins.forget(`${row.environmentId} ${origin}`);
    // A preflight names no environment.
    caches.origins.forget(origin);
  }
}

/** How the audit log names a key. */
export function targetOf(id: string): string {
  return `api_key:${id}`;
}
