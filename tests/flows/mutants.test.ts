import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCK_OF_ONE_PROCESS, MUTANTS, type Mutant } from "@/tests/support/races-mutants";
import { type Host, startHosts } from "@/tests/support/races-processes";
import { startRig } from "@/tests/support/races-rig";
import { Violation } from "@/tests/support/races-violation";

/** Enough for a race that is lost in one round of a few; the first violation ends it. */
const EXTENT = { rounds: 15, requests: 200 };

let hosts: Host[];
beforeAll(async () => {
  hosts = await startHosts(3);
});
afterAll(() => Promise.all(hosts.map((host) => host.stop())));

/** What the mutant's own check says of it; null when the check holds. */
async function judge(
  { name, mutations, check, without }: Mutant,
  processes: number,
  extent = EXTENT,
): Promise<unknown> {
  const rig = await startRig({ processes, hosts, mutant: { name: name.replaceAll(/\W+/g, "-"), mutations } });
  try {
    if (without) await rig.sql(without);
    await check(rig, extent);
    return null;
  } catch (error) {
    return error;
  } finally {
    await rig.stop();
  }
}

describe("the races find each guard that is broken on purpose", { timeout: 300_000 }, () => {
  for (const mutant of MUTANTS) {
    it(mutant.name, async () => {
      const found = await judge(mutant, 3);
      expect(String(found)).toContain(`Violation: ${mutant.promise}: `);
      expect(found).toBeInstanceOf(Violation);
    });
  }

  it("one process is not enough to find a lock of one process", async () => {
    expect(await judge(LOCK_OF_ONE_PROCESS, 1, { ...EXTENT, rounds: 4 })).toBeNull();
  });
});
