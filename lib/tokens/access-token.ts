import { z } from "zod";
import { isUuid, uuidv7 } from "@/lib/core/ids";
import { sha256 } from "@/lib/core/secrets";
import { syntheticEmail } from "@/lib/core/synthetic-email";
import type { Deps, Environment } from "@/lib/ports";
import { signWith, verifyWith } from "./algorithms";
import { currentSigningKey, signingKeysOf } from "./signing-keys";

/** Clocks of different machines may differ by this much (ASVS 9.2.1). */
const SKEW_SECONDS = 5;
const LONGEST_TOKEN_CHARACTERS = 8_192;

const Claims = z.object({
  iss: z.string(),
  sub: z.uuid(),
  aud: z.string(),
  client_id: z.string(),
  exp: z.int(),
  iat: z.int(),
  jti: z.string(),
  sid: z.uuid(),
  amr: z.array(z.string()),
  auth_time: z.int(),
});

export type AccessClaims = z.output<typeof Claims>;

export type TokenSubject = {
  userId: string;
  sessionId: string;
  amr: readonly string[];
  authTime: Date;
  role: string;
  email: string | null;
  phone: string | null;
};

type TokenDeps = Pick<Deps, "env" | "clock" | "random" | "caches" | "db" | "keyring">;

/** The issuer of an environment's tokens. */
export function issuerOf(env: { appUrl: string }, environmentId: string): string {
  return `${env.appUrl}/e/${environmentId}`;
}

/** Signs an access token (RFC 9068) with the environment's current key. */
export async function mintAccessToken(
  deps: TokenDeps,
  environment: Environment,
  subject: TokenSubject,
): Promise<{ token: string; expiresInSeconds: number; expiresAt: Date }> {
  const key = await currentSigningKey(deps, environment);
  const { settings } = environment;
  const lifetimeSeconds = settings.tokens.access_lifetime_seconds ?? deps.env.accessTokenSeconds;
  const issuedAt = Math.floor(deps.clock.now().getTime() / 1000);
  const claims = {
    // First, so that none of them can stand in the place of one that says who the user is.
    ...settings.tokens.custom_claims,
    iss: issuerOf(deps.env, environment.id),
    sub: subject.userId,
    aud: audienceOf(environment),
    client_id: environment.id,
    exp: issuedAt + lifetimeSeconds,
    iat: issuedAt,
    jti: uuidv7(deps.clock, deps.random),
    sid: subject.sessionId,
    amr: subject.amr,
    auth_time: Math.floor(subject.authTime.getTime() / 1000),
    ...emailClaims(environment, subject),
    ...(subject.phone === null ? {} : { phone_number: subject.phone, phone_number_verified: true }),
    role: subject.role,
    tenants: [],
    np_env: environment.kind,
  };
  const data = `${key.header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
  return {
    token: `${data}.${signWith(key.algorithm, key.privateKey, data).toString("base64url")}`,
    expiresInSeconds: lifetimeSeconds,
    expiresAt: new Date((issuedAt + lifetimeSeconds) * 1000),
  };
}

/** The address that the user has proved; else, where the environment has a domain for it, one that stands for it. */
function emailClaims({ settings }: Environment, { email, phone }: TokenSubject): object {
  const domain = settings.sign_ups.synthetic_email_domain;
  if (email !== null) return { email, email_verified: true };
  if (phone === null || domain === null) return {};
  return { email: syntheticEmail(phone, domain), email_verified: false };
}

/** Whom an environment's tokens are for. */
export function audienceOf(environment: { id: string; settings: Environment["settings"] }): string {
  return environment.settings.tokens.audience ?? environment.id;
}

/**
 * The claims of an access token of ours, or null. The header is compared, byte for byte, with the one that the key of
 * that environment writes: algorithm, type and key can therefore not be chosen by whoever brings the token (RFC 8725,
 * 3.1 and 3.11; ASVS 9.1.2). Signature, issuer and times are checked; the audience and the session are the caller's.
 */
export async function readAccessToken(
  deps: TokenDeps,
  token: string,
): Promise<{ claims: AccessClaims; environmentId: string } | null> {
  if (token.length > LONGEST_TOKEN_CHARACTERS) return null;
  const [header, payload, mac, ...rest] = token.split(".");
  if (header === undefined || payload === undefined || mac === undefined || rest.length > 0) return null;
  const claims = parseClaims(payload);
  const environmentId = claims && environmentOf(deps, claims.iss);
  if (!claims || !environmentId) return null;
  const keys = await signingKeysOf(deps, environmentId);
  const key = keys.find((candidate) => candidate.header === header);
  if (!key) return null;
  const raw = Buffer.from(mac, "base64url");
  // Base64 that is not written the one way could carry the same signature in another spelling.
  if (raw.toString("base64url") !== mac) return null;
  // Of these bytes under this key the answer never changes, and an app brings the same token many times.
  const verified = deps.caches.signatures.get(sha256(token).toString("base64"), async () =>
    verifyWith(key.algorithm, key.publicKey, `${header}.${payload}`, raw),
  );
  if (!(await verified)) return null;
  const now = deps.clock.now().getTime() / 1000;
  if (claims.exp <= now || claims.iat > now + SKEW_SECONDS) return null;
  return { claims, environmentId };
}

function parseClaims(payload: string): AccessClaims | null {
  try {
    const parsed = Claims.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function environmentOf(deps: TokenDeps, issuer: string): string | null {
  const prefix = `${deps.env.appUrl}/e/`;
  const id = issuer.startsWith(prefix) ? issuer.slice(prefix.length) : "";
  return isUuid(id) ? id : null;
}
