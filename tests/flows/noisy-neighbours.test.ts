import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Rig, startRig, type Tenant } from "@/tests/support/races-rig";
import { lockOfGuards, openChallenge, RIGHT_CODE, readJudged, WRONG_CODE } from "@/tests/support/races-violation";

/** All of what one environment may hold of the database in a process, and twice as many behind them. */
const CROWD = 30;

describe("one process, and a customer whose requests all wait in the database", () => {
  let rig: Rig;
  let noisy: Tenant;
  let quiet: Tenant;
  beforeAll(async () => {
    rig = await startRig({ processes: 1 });
    noisy = await rig.tenant();
    quiet = await rig.tenant();
  });
  afterAll(() => rig?.stop());

  const guess = (tenant: Tenant, challenge_id: string, otp: string) => ({
    path: "/api/auth/verify-otp",
    body: { challenge_id, otp },
    as: { key: tenant.key },
  });

  it("another customer's users sign in meanwhile", async () => {
    const held = await openChallenge(rig, noisy, "held@example.com");
    const statuses: number[] = [];
    const signIn = async () => {
      const challengeId = await openChallenge(rig, quiet, "ada@example.com");
      statuses.push((await rig.send(0, guess(quiet, challengeId, RIGHT_CODE))).status);
    };
    await rig.gatedBurst(lockOfGuards(noisy, held), CROWD, () => guess(noisy, held, WRONG_CODE), signIn);
    expect(statuses).toEqual([200]);
    expect(await readJudged(rig, noisy, [held])).toMatchObject({ attempts: 5, sessions: 0 });
  });
});
