import { openRefreshToken, sealRefreshToken } from "@/lib/tokens";
import type { Answer, Call } from "./races-client";
import type { Lock, Rig, Tenant } from "./races-rig";
import {
  type Check,
  expectThat,
  fire,
  openChallenge,
  RIGHT_CODE,
  tally,
  type Volley,
  volleysOf,
} from "./races-violation";

const GRACE_SECONDS = 60;

type Pair = { sessionId: string; refreshToken: string };

function pairOf({ body }: Answer): Pair {
  if (body.session_id === undefined || body.refresh_token === undefined) throw new Error(`No tokens: ${body.code}`);
  return { sessionId: body.session_id, refreshToken: body.refresh_token };
}

async function signIn(rig: Rig, tenant: Tenant, email: string, at: number): Promise<Pair> {
  const challenge_id = await openChallenge(rig, tenant, email, at);
  const body = { challenge_id, otp: RIGHT_CODE };
  return pairOf(await rig.send(at, { path: "/api/auth/verify-otp", body, as: { key: tenant.key } }));
}

const refresh = ({ sessionId, refreshToken }: Pair): Call => ({
  path: "/api/auth/refresh",
  body: { session_id: sessionId, refresh_token: refreshToken },
  as: null,
});

const lockOf = ({ environmentId }: Tenant, { sessionId }: Pair): Lock => ({
  text: "SELECT FROM sessions WHERE environment_id = $1 AND id = $2 FOR UPDATE",
  params: [environmentId, sessionId],
});

type SessionState = { generation: number; revoked: number; reuses: number };

async function readState(rig: Rig, tenant: Tenant, { sessionId }: Pair): Promise<SessionState> {
  const [row] = await rig.sql<SessionState>(
    `SELECT s.generation, (s.revoked_reason IS NOT DISTINCT FROM 'reuse' AND s.revoked_at IS NOT NULL)::int AS revoked,
      (SELECT count(*) FROM (SELECT type, data, environment_id FROM outbox UNION ALL SELECT type, data, environment_id FROM audit_log) e
        WHERE environment_id = $1 AND type = 'session.reuse_detected' AND data->>'session_id' = $2::text)::int AS reuses
    FROM sessions s WHERE s.environment_id = $1 AND s.id = $2::uuid`,
    [tenant.environmentId, sessionId],
  );
  if (!row) throw new Error("There is no such session");
  return row;
}

/** All of them use one token at once: the same child for everybody, one step on. Returns the child. */
async function refreshAtOnce(rig: Rig, tenant: Tenant, pair: Pair, volley: Volley, generation: number): Promise<Pair> {
  const answers = await fire(rig, volley, lockOf(tenant, pair), () => refresh(pair));
  const counts = tally(answers, ["200", "401 invalid_token"]);
  const state = await readState(rig, tenant, pair);
  expectThat("generation of the session", generation, state.generation);
  expectThat("refreshes that succeed", volley.requests, counts["200"] ?? 0);
  const children = new Set(answers.map(({ body }) => body.refresh_token));
  expectThat("children of one refresh token", 1, children.size);
  expectThat("reuses told of", 0, state.reuses);
  const [first] = answers;
  if (!first) throw new Error("Nobody asked");
  return pairOf(first);
}

/** All of them use a token that is not good any more: nobody gets anything, and the family ends, once. */
async function refreshStolen(rig: Rig, tenant: Tenant, stolen: Pair, child: Pair, volley: Volley): Promise<void> {
  const answers = await fire(rig, volley, lockOf(tenant, stolen), () => refresh(stolen));
  const counts = tally(answers, ["200", "401 invalid_token"]);
  expectThat("refreshes by a token that is not the newest", 0, counts["200"] ?? 0);
  const last = tally(await rig.burst(3, () => refresh(child)), ["200", "401 invalid_token"]);
  expectThat("refreshes by the newest token of a family that ended", 0, last["200"] ?? 0);
  const state = await readState(rig, tenant, stolen);
  expectThat("families ended by a reuse", 1, state.revoked);
  expectThat("reuses told of", 1, state.reuses);
}

/** A token of ours of a generation that the session has not reached: what is left over when a backup is restored. */
function aheadOf(rig: Rig, { sessionId, refreshToken }: Pair): Pair {
  const claims = openRefreshToken(rig.deps.keyring, refreshToken);
  if (!claims) throw new Error("The token is not of these processes");
  const ahead = sealRefreshToken(rig.deps.keyring, { ...claims, generation: claims.generation + 1 });
  return { sessionId, refreshToken: ahead };
}

/**
 * Parallel refreshes of one token keep one lineage. A token older than the parent, the parent itself after its grace,
 * or one ahead of the session ends the family once, however many bring it.
 */
export const checkOneLineage: Check = async (rig, extent) => {
  const tenant = await rig.tenant({ settings: { tokens: { refresh_grace_seconds: GRACE_SECONDS } } });
  for (const volley of volleysOf(extent)) {
    const { index } = volley;
    const first = await signIn(rig, tenant, `lineage${index}@example.com`, index);
    const second = await refreshAtOnce(rig, tenant, first, volley, 1);
    if (index % 3 === 0) {
      const third = await refreshAtOnce(rig, tenant, second, volley, 2);
      await refreshStolen(rig, tenant, first, third, volley);
    } else if (index % 3 === 1) {
      const later =
        "UPDATE sessions SET rotated_at = rotated_at - make_interval(secs => $3) WHERE environment_id = $1 AND id = $2";
      await rig.sql(later, [tenant.environmentId, first.sessionId, GRACE_SECONDS]);
      await refreshStolen(rig, tenant, first, second, volley);
    } else {
      await refreshStolen(rig, tenant, aheadOf(rig, second), second, volley);
    }
  }
};
