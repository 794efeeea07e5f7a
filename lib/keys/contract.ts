import { z } from "zod";
import { DisplayName, IpBlock, Timestamp, timestamp } from "@/lib/core/wire";

export const KEY_TYPES = ["publishable", "secret"] as const;
export type KeyType = (typeof KEY_TYPES)[number];

const KINDS = ["web", "app"] as const;
const LIST_MAX = 50;

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return (url.protocol === "https:" || url.protocol === "http:") && url.origin === value;
}

/** An exact web origin, as a browser sends it: scheme, host, port if not the usual one; no path, no wildcard. */
const WebOrigin = z.string().max(300).refine(isOrigin, "Must be an origin such as https://app.example.com");

/** Makes a key in the environment of the one who asks. `kind` and `allowed_origins` are of publishable keys. */
export const CreateApiKeyBody = z
  .strictObject({
    name: DisplayName,
    type: z.enum(KEY_TYPES),
    kind: z.enum(KINDS).optional().meta({ description: "Of a publishable key; `web` unless given." }),
    allowed_ips: z.array(IpBlock).max(LIST_MAX).optional(),
    allowed_origins: z.array(WebOrigin).max(LIST_MAX).optional(),
    expires_at: z.iso.datetime({ offset: true }).optional(),
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
      allowedIps: body.allowed_ips ?? [],
      allowedOrigins: body.allowed_origins ?? [],
      expiresAt: body.expires_at === undefined ? null : new Date(body.expires_at),
    };
  });

export type CreateApiKeyInput = z.output<typeof CreateApiKeyBody>;

const ApiKeyReply = z
  .object({
    id: z.uuid(),
    name: z.string(),
    type: z.enum(KEY_TYPES),
    kind: z.enum(KINDS).nullable(),
    hint: z.string().meta({ description: "How the key begins and ends.", examples: ["np_test_sk_…a81b"] }),
    created_at: Timestamp,
    created_by: z.string().nullable(),
    last_used_at: Timestamp.nullable(),
    expires_at: Timestamp.nullable(),
    revoked_at: Timestamp.nullable(),
    allowed_ips: z.array(z.string()),
    allowed_origins: z.array(z.string()),
  })
  .meta({ id: "ApiKey" });

/** The keys of an environment, newest first. The keys themselves are shown only when they are made. */
export const ApiKeysReply = z.object({ data: z.array(ApiKeyReply), next_cursor: z.string().nullable() });

/** A new key. `key` appears nowhere else. */
export const CreatedApiKeyReply = ApiKeyReply.extend({ key: z.string() }).meta({ id: "CreatedApiKey" });

type PresentableKey = {
  id: string;
  name: string;
  type: KeyType;
  kind: "web" | "app" | null;
  hint: string;
  createdAt: Date;
  createdBy: string | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  allowedOrigins: readonly string[];
  allowedIps: readonly string[];
};

function optionalTime(at: Date | null): string | null {
  return at === null ? null : timestamp(at);
}

function presentKey(key: PresentableKey): z.input<typeof ApiKeyReply> {
  return {
    id: key.id,
    name: key.name,
    type: key.type,
    kind: key.kind,
    hint: key.hint,
    created_at: timestamp(key.createdAt),
    created_by: key.createdBy,
    last_used_at: optionalTime(key.lastUsedAt),
    expires_at: optionalTime(key.expiresAt),
    revoked_at: optionalTime(key.revokedAt),
    allowed_ips: [...key.allowedIps],
    allowed_origins: [...key.allowedOrigins],
  };
}

/** A page of keys on the wire. */
export function presentApiKeys(page: {
  data: readonly PresentableKey[];
  nextCursor: string | null;
}): z.input<typeof ApiKeysReply> {
  return { data: page.data.map(presentKey), next_cursor: page.nextCursor };
}

/** A key just made, with the key itself. */
export function presentCreatedApiKey(created: PresentableKey & { key: string }): z.input<typeof CreatedApiKeyReply> {
  return { ...presentKey(created), key: created.key };
}
