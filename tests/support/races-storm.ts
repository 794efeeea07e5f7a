import type { Answer, Call } from "./races-client";
import { deviceTokenFor } from "./races-device";
import type { Rig, Tenant } from "./races-rig";
import { type Check, expectThat, RIGHT_CODE, tally, WRONG_CODE } from "./races-violation";

const IDENTIFIERS = 6;
const REMEMBERED = 40;

/** What earlier rounds have left for later ones to use. */
type Known = { challenges: string[]; pairs: { session_id: string; refresh_token: string }[] };

/** What a call may end in. Every refusal is a rule's; a 5xx is a deadlock or worse. */
const OUTCOMES = [
  "200",
  "204",
  "400 incorrect",
  "400 locked",
  "400 superseded",
  "400 expired",
  "400 invalid_otp",
  "401 invalid_token",
  "404 not_found",
  "429 locked",
  "429 rate_limited",
  "429 quota_exceeded",
];

const emailOf = (round: number, at: number) => `storm${Math.floor(round / 10)}.${at % IDENTIFIERS}@example.com`;

/**
 * Everything that takes the same rows, at once and in every order: codes asked for and asked for again in several lanes,
 * right and wrong guesses by challenge and by identifier, refreshes and sign-outs of one session and of all. Nobody gets
 * anything but an answer, and no session is opened without a challenge that was met.
 */
export const checkStorm: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant({ dailyQuota: 100_000 });
  const known: Known = { challenges: [], pairs: [] };
  for (let round = 0; round < rounds; round++) {
    const answers = await rig.burst(requests, (at) => callOf(rig, tenant, known, round, at));
    tally(answers, OUTCOMES);
    remember(known, answers);
  }
  const [row] = await rig.sql<{ sessions: number; met: number }>(
    `SELECT (SELECT count(*) FROM sessions WHERE environment_id = $1)::int AS sessions,
      (SELECT count(*) FROM challenges WHERE environment_id = $1 AND consumed_at IS NOT NULL)::int AS met`,
    [tenant.environmentId],
  );
  expectThat("sessions of the challenges that were met", row?.met ?? 0, row?.sessions ?? 0);
};

function callOf(rig: Rig, tenant: Tenant, known: Known, round: number, at: number): Call {
  const as = { key: tenant.key };
  const email = emailOf(round, at);
  const challenge_id = known.challenges[(at * 7 + round) % Math.max(1, known.challenges.length)];
  const pair = known.pairs[(at * 5 + round) % Math.max(1, known.pairs.length)];
  const request = { path: "/api/auth/request-otp", as };
  const verify = { path: "/api/auth/verify-otp", as };
  switch (Math.floor(at / 3) % 9) {
    case 0:
      return { ...request, body: { email, device_token: deviceTokenFor(rig, tenant, email) } };
    case 1:
      return { ...verify, body: { email, otp: RIGHT_CODE } };
    case 2:
      return { ...verify, body: { email, otp: WRONG_CODE } };
    case 3:
    case 4:
      return challenge_id ? { ...verify, body: { challenge_id, otp: RIGHT_CODE } } : { ...request, body: { email } };
    case 5:
      return challenge_id ? { ...request, body: { challenge_id } } : { ...request, body: { email } };
    case 6:
      return pair ? { path: "/api/auth/refresh", body: pair, as: null } : { ...request, body: { email } };
    case 7:
      return pair && at % 4 === 0
        ? { path: "/api/auth/logout", body: { ...pair, ...(at % 8 === 0 ? { all: true } : {}) }, as: null }
        : { ...verify, body: { email, otp: RIGHT_CODE } };
    default:
      return { ...request, body: { email } };
  }
}

function remember(known: Known, answers: readonly Answer[]): void {
  for (const { body } of answers) {
    const { challenge_id, session_id, refresh_token } = body;
    if (challenge_id !== undefined) known.challenges.push(challenge_id);
    if (session_id !== undefined && refresh_token !== undefined) known.pairs.push({ session_id, refresh_token });
  }
  known.challenges = known.challenges.slice(-REMEMBERED);
  known.pairs = known.pairs.slice(-REMEMBERED);
}
