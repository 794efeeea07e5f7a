import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAULTS, STORES, type TestStore } from "@/tests/support/limits-stores";
import type { Answer, Call } from "@/tests/support/races-client";
import { type Rig, startRig, type Tenant } from "@/tests/support/races-rig";
import { openChallenge, RIGHT_CODE, readJudged, WRONG_CODE } from "@/tests/support/races-violation";

/** Each time: while the store is there, while it is not, and after it is back. */
const REQUESTS = 90;
const SENDS = 3;
const GUESSES = 5;

/** Every one of them looks at the store: from a publishable key the address counts. */
const asks = (tenant: Tenant): Call => ({
  path: "/api/auth/request-otp",
  body: { email: "ada@example.com" },
  as: { key: tenant.publishableKey },
});

const guesses = (tenant: Tenant, challengeId: string, otp: string): Call => ({
  path: "/api/auth/verify-otp",
  body: { challenge_id: challengeId, otp },
  as: { key: tenant.publishableKey },
});

/** Half of each at once, over all processes; the fault comes when the first has been answered. */
async function through(rig: Rig, calls: readonly (() => Call)[], change: () => Promise<void>): Promise<Answer[]> {
  const sent = Array.from({ length: REQUESTS }, (_, at) =>
    rig.send(at, (calls[at % calls.length] ?? calls[0])?.() ?? none()),
  );
  await Promise.race(sent);
  await change();
  return Promise.all(sent);
}

function none(): never {
  throw new Error("There is nothing to send");
}

async function countSent(rig: Rig, tenant: Tenant): Promise<number | undefined> {
  const text =
    "SELECT count(*)::int AS sent FROM mailbox_messages WHERE environment_id = $1 AND recipient = 'ada@example.com'";
  const [row] = await rig.sql<{ sent: number }>(text, [tenant.environmentId]);
  return row?.sent;
}

describe.each(Object.entries(STORES))("three processes and limits in %s", (_, start) => {
  let store: TestStore;
  let rig: Rig;
  beforeAll(async () => {
    store = await start();
    rig = await startRig({ env: { ...store.env, LOG_LEVEL: "info" } });
  });
  afterAll(async () => {
    await rig?.stop();
    await store?.close();
  });

  const health = () => rig.send(0, { method: "GET", path: "/api/health/ready", as: null });

  it.each(FAULTS)(
    "%s in the middle: no code more is sent, no guess more is judged, and nobody is turned away for it",
    async (fault) => {
      const { begin, end } = store.faults[fault];
      // What the fault before has left behind is over.
      await expect.poll(async () => (await health()).body.status, { timeout: 60_000 }).toBe("ok");
      const tenant = await rig.tenant({
        settings: { codes: { per_identifier_hour: SENDS, resend_cooldown_seconds: 0 } },
      });
      const guessed = await openChallenge(rig, tenant, "bea@example.com");
      const kept = await openChallenge(rig, tenant, "eve@example.com");
      const calls = [() => asks(tenant), () => guesses(tenant, guessed, WRONG_CODE)];

      const before = await through(rig, calls, begin);
      const during = await through(rig, calls, async () => undefined);
      const right = await rig.send(1, guesses(tenant, kept, RIGHT_CODE));
      const degraded = await health();
      const after = await through(rig, calls, end);

      const answers = [...before, ...during, ...after];
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      expect(answers.filter(({ body }) => body.challenge_id !== undefined)).toHaveLength(SENDS);
      expect(await countSent(rig, tenant)).toBe(SENDS);
      expect(await readJudged(rig, tenant, [guessed])).toEqual({ attempts: GUESSES, events: GUESSES, sessions: 0 });
      expect(answers.filter(({ body }) => body.reason === "incorrect")).toHaveLength(GUESSES);
      // Whoever has the right code gets in meanwhile, and the processes still say that they are ready.
      expect(right.status).toBe(200);
      expect(degraded.status).toBe(200);
      expect(degraded.body.status).toBe(fault === "flushed" ? "ok" : "degraded");
    },
  );
});
