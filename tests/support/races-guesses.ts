import type { Call } from "./races-client";
import { deviceTokenFor } from "./races-device";
import type { Tenant } from "./races-rig";
import {
  type Check,
  expectAtMost,
  expectThat,
  fire,
  lockOfGuards,
  openChallenge,
  RIGHT_CODE,
  readGuard,
  readJudged,
  tally,
  volleysOf,
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
export const checkOneSession: Check = async (rig, extent) => {
  const tenant = await rig.tenant();
  for (const volley of volleysOf(extent)) {
    const { index } = volley;
    // Every other index is a user's second sign-in: what keeps two new users apart must not be what keeps two sessions
    // apart.
    const challengeId = await openChallenge(rig, tenant, `one${Math.floor(index / 2)}@example.com`, index);
    const answers = await fire(rig, volley, lockOfGuards(tenant, challengeId), () =>
      guess(tenant, challengeId, RIGHT_CODE),
    );
    const counts = tally(answers, ["200", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, [challengeId]);
    expectThat("sessions of one code", 1, judged.sessions);
    expectThat("sign-ins answered for one code", 1, counts["200"] ?? 0);
    expectAtMost("guesses judged", ATTEMPTS, judged.attempts);
    expectThat("events of the guesses judged", judged.attempts, judged.events);
    const guard = await readGuard(rig, tenant, challengeId);
    expectThat("successes counted", 1 + (index % 2), guard.round);
    expectThat("failures left after a success", 0, guard.failures);
  }
};

/** The codes of two challenges of one identifier, and guesses that name the identifier alone: still one session. */
export const checkSiblings: Check = async (rig, extent) => {
  const tenant = await rig.tenant();
  for (const volley of volleysOf(extent)) {
    const { index } = volley;
    const email = `sibling${index}@example.com`;
    const first = await openChallenge(rig, tenant, email, index);
    // In every other index the second is a known device's: another lane, and still one success for all.
    const known = index % 2 === 1;
    const second = await openChallenge(
      rig,
      tenant,
      email,
      index + 1,
      known ? deviceTokenFor(rig, tenant, email) : null,
    );
    const byIdentifier = { path: "/api/auth/verify-otp", body: { email, otp: RIGHT_CODE }, as: { key: tenant.key } };
    const calls = [guess(tenant, first, RIGHT_CODE), guess(tenant, second, RIGHT_CODE), byIdentifier];
    const answers = await fire(
      rig,
      volley,
      lockOfGuards(tenant, first),
      (at) => calls[Math.floor(at / 3) % 3] ?? byIdentifier,
    );
    const counts = tally(answers, ["200", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, [first, second]);
    expectThat("sessions of two siblings", 1, judged.sessions);
    expectThat("sign-ins answered for two siblings", 1, counts["200"] ?? 0);
    expectAtMost("guesses judged at two siblings", 2 * ATTEMPTS, judged.attempts);
    const guard = await readGuard(rig, tenant, first);
    expectThat("successes counted over all lanes", 1, guard.round);
    if (!known) expectThat("failures left after a success", 0, guard.failures);

    const late = await rig.burst(6, (at) => guess(tenant, at % 2 === 0 ? first : second, WRONG_CODE));
    tally(late, NOT_JUDGED);
    const after = await readJudged(rig, tenant, [first, second]);
    expectThat("guesses judged once a sibling has succeeded", judged.attempts, after.attempts);
  }
};

/** Of any number of wrong guesses five are judged, and the right one after them is refused. */
export const checkFiveGuesses: Check = async (rig, extent) => {
  const tenant = await rig.tenant();
  for (const volley of volleysOf(extent)) {
    const { index } = volley;
    const challengeId = await openChallenge(rig, tenant, `five${index}@example.com`, index);
    const answers = await fire(rig, volley, lockOfGuards(tenant, challengeId), () =>
      guess(tenant, challengeId, WRONG_CODE),
    );
    const counts = tally(answers, ["400 incorrect", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, [challengeId]);
    expectThat("guesses judged", ATTEMPTS, judged.attempts);
    expectThat("guesses answered as incorrect", ATTEMPTS, counts["400 incorrect"] ?? 0);
    expectThat("events of the guesses judged", ATTEMPTS, judged.events);
    expectThat("failures counted", ATTEMPTS, (await readGuard(rig, tenant, challengeId)).failures);
    const remaining = answers.flatMap(({ body }) => (body.reason === "incorrect" ? [body.attempts_remaining] : []));
    expectThat("different numbers of guesses left", ATTEMPTS, new Set(remaining).size);

    const late = await rig.send(index, guess(tenant, challengeId, RIGHT_CODE));
    expectThat("right codes accepted after five wrong ones", 0, late.status === 200 ? 1 : 0);
    expectThat("sessions after five wrong guesses", 0, (await readJudged(rig, tenant, [challengeId])).sessions);
  }
};

/** Right and wrong guesses at once: five judged at most, one session at most, and both agree with what was answered. */
export const checkMixedGuesses: Check = async (rig, extent) => {
  const tenant = await rig.tenant();
  for (const volley of volleysOf(extent)) {
    const { index } = volley;
    const challengeId = await openChallenge(rig, tenant, `mixed${index}@example.com`, index);
    const code = (at: number) => (Math.floor(at / 3) % 2 === 0 ? RIGHT_CODE : WRONG_CODE);
    const answers = await fire(rig, volley, lockOfGuards(tenant, challengeId), (at) =>
      guess(tenant, challengeId, code(at)),
    );
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
export const checkResends: Check = async (rig, extent) => {
  const tenant = await rig.tenant();
  for (const volley of volleysOf(extent)) {
    const { index } = volley;
    const challengeId = await openChallenge(rig, tenant, `again${index}@example.com`, index);
    const again: Call = {
      path: "/api/auth/request-otp",
      body: { challenge_id: challengeId },
      as: { key: tenant.key },
    };
    // Three guesses are gone when the storm begins, so that a refilled budget would show.
    for (let at = 0; at < 3; at++) await rig.send(at, guess(tenant, challengeId, WRONG_CODE));
    const answers = await fire(rig, volley, lockOfGuards(tenant, challengeId), (at) =>
      at % 7 === 0 ? again : guess(tenant, challengeId, WRONG_CODE),
    );
    const counts = tally(answers, ["200", "404 not_found", "400 incorrect", ...NOT_JUDGED]);
    const judged = await readJudged(rig, tenant, [challengeId]);
    expectThat("guesses over all resends", ATTEMPTS, 3 + (counts["400 incorrect"] ?? 0));
    expectThat("guesses over all resends", ATTEMPTS, judged.attempts);
    expectThat("failures counted", ATTEMPTS, (await readGuard(rig, tenant, challengeId)).failures);
  }
};

const FREE_FAILURES = 10;

/**
 * Guesses at many challenges of one identifier: ten failures are free, the eleventh begins a wait, and nothing is judged
 * during it, not even the right code.
 */
export const checkWaits: Check = async (rig, extent) => {
  const tenant = await rig.tenant({ settings: { codes: { attempts: 10, consecutive_failures: FREE_FAILURES } } });
  for (const volley of volleysOf(extent)) {
    const { index } = volley;
    const opened = Array.from({ length: volley.requests / 10 }, (_, at) =>
      openChallenge(rig, tenant, `waits${index}@example.com`, at),
    );
    const challenges = await Promise.all(opened);
    const of = (at: number) => challenges[at % challenges.length] ?? "";
    const answers = await fire(rig, volley, lockOfGuards(tenant, of(0)), (at) => guess(tenant, of(at), WRONG_CODE));
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
