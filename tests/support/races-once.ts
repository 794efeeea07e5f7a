import type { Answer, Call } from "./races-client";
import type { Rig, Tenant } from "./races-rig";
import { type Check, expectThat, fire, tally, volleysOf } from "./races-violation";

const ask = (tenant: Tenant, email: string, once: string): Call => ({
  path: "/api/auth/request-otp",
  body: { email },
  as: { key: tenant.key },
  once,
});

async function countMessages(rig: Rig, tenant: Tenant, email: string): Promise<number> {
  const [row] = await rig.sql<{ messages: number }>(
    `SELECT count(*)::int AS messages FROM messages m JOIN challenges c ON c.environment_id = m.environment_id AND c.id = m.challenge_id
    WHERE c.environment_id = $1 AND c.identifier_value = $2`,
    [tenant.environmentId, email],
  );
  return row?.messages ?? 0;
}

const distinct = (answers: readonly Answer[]) => new Set(answers.map(({ body }) => JSON.stringify(body))).size;

/** Everybody sends one request under one key: one message, and everybody who gets an answer gets the same. */
export const checkOnce: Check = async (rig, extent) => {
  const tenant = await rig.tenant();
  for (const volley of volleysOf(extent)) {
    const email = `once${volley.index}@example.com`;
    const call = ask(tenant, email, `key-${volley.index}`);
    const lock = {
      text: "SELECT FROM identifier_guards WHERE environment_id = $1 FOR UPDATE",
      params: [tenant.environmentId],
    };
    const answers = await fire(rig, volley, lock, () => call);
    expectThat("messages sent under one Idempotency-Key", 1, await countMessages(rig, tenant, email));
    const failed = answers.filter(({ status, body }) => status !== 200 && body.code !== "idempotency_in_progress");
    expectThat("failures under one Idempotency-Key", 0, failed.length);
    const good = answers.filter(({ status }) => status === 200);
    expectThat("different answers under one Idempotency-Key", 1, distinct(good));
    const again = await rig.send(volley.index, call);
    expectThat("the answer afterwards", 1, distinct([...good, again]));
    expectThat("messages sent afterwards", 1, await countMessages(rig, tenant, email));
  }
};

/** Whoever ran it is gone, and everybody asks again: one of them takes over, and still there is one message. */
export const checkTakenOver: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant();
  for (let round = 0; round < rounds; round++) {
    const email = `taken${round}@example.com`;
    const call = ask(tenant, email, `taken-${round}`);
    if (round % 2 === 0) await rig.send(round, call);
    else await leaveBehind(rig, tenant, call);
    await rig.sql(
      "UPDATE idempotency_keys SET completed_at = NULL, locked_until = clock_timestamp() - interval '1 s' WHERE environment_id = $1",
      [tenant.environmentId],
    );
    const answers = await rig.burst(requests, () => call);
    tally(answers, ["200", "409 idempotency_in_progress"]);
    expectThat("messages sent under a key that was taken over", 1, await countMessages(rig, tenant, email));
    expectThat("different answers under it", 1, distinct(answers.filter(({ status }) => status === 200)));
  }
};

/** As if a process had died between its claim and its work: the claim is there, what it was for is not. */
async function leaveBehind(rig: Rig, tenant: Tenant, call: Call): Promise<void> {
  await rig.send(0, call);
  for (const table of ["mailbox_messages", "messages", "challenges"]) {
    await rig.sql(`DELETE FROM ${table} WHERE environment_id = $1`, [tenant.environmentId]);
  }
  await rig.sql("UPDATE idempotency_keys SET result_id = gen_random_uuid() WHERE environment_id = $1", [
    tenant.environmentId,
  ]);
}
