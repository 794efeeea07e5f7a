import type { Call } from "./races-client";
import type { Tenant } from "./races-rig";
import {
  type Check,
  expectAtMost,
  expectThat,
  openChallenge,
  RIGHT_CODE,
  readGuard,
  readJudged,
  tally,
  WRONG_CODE,
} from "./races-violation";

const ATTEMPTS = 5;
const NOT_JUDGED = ["400 locked", "400 superseded", "400 expired", "400 invalid_otp", "429 locked"];

const guess = (tenant: Tenant, challenge_id: string, otp: string): Call => ({
  path: "/api/auth/verify-otp",
  body: { challenge_id, otp },
  as: { key: tenant.key },
});

/** One right code, sent by everybody at once, is one session. */
export const checkOneSession: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant();
  for (let round = 0; round < rounds; round++) {
    // Every other round is a user's second sign-in: what keeps two new users apart must not be what keeps two sessions apart.
    const challengeId = await openChallenge(rig, tenant, `one${Math.floor(round / 2)}@example.com`, round);
    const answers = await rig.burst(requests, () => guess(tenant, challengeId, RIGHT_CODE));
    const counts = tally(answers, ["200", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, [challengeId]);
    expectThat("sessions of one code", 1, judged.sessions);
    expectThat("sign-ins answered for one code", 1, counts["200"] ?? 0);
    expectAtMost("guesses judged", ATTEMPTS, judged.attempts);
    expectThat("events of the guesses judged", judged.attempts, judged.events);
    const guard = await readGuard(rig, tenant, challengeId);
    expectThat("successes counted", 1 + (round % 2), guard.round);
    expectThat("failures left after a success", 0, guard.failures);
  }
};

/** The codes of two challenges of one identifier, and guesses that name the identifier alone: still one session. */
export const checkSiblings: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant();
  for (let round = 0; round < rounds; round++) {
    const email = `sibling${round}@example.com`;
    const first = await openChallenge(rig, tenant, email, round);
    const second = await openChallenge(rig, tenant, email, round + 1);
    const byIdentifier = { path: "/api/auth/verify-otp", body: { email, otp: RIGHT_CODE }, as: { key: tenant.key } };
    const calls = [guess(tenant, first, RIGHT_CODE), guess(tenant, second, RIGHT_CODE), byIdentifier];
    const answers = await rig.burst(requests, (at) => calls[Math.floor(at / 3) % 3] ?? byIdentifier);
    const counts = tally(answers, ["200", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, [first, second]);
    expectThat("sessions of two siblings", 1, judged.sessions);
    expectThat("sign-ins answered for two siblings", 1, counts["200"] ?? 0);
    expectAtMost("guesses judged at two siblings", 2 * ATTEMPTS, judged.attempts);
    expectThat("failures left after a success", 0, (await readGuard(rig, tenant, first)).failures);

    const late = await rig.burst(6, (at) => guess(tenant, at % 2 === 0 ? first : second, WRONG_CODE));
    tally(late, NOT_JUDGED);
    const after = await readJudged(rig, tenant, [first, second]);
    expectThat("guesses judged once a sibling has succeeded", judged.attempts, after.attempts);
  }
};

/** Of any number of wrong guesses five are judged, and the right one after them is refused. */
export const checkFiveGuesses: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant();
  for (let round = 0; round < rounds; round++) {
    const challengeId = await openChallenge(rig, tenant, `five${round}@example.com`, round);
    const answers = await rig.burst(requests, () => guess(tenant, challengeId, WRONG_CODE));
    const counts = tally(answers, ["400 incorrect", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, [challengeId]);
    expectThat("guesses judged", ATTEMPTS, judged.attempts);
    expectThat("guesses answered as incorrect", ATTEMPTS, counts["400 incorrect"] ?? 0);
    expectThat("events of the guesses judged", ATTEMPTS, judged.events);
    expectThat("failures counted", ATTEMPTS, (await readGuard(rig, tenant, challengeId)).failures);
    const remaining = answers.flatMap(({ body }) => (body.reason === "incorrect" ? [body.attempts_remaining] : []));
    expectThat("different numbers of guesses left", ATTEMPTS, new Set(remaining).size);

    const late = await rig.send(round, guess(tenant, challengeId, RIGHT_CODE));
    expectThat("right codes accepted after five wrong ones", 0, late.status === 200 ? 1 : 0);
    expectThat("sessions after five wrong guesses", 0, (await readJudged(rig, tenant, [challengeId])).sessions);
  }
};

/** Right and wrong guesses at once: five judged at most, one session at most, and both agree with what was answered. */
export const checkMixedGuesses: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant();
  for (let round = 0; round < rounds; round++) {
    const challengeId = await openChallenge(rig, tenant, `mixed${round}@example.com`, round);
    const code = (at: number) => (Math.floor(at / 3) % 2 === 0 ? RIGHT_CODE : WRONG_CODE);
    const answers = await rig.burst(requests, (at) => guess(tenant, challengeId, code(at)));
    const counts = tally(answers, ["200", "400 incorrect", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, [challengeId]);
    const guard = await readGuard(rig, tenant, challengeId);
    expectAtMost("guesses judged", ATTEMPTS, judged.attempts);
    expectAtMost("guesses answered as incorrect", judged.attempts, counts["400 incorrect"] ?? 0);
    expectAtMost("sessions of one code", 1, judged.sessions);
    expectThat("sign-ins answered", judged.sessions, counts["200"] ?? 0);
    expectThat("successes counted", judged.sessions, guard.round);
    expectThat("failures counted", judged.sessions === 1 ? 0 : ATTEMPTS, guard.failures);
    expectThat("events of the guesses judged", judged.attempts, judged.events);
  }
};

/** Codes sent again while guesses arrive: the challenge keeps its one budget. */
export const checkResends: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant();
  for (let round = 0; round < rounds; round++) {
    const challengeId = await openChallenge(rig, tenant, `again${round}@example.com`, round);
    const again: Call = {
      path: "/api/auth/request-otp",
      body: { challenge_id: challengeId },
      as: { key: tenant.key },
    };
    // Three guesses are gone when the storm begins, so that a refilled budget would show.
    for (let at = 0; at < 3; at++) await rig.send(at, guess(tenant, challengeId, WRONG_CODE));
    const answers = await rig.burst(requests, (at) => (at % 7 === 0 ? again : guess(tenant, challengeId, WRONG_CODE)));
    const counts = tally(answers, ["200", "404 not_found", "400 incorrect", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, [challengeId]);
    expectThat("guesses judged over all resends", ATTEMPTS, 3 + (counts["400 incorrect"] ?? 0));
    expectThat("guesses charged over all resends", ATTEMPTS, judged.attempts);
    expectThat("failures counted", ATTEMPTS, (await readGuard(rig, tenant, challengeId)).failures);
  }
};

const FREE_FAILURES = 10;

/**
 * Guesses at many challenges of one identifier: ten failures are free, the eleventh begins a wait, and nothing is judged
 * during it, not even the right code.
 */
export const checkWaits: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant({ settings: { codes: { attempts: 10, consecutive_failures: FREE_FAILURES } } });
  for (let round = 0; round < rounds; round++) {
    const opened = Array.from({ length: requests / 10 }, (_, at) =>
      openChallenge(rig, tenant, `waits${round}@example.com`, at),
    );
    const challenges = await Promise.all(opened);
    const of = (at: number) => challenges[at % challenges.length] ?? "";
    const answers = await rig.burst(requests, (at) => guess(tenant, of(at), WRONG_CODE));
    const counts = tally(answers, ["400 incorrect", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, challenges);
    expectThat("guesses judged until the wait", FREE_FAILURES + 1, judged.attempts);
    expectThat("guesses answered as incorrect", FREE_FAILURES + 1, counts["400 incorrect"] ?? 0);
    expectThat("events of the guesses judged", FREE_FAILURES + 1, judged.events);
    const guard = await readGuard(rig, tenant, of(0));
    expectThat("failures counted", FREE_FAILURES + 1, guard.failures);
    expectThat("identifiers waiting", 1, guard.waiting ? 1 : 0);

    const late = await rig.burst(6, (at) => guess(tenant, of(at), at % 2 === 0 ? RIGHT_CODE : WRONG_CODE));
    expectThat(
      "guesses refused during the wait",
      6,
      tally(late, ["200", "400 incorrect", ...NOT_JUDGED])["429 locked"] ?? 0,
    );
    expectThat("guesses judged during the wait", judged.attempts, (await readJudged(rig, tenant, challenges)).attempts);
  }
};
