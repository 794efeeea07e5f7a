import { z } from "zod";
import { WebOrigin } from "@/lib/core/web-origin";
import { DisplayName, Moment, optionalTimestamp, Timestamp, timestamp } from "@/lib/core/wire";
import { IpBlocks } from "./ip-blocks";
import { KEY_PATTERN } from "./key-text";
import { type Allowed, KEY_SCOPES, type KeyScope, KeyScopeName } from "./scopes";

export const KEY_TYPES = ["publishable", "secret"] as const;
export type KeyType = (typeof KEY_TYPES)[number];

const KINDS = ["web", "app"] as const;
const LIST_MAX = 50;

const Origins = z.array(WebOrigin).max(LIST_MAX).transform(unique);

const Scopes = z
  .array(KeyScopeName)
  .min(1, "Must name at least one scope")
  .max(KEY_SCOPES.length)
  .transform(unique)
  .nullable()
  .meta({ description: `What the key may do: ${KEY_SCOPES.join(", ")}. Null: everything that its type may.` });

function unique<Value>(values: Value[]): Value[] {
  return [...new Set(values)];
}

/** Makes a key in the environment of the one who asks. `kind` and `allowed_origins` are of publishable keys. */
export const CreateApiKeyBody = z
  .strictObject({
    name: DisplayName,
    type: z.enum(KEY_TYPES),
    kind: z.enum(KINDS).optional().meta({ description: "Of a publishable key; `web` unless given." }),
    scopes: Scopes.optional(),
    allowed_ips: IpBlocks.optional(),
    allowed_origins: Origins.optional(),
    expires_at: Moment.optional(),
  })
  .transform((body, context) => {
    if (body.type === "secret" && body.kind !== undefined) {
      context.addIssue({ code: "custom", path: ["kind"], message: "Only a publishable key has a kind" });
    }
    if ((body.type === "secret" || body.kind === "app") && (body.allowed_origins?.length ?? 0) > 0) {
      context.addIssue({
        code: "custom",
        path: ["allowed_origins"],
        message: "Only a publishable web key has origins",
      });
    }
    if (context.issues.length > 0) return z.NEVER;
    return {
      name: body.name,
      type: body.type,
      kind: body.type === "secret" ? null : (body.kind ?? "web"),
      scopes: body.scopes ?? null,
      allowedIps: body.allowed_ips ?? [],
      allowedOrigins: body.allowed_origins ?? [],
      expiresAt: body.expires_at ?? null,
    };
  });

/** Without scopes: everything that its type may. */
export type CreateApiKeyInput = Omit<z.output<typeof CreateApiKeyBody>, "scopes"> & { scopes?: Allowed };

/** Changes a key. Its type, kind and end stay as they are. */
export const UpdateApiKeyBody = z
  .strictObject({
    name: DisplayName.optional(),
    scopes: Scopes.optional(),
    allowed_ips: IpBlocks.optional(),
    allowed_origins: Origins.optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "Must name what changes")
  .transform((body) => ({
    ...(body.name !== undefined && { name: body.name }),
    ...(body.scopes !== undefined && { scopes: body.scopes }),
    ...(body.allowed_ips && { allowedIps: body.allowed_ips }),
    ...(body.allowed_origins && { allowedOrigins: body.allowed_origins }),
  }));

/** What changes of a key: at least one of these. */
export type UpdateApiKeyInput = {
  name?: string;
  scopes?: Allowed;
  allowedIps?: string[];
  allowedOrigins?: string[];
};

const OVERLAP_DAYS = 7;
const OVERLAP_MAX_DAYS = 30;
const DAY_SECONDS = 86_400;

/** Makes a key in another's place. */
export const RotateApiKeyBody = z
  .strictObject({
    overlap_seconds: z
      .int("Must be a whole number")
      .min(0, "Must be at least 0")
      .max(OVERLAP_MAX_DAYS * DAY_SECONDS, "Must be at most 2592000, thirty days")
      .optional()
      .meta({ description: "How long the old key goes on; seven days unless given, 0 ends it now." }),
  })
  .transform((body) => ({ overlapSeconds: body.overlap_seconds ?? OVERLAP_DAYS * DAY_SECONDS }));

const RotatedReply = z.object({ id: z.uuid(), expires_at: Timestamp.nullable() });

/** A key, without the key itself. */
export const ApiKeyReply = z
  .object({
    id: z.uuid(),
    name: z.string(),
    type: z.enum(KEY_TYPES),
    kind: z.enum(KINDS).nullable(),
    hint: z.string().meta({ description: "How the key begins and ends.", examples: ["np_test_sk_…a81b"] }),
    created_at: Timestamp,
    created_by: z.string().nullable(),
    scopes: z.array(z.string()).nullable().meta({ description: "Null: everything that its type may." }),
    last_used_at: Timestamp.nullable().meta({ description: "To the minute." }),
    last_used_ip: z.string().nullable(),
    last_used_agent: z.string().nullable().meta({ description: "The SDK, as it says of itself." }),
    requests_24h: z
      .int()
      .nullable()
      .meta({ description: "Telemetry, a minute behind. Null where it was not counted." }),
    replaces: RotatedReply.nullable().meta({ description: "The key whose place it took." }),
    replaced_by: RotatedReply.nullable(),
    expires_at: Timestamp.nullable(),
    revoked_at: Timestamp.nullable(),
    allowed_ips: z.array(z.string()),
    allowed_origins: z.array(z.string()),
  })
  .meta({ id: "ApiKey" });

/** The keys of an environment, newest first. The keys themselves are shown only when they are made. */
export const ApiKeysReply = z.object({ data: z.array(ApiKeyReply), next_cursor: z.string().nullable() });

const keyText = z
  .string()
  .nullable()
  .meta({ description: "The key. Null when an answer is repeated: it is shown once." });

/** A new key. `key` appears nowhere else. */
export const CreatedApiKeyReply = ApiKeyReply.extend({ key: keyText }).meta({ id: "CreatedApiKey" });

/** A new key in another's place. `key` appears nowhere else. */
export const RotatedApiKeyReply = CreatedApiKeyReply.extend({ replaces: RotatedReply }).meta({ id: "RotatedApiKey" });

type Rotated = { id: string; expiresAt: Date | null };

type PresentableKey = {
  id: string;
  name: string;
  type: KeyType;
  kind: "web" | "app" | null;
  hint: string;
  createdAt: Date;
  createdBy: string | null;
  scopes: readonly KeyScope[] | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  lastUsedAgent: string | null;
  requestsInDay: number | null;
  replaces: Rotated | null;
  replacedBy: Rotated | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  allowedOrigins: readonly string[];
  allowedIps: readonly string[];
};

function presentRotated(key: Rotated): z.input<typeof RotatedReply> {
  return { id: key.id, expires_at: optionalTimestamp(key.expiresAt) };
}

/** A key on the wire, without the key itself. */
export function presentApiKey(key: PresentableKey): z.input<typeof ApiKeyReply> {
  return {
    id: key.id,
    name: key.name,
    type: key.type,
    kind: key.kind,
    hint: key.hint,
    created_at: timestamp(key.createdAt),
    created_by: key.createdBy,
    scopes: key.scopes && [...key.scopes],
    last_used_at: optionalTimestamp(key.lastUsedAt),
    last_used_ip: key.lastUsedIp,
    last_used_agent: key.lastUsedAgent,
    requests_24h: key.requestsInDay,
    replaces: key.replaces && presentRotated(key.replaces),
    replaced_by: key.replacedBy && presentRotated(key.replacedBy),
    expires_at: optionalTimestamp(key.expiresAt),
    revoked_at: optionalTimestamp(key.revokedAt),
    allowed_ips: [...key.allowedIps],
    allowed_origins: [...key.allowedOrigins],
  };
}

/** A page of keys on the wire. */
export function presentApiKeys(page: {
  data: readonly PresentableKey[];
  nextCursor: string | null;
}): z.input<typeof ApiKeysReply> {
  return { data: page.data.map(presentApiKey), next_cursor: page.nextCursor };
}

/** A key just made, with the key itself. */
export function presentCreatedApiKey(created: PresentableKey & { key: string }): z.input<typeof CreatedApiKeyReply> {
  return { ...presentApiKey(created), key: created.key };
}

/** A key made by an earlier run of the same request: it was shown then. Null where that made none. */
export function presentKnownApiKey(known: PresentableKey | null): z.input<typeof CreatedApiKeyReply> | null {
  return known && { ...presentApiKey(known), key: null };
}

/** The same for one in another's place. */
export function presentKnownRotation(known: PresentableKey | null): z.input<typeof RotatedApiKeyReply> | null {
  return known?.replaces ? { ...presentApiKey(known), key: null, replaces: presentRotated(known.replaces) } : null;
}

/** A key just made in another's place, with the key itself. */
export function presentRotatedApiKey(
  created: PresentableKey & { key: string; replaces: Rotated },
): z.input<typeof RotatedApiKeyReply> {
  return { ...presentCreatedApiKey(created), replaces: presentRotated(created.replaces) };
}

/** What a scanner needs to find our keys: where they may stand, and what tells a real one from a look-alike. */
export const KeyPatternsReply = z.object({
  data: z.array(
    z.object({
      type: z.enum(KEY_TYPES),
      pattern: z.string().meta({ description: "A regular expression, in the syntax that RE2 and PCRE share." }),
      checksum: z.string(),
    }),
  ),
});

/** The pattern of secret keys. Publishable ones are meant to be found. */
export function presentKeyPatterns(): z.input<typeof KeyPatternsReply> {
  const checksum =
    "The last six characters are the CRC-32 (ISO 3309) of all before them, in base 62: digits, capitals, small letters";
  return { data: [{ type: "secret", pattern: KEY_PATTERN, checksum }] };
}
