import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  checkFiveGuesses,
  checkMixedGuesses,
  checkOneSession,
  checkResends,
  checkSiblings,
  checkWaits,
} from "@/tests/support/races-guesses";
import { checkOnce, checkTakenOver } from "@/tests/support/races-once";
import { type Rig, startRig } from "@/tests/support/races-rig";
import {
  checkCooldown,
  checkQuota,
  checkTenAMailbox,
  checkTenOverAllLanes,
  checkThreeSends,
} from "@/tests/support/races-sends";
import { checkOneLineage } from "@/tests/support/races-sessions";
import { checkSpend } from "@/tests/support/races-spend";
import { checkStorm } from "@/tests/support/races-storm";

const EXTENT = { rounds: 50, requests: 200 };

describe("three processes, 200 requests at once, 50 rounds", { timeout: 300_000 }, () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ processes: 3 });
  });
  afterAll(() => rig?.stop());

  it("one right code gives exactly one session", () => checkOneSession(rig, EXTENT));
  it("the codes of two challenges of one identifier give exactly one session", () => checkSiblings(rig, EXTENT));
  it("five wrong guesses are judged, and the right one after them is refused", () => checkFiveGuesses(rig, EXTENT));
  it("of right and wrong guesses five are judged and one succeeds", () => checkMixedGuesses(rig, EXTENT));
  it("codes sent again do not refill the guesses of a challenge", () => checkResends(rig, EXTENT));
  it("failures past the limit make the identifier wait, and a wait judges nothing", () => checkWaits(rig, EXTENT));
  it("three codes an hour are sent to one identifier", () => checkThreeSends(rig, EXTENT));
  it("one code is sent within the pause", () => checkCooldown(rig, { ...EXTENT, rounds: 15 }));
  it("ten codes an hour are sent to one identifier over all its lanes", () => checkTenOverAllLanes(rig, EXTENT));
  it("ten codes an hour are sent to one mailbox in all its spellings", () =>
    checkTenAMailbox(rig, { ...EXTENT, rounds: 25 }));
  it("what is left of a day's quota is sent, and no code beyond it", () => checkQuota(rig, EXTENT));
  it("what fits under the day's spend cap is sent, and not a cent beyond it", () =>
    checkSpend(rig, { ...EXTENT, rounds: 20 }));
  it("100 refreshes of one token at once keep one lineage, and a stolen one ends it once", () =>
    checkOneLineage(rig, { rounds: EXTENT.rounds, requests: 100 }));
  it("100 requests at once under one Idempotency-Key send one message and get one answer", () =>
    checkOnce(rig, { rounds: 20, requests: 100 }));
  it("a request that was cut off is taken over by one of 100", () =>
    checkTakenOver(rig, { rounds: 20, requests: 100 }));
  it("everything at once gets an answer", () => checkStorm(rig, EXTENT));

  it("no deadlock in any of it", async () => {
    // Each process tells the statistics what it counted at the latest when its connections end.
    await rig.stopServers();
    const [database] = await rig.sql<{ deadlocks: number }>(
      "SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()",
    );
    expect(database).toEqual({ deadlocks: 0 });
  });
});
