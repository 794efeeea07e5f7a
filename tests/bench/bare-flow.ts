import { createHash, type KeyObject, randomBytes, sign } from "node:crypto";
import type { Database } from "@/db/client";
import { chargeByChallenge } from "@/db/queries/charge-guess";
import { consumeAndOpenSession } from "@/db/queries/consume-challenge";
import { openChallenge } from "@/db/queries/request-challenge";
import { readSessionRows, refreshSessionRow } from "@/db/queries/sessions";
import { systemClock } from "@/lib/core/clock";
import { uuidv7 } from "@/lib/core/ids";
import { systemRandom } from "@/lib/core/random";

/**
 * What the API does in the database and nothing else: the same statements with the same parameters, and the same
 * signature. No validation, no limits, no templates, no encryption, no log.
 */
export type Bare = {
  db: Database;
  environmentId: string;
  keyId: string;
  privateKey: KeyObject;
  /** Stands for what the Mailbox keeps of a message. */
  content: Buffer;
};

const CODE = "123456789";
const TERMS = { restoreEpoch: 0, devMode: false };
const HOUR = 3600;
const DAY = 24 * HOUR;
const UNMETERED = { customerId: "00000000-0000-0000-0000-000000000000", daily: false, monthly: false };
const EVENT_CONTEXT = JSON.stringify({ actor: "key:bench", ip: "127.0.0.1", user_agent: "bench", request_id: "bench" });

const newId = () => uuidv7(systemClock, systemRandom);

export async function requestCode(bare: Bare, body: { email: string }): Promise<object> {
  const challengeId = newId();
  const row = await openChallenge(bare.db, bare.environmentId, {
    message: { id: newId(), channel: "email", lifetimeSeconds: 600, digits: 9, keyId: 1, nonce: randomBytes(16) },
    dispatch: {
      to: "mailbox",
      recipient: body.email,
      contentEncrypted: bare.content,
      delaySeconds: 0,
      written: { locale: "en", templateVersion: 0 },
    },
    limits: {
      perLane: 60,
      overAllLanes: 60,
      windowSeconds: HOUR,
      cooldownSeconds: 0,
      quota: UNMETERED,
      mailbox: { here: 10, anywhere: 50 },
    },
    random16: 0,
    eventContext: EVENT_CONTEXT,
    country: null,
    anywhereKey: null,
    phone: { micros: 0, capMicros: 0, segments: null, prefixes: [] },
    target: {
      identifierKey: createHash("sha256").update(body.email).digest(),
      identifierType: "email",
      identifierValue: body.email,
      purpose: "sign_in",
      lane: Buffer.alloc(0),
      challengeId,
      attemptsMax: 5,
      decoy: false,
      onlyKnown: false,
      scenario: null,
      userId: null,
      locale: null,
      context: null,
      metadata: null,
      mailboxKey: null,
      username: null,
      tenantId: null,
    },
  });
  if (!row?.charged) throw new Error("the request was refused");
  return {
    status: "ok",
    challenge_id: challengeId,
    channel: "email",
    destination: body.email,
    code_length: CODE.length,
    expires_at: row.message_expires_at,
    resend_after: row.message_expires_at,
    preview_code: CODE,
  };
}

export async function verifyCode(bare: Bare, body: { challenge_id: string; otp: string }): Promise<object> {
  const { db, environmentId } = bare;
  const judgementId = newId();
  const charge = await chargeByChallenge(db, environmentId, {
    challengeId: body.challenge_id,
    purpose: "sign_in",
    userId: null,
    judgementId,
    eventContext: EVENT_CONTEXT,
    limits: { freeFailures: 10, closedAt: 100, braked: false },
  });
  if (!charge?.judge || body.otp !== CODE) throw new Error("the guess was wrong");
  const sessionId = newId();
  const salt = randomBytes(16);
  const amr = ["otp", "email"];
  const row = await consumeAndOpenSession(db, environmentId, {
    challengeId: body.challenge_id,
    keyId: bare.keyId,
    judgementId,
    eventContext: EVENT_CONTEXT,
    channel: "email",
    mayCreateUser: true,
    newUserId: newId(),
    newIdentifierId: newId(),
    createdBy: `key:${bare.keyId}`,
    sessionId,
    deviceId: randomBytes(16),
    saltHash: createHash("sha256").update(salt).digest(),
    ...TERMS,
    amr,
    userAgent: "bench",
    ip: "127.0.0.1",
    idleSeconds: 30 * DAY,
    absoluteSeconds: 90 * DAY,
    maxPerUser: null,
  });
  if (!row?.won) throw new Error("the challenge was met before");
  return tokens(
    bare,
    { sessionId, generation: 0, salt: salt.toString("hex") },
    amr,
    row.user_json,
    row.identifiers_json,
  );
}

export async function readUser(bare: Bare, accessToken: string): Promise<object> {
  const claims: { sid: string } = JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString());
  const [row] = await readSessionRows(bare.db, bare.environmentId, { ...TERMS, sessionIds: [claims.sid] });
  if (!row) throw new Error("the session is over");
  const user = { ...row.user_json, identifiers: row.identifiers_json, tenants: [] };
  return { user, session: { id: row.id, created_at: row.created_at, amr: row.amr } };
}

export async function refresh(bare: Bare, body: { session_id: string; refresh_token: string }): Promise<object> {
  const [generation, salt = ""] = body.refresh_token.split(".");
  const row = await refreshSessionRow(bare.db, bare.environmentId, {
    ...TERMS,
    sessionId: body.session_id,
    saltHash: createHash("sha256").update(Buffer.from(salt, "hex")).digest(),
    generation: Number(generation),
    graceSeconds: 10,
    idleSeconds: 30 * DAY,
    keyId: null,
    eventContext: EVENT_CONTEXT,
  });
  if (row?.verdict !== "rotate") throw new Error("the token was refused");
  const next = { sessionId: row.id, generation: Number(generation) + 1, salt };
  return tokens(bare, next, row.amr, row.user_json, row.identifiers_json);
}

function tokens(
  bare: Bare,
  session: { sessionId: string; generation: number; salt: string },
  amr: readonly string[],
  user: { id: string } | null,
  identifiers: readonly { value: string }[] | null,
): object {
  const now = Math.floor(systemClock.now().getTime() / 1000);
  const claims = {
    iss: `http://127.0.0.1/e/${bare.environmentId}`,
    sub: user?.id,
    aud: bare.environmentId,
    client_id: bare.environmentId,
    exp: now + 900,
    iat: now,
    jti: newId(),
    sid: session.sessionId,
    amr,
    auth_time: now,
    email: identifiers?.[0]?.value,
    email_verified: true,
    role: "user",
    tenants: [],
    np_env: "test",
  };
  const data = `${encode({ alg: "ES256", typ: "at+jwt", kid: "bench" })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(data), { key: bare.privateKey, dsaEncoding: "ieee-p1363" });
  return {
    access_token: `${data}.${signature.toString("base64url")}`,
    token_type: "bearer",
    expires_in: 900,
    expires_at: new Date((now + 900) * 1000),
    refresh_token: `${session.generation}.${session.salt}`,
    session_id: session.sessionId,
    device_token: null,
    is_new_user: true,
    user: { ...user, identifiers, tenants: [] },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
