import type { Call } from "./races-client";
import type { Rig, Tenant } from "./races-rig";
import { type Check, expectAtMost, expectThat, fire, tally, volleysOf } from "./races-violation";

/** A text to Germany, in millionths of a dollar. */
const TEXT_MICROS = 100_000;
const TEXTS = 12;
/** Half a text more than fits: nothing may pass the cap by a part either. */
const CAP_CENTS = TEXTS * 10 + 5;
/** How many texts still fit, by turns. */
const LEFT = [1, 1, 2, 5];

const ask = (tenant: Tenant, phone: string): Call => ({
  path: "/api/auth/request-otp",
  body: { phone },
  as: { key: tenant.key },
});

/** A number of its own for each, spread so that no beginning is shared by many. */
const numberAt = (index: number, at: number) =>
  ["+49151", 20 + (at % 70), String(index % 100).padStart(2, "0"), String(at).padStart(4, "0")].join("");

type Counts = { day: number; cost: number; used: number; sent: number };

/** What the day has cost, what the messages cost, what the quota counts, and what blocks of ten thousand numbers count. */
async function readCounts(rig: Rig, tenant: Tenant): Promise<Counts> {
  const [row] = await rig.sql<Counts>(
    `SELECT (SELECT coalesce(sum(micros), 0) FROM sms_spend WHERE environment_id = $1)::int AS day,
      (SELECT coalesce(sum(cost_micros), 0) FROM messages WHERE environment_id = $1)::int AS cost,
      (SELECT coalesce(sum(used), 0) FROM customer_quota_slots WHERE customer_id = $2 AND span = 'day')::int AS used,
      (SELECT coalesce(sum(sent), 0) FROM prefix_counts WHERE environment_id = $1 AND length(prefix) = 10)::int AS sent`,
    [tenant.environmentId, tenant.customerId],
  );
  if (!row) throw new Error("The database says nothing");
  return row;
}

/**
 * Everybody asks, each for another number, with room for a few texts left in the day: as many are sent as fit, what they
 * cost is what the day has cost, and no quota is taken for a code that the cap refused.
 */
export const checkSpend: Check = async (rig, extent) => {
  const settings = { sms: { daily_spend_cap_cents: CAP_CENTS } };
  const tenant = await rig.tenant({ kind: "live", settings, dailyQuota: 1_000_000 });
  await rig.send(0, ask(tenant, numberAt(99, 9_999)));
  const lock = {
    text: "SELECT FROM sms_spend WHERE environment_id = $1 FOR UPDATE",
    params: [tenant.environmentId],
  };
  for (const volley of volleysOf(extent)) {
    const { index } = volley;
    const left = LEFT[index % LEFT.length] ?? 1;
    const day = (TEXTS - left) * TEXT_MICROS;
    await rig.sql("UPDATE sms_spend SET micros = $2 WHERE environment_id = $1", [tenant.environmentId, day]);
    const before = await readCounts(rig, tenant);
    const answers = await fire(rig, volley, lock, (at) => ask(tenant, numberAt(index, at)));
    const counts = tally(answers, ["200", "429 quota_exceeded"]);
    const after = await readCounts(rig, tenant);
    expectAtMost("what the day has cost", CAP_CENTS * 10_000, after.day);
    expectThat("texts sent with that much left of the day", left, counts["200"] ?? 0);
    expectThat("what was taken of the day", left * TEXT_MICROS, after.day - before.day);
    expectThat("what the messages cost", left * TEXT_MICROS, after.cost - before.cost);
    expectThat("codes of the quota taken", left, after.used - before.used);
    expectThat("codes counted by their prefixes", left, after.sent - before.sent);
  }
};
