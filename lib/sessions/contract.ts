import { z } from "zod";
import { Timestamp, timestamp, Uuid } from "@/lib/core/wire";
import { presentUser, type UserData, UserReply } from "@/lib/users/contract";

/** What a sign-in and a refresh answer. RFC 6749 section 5.1, and the user. */
export const TokensReply = z
  .object({
    access_token: z.string().meta({ description: "A JWT (RFC 9068); check it offline against the JWKS." }),
    token_type: z.literal("bearer"),
    expires_in: z.int().positive().meta({ description: "Seconds until the access token ends." }),
    expires_at: Timestamp,
    refresh_token: z.string(),
    session_id: z.uuid(),
    device_token: z
      .string()
      .meta({ description: "Keep it and send it with request-otp: it opens a lane of this device's own." }),
    is_new_user: z.boolean(),
    user: UserReply,
  })
  .meta({ id: "Tokens" });

export type SignedIn = {
  accessToken: string;
  expiresInSeconds: number;
  expiresAt: Date;
  refreshToken: string;
  sessionId: string;
  deviceToken: string;
  isNewUser: boolean;
  user: UserData;
};

/** Fresh tokens on the wire. */
export function presentTokens(tokens: SignedIn): z.input<typeof TokensReply> {
  return {
    access_token: tokens.accessToken,
    token_type: "bearer",
    expires_in: tokens.expiresInSeconds,
    expires_at: timestamp(tokens.expiresAt),
    refresh_token: tokens.refreshToken,
    session_id: tokens.sessionId,
    device_token: tokens.deviceToken,
    is_new_user: tokens.isNewUser,
    user: presentUser(tokens.user),
  };
}

/** Longer than any token of ours, so that a token of another kind is a wrong one (401) and not a wrong request. */
const REFRESH_TOKEN_LENGTH = 8_192;

/**
 * Body transport of a refresh. A pair that is not there, or is written like none of ours, is as good as a wrong one:
 * every failure of a refresh is 401 `invalid_token`.
 */
export const RefreshBody = z
  .strictObject({ session_id: z.string().optional(), refresh_token: z.string().optional() })
  .transform(({ session_id: sessionId = "", refresh_token: refreshToken = "" }) => ({
    sessionId: sessionId.toLowerCase(),
    refreshToken,
  }));

export type RefreshInput = z.output<typeof RefreshBody>;

/**
 * Ends the session of the access token, all of the user's with `all`, or, without an access token, the session that the
 * pair names.
 */
export const LogoutBody = z
  .strictObject({
    all: z.literal(true).optional(),
    session_id: Uuid.optional(),
    refresh_token: z.string().min(1).max(REFRESH_TOKEN_LENGTH).optional(),
  })
  .transform((body, context) => {
    if ((body.session_id === undefined) !== (body.refresh_token === undefined)) {
      const path = body.session_id === undefined ? "session_id" : "refresh_token";
      context.addIssue({ code: "custom", path: [path], message: "session_id and refresh_token go together" });
      return z.NEVER;
    }
    const { session_id: sessionId, refresh_token: refreshToken } = body;
    const refresh = sessionId === undefined || refreshToken === undefined ? null : { sessionId, refreshToken };
    return { all: body.all === true, refresh };
  });

export type LogoutInput = z.output<typeof LogoutBody>;

const SessionReply = z.object({
  id: z.uuid(),
  created_at: Timestamp,
  last_used_at: Timestamp,
  expires_at: Timestamp,
  amr: z.array(z.string()),
  user_agent: z.string().nullable(),
  current: z.boolean().meta({ description: "True for the session that asks." }),
});

/** The user's devices, newest first. */
export const SessionsReply = z.object({ data: z.array(SessionReply), next_cursor: z.string().nullable() });

export type SessionSummary = {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  amr: readonly string[];
  userAgent: string | null;
  current: boolean;
};

/** A page of sessions on the wire. */
export function presentSessions(page: {
  data: readonly SessionSummary[];
  nextCursor: string | null;
}): z.input<typeof SessionsReply> {
  return {
    data: page.data.map((session) => ({
      id: session.id,
      created_at: timestamp(session.createdAt),
      last_used_at: timestamp(session.lastUsedAt),
      expires_at: timestamp(session.expiresAt),
      amr: [...session.amr],
      user_agent: session.userAgent,
      current: session.current,
    })),
    next_cursor: page.nextCursor,
  };
}

export const IntrospectBody = z.strictObject({
  token: z.string().max(8192),
  token_type_hint: z.string().max(64).optional().meta({
    description: "Libraries send it (RFC 7662, section 2.1). It changes nothing: only access tokens are active.",
  }),
});

export type IntrospectInput = z.output<typeof IntrospectBody>;

/** RFC 7662 section 2.2. An inactive token is told nothing about. */
export const IntrospectReply = z.union([
  z.strictObject({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    token_type: z.literal("access_token"),
    iss: z.string(),
    sub: z.uuid(),
    aud: z.string(),
    client_id: z.string(),
    exp: z.int(),
    iat: z.int(),
    jti: z.string(),
    sid: z.uuid(),
    auth_time: z.int(),
    amr: z.array(z.string()),
    role: z.string(),
    email: z.string().optional(),
    email_verified: z.boolean().optional(),
    phone_number: z.string().optional(),
    phone_number_verified: z.boolean().optional(),
    tenants: z.array(z.object({ id: z.uuid(), role: z.string() })),
  }),
]);

/**
 * What the database says of a token now; null when it is not one of ours, not of this environment, or over. Times in
 * seconds.
 */
export type ActiveToken = {
  iss: string;
  sub: string;
  aud: string;
  clientId: string;
  exp: number;
  iat: number;
  jti: string;
  sid: string;
  authTime: number;
  amr: readonly string[];
  role: string;
  email: { value: string; verified: boolean } | null;
  phone: { value: string; verified: boolean } | null;
  tenants: readonly { id: string; role: string }[];
};

/** Introspection on the wire. */
export function presentIntrospection(token: ActiveToken | null): z.input<typeof IntrospectReply> {
  if (token === null) return { active: false };
  return {
    active: true,
    token_type: "access_token",
    iss: token.iss,
    sub: token.sub,
    aud: token.aud,
    client_id: token.clientId,
    exp: token.exp,
    iat: token.iat,
    jti: token.jti,
    sid: token.sid,
    auth_time: token.authTime,
    amr: [...token.amr],
    role: token.role,
    email: token.email?.value,
    email_verified: token.email?.verified,
    phone_number: token.phone?.value,
    phone_number_verified: token.phone?.verified,
    tenants: token.tenants.map((tenant) => ({ id: tenant.id, role: tenant.role })),
  };
}
