import type { Call } from "./races-client";
import { deviceTokenFor } from "./races-device";
import type { Rig, Tenant } from "./races-rig";
import { type Check, expectAtMost, expectThat, fire, tally, volleysOf } from "./races-violation";

const PER_LANE = 3;
const OVER_ALL_LANES = 10;
const DEVICES = 5;

const ask = (tenant: Tenant, body: object): Call => ({ path: "/api/auth/request-otp", body, as: { key: tenant.key } });

/** Messages written and put into the Mailbox for an address. */
async function readSent(
  rig: Rig,
  tenant: Tenant,
  email: string,
): Promise<{ messages: number; mails: number; most: number }> {
  const [row] = await rig.sql<{ messages: number; mails: number; most: number }>(
    `WITH sent AS (SELECT c.lane FROM messages m JOIN challenges c ON c.environment_id = m.environment_id AND c.id = m.challenge_id
      WHERE c.environment_id = $1 AND c.identifier_value = $2)
    SELECT (SELECT count(*) FROM sent)::int AS messages,
      (SELECT count(*) FROM mailbox_messages WHERE environment_id = $1 AND recipient = $2)::int AS mails,
      (SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM sent GROUP BY lane) l)::int AS most`,
    [tenant.environmentId, email],
  );
  if (!row) throw new Error("The database says nothing");
  return row;
}

/** Everybody asks for a code for one address: three an hour are sent, and three more when the hour has passed. */
export const checkThreeSends: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant({ settings: { codes: { per_identifier_hour: PER_LANE } } });
  for (let round = 0; round < rounds; round++) {
    const email = `three${round}@example.com`;
    const counts = tally(await rig.burst(requests, () => ask(tenant, { email })), ["200", "429 rate_limited"]);
    const sent = await readSent(rig, tenant, email);
    expectThat("codes sent within the hour", PER_LANE, sent.messages);
    expectThat("codes answered within the hour", PER_LANE, counts["200"] ?? 0);
    expectThat("mails within the hour", PER_LANE, sent.mails);
  }
  const later =
    "UPDATE identifier_guards SET sends = ARRAY(SELECT at - interval '1 hour' FROM unnest(sends) at) WHERE environment_id = $1";
  await rig.sql(`${later} AND lane = ''`, [tenant.environmentId]);
  await rig.burst(requests, () => ask(tenant, { email: "three0@example.com" }));
  expectThat("codes sent in two hours", 2 * PER_LANE, (await readSent(rig, tenant, "three0@example.com")).messages);
};

/** The pause between two codes: of all who ask at once, one gets a code. */
export const checkCooldown: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant({ settings: { codes: { resend_cooldown_seconds: 30 } } });
  for (let round = 0; round < rounds; round++) {
    const email = `pause${round}@example.com`;
    const counts = tally(await rig.burst(requests, () => ask(tenant, { email })), [
      "200",
      "429 resend_cooldown",
      "429 rate_limited",
    ]);
    expectThat("codes sent within the pause", 1, (await readSent(rig, tenant, email)).messages);
    expectThat("codes answered within the pause", 1, counts["200"] ?? 0);
  }
};

/** Five known devices and strangers ask at once: three an hour in each lane, ten over all of them. */
export const checkTenOverAllLanes: Check = async (rig, { rounds, requests }) => {
  const tenant = await rig.tenant({ settings: { codes: { per_identifier_hour: PER_LANE } } });
  for (let round = 0; round < rounds; round++) {
    const email = `lanes${round}@example.com`;
    const devices = Array.from({ length: DEVICES }, () => ({ device_token: deviceTokenFor(rig, tenant, email) }));
    const lanes = [{}, ...devices];
    const answers = await rig.burst(requests, (at) =>
      ask(tenant, { email, ...lanes[Math.floor(at / 3) % lanes.length] }),
    );
    const counts = tally(answers, ["200", "429 rate_limited"]);
    const sent = await readSent(rig, tenant, email);
    expectThat("codes sent over all lanes", OVER_ALL_LANES, sent.messages);
    expectThat("codes answered over all lanes", OVER_ALL_LANES, counts["200"] ?? 0);
    expectAtMost("codes sent in one lane", PER_LANE, sent.most);
  }
};

const PER_MAILBOX = 10;
const SPELLINGS = 20;

/** Strangers ask for one mailbox in twenty spellings, in a live environment: ten codes an hour reach it in all. */
export const checkTenAMailbox: Check = async (rig, { rounds, requests }) => {
  const settings = { codes: { per_identifier_hour: PER_LANE, resend_cooldown_seconds: 0 } };
  const tenant = await rig.tenant({ kind: "live", settings });
  for (let round = 0; round < rounds; round++) {
    const spelling = (at: number) =>
      at % 2 === 0 ? `ada.${round}+${at}@example.com` : `a.da${round}+${at}@example.com`;
    const emails = Array.from({ length: SPELLINGS }, (_, at) => spelling(at));
    const answers = await rig.burst(requests, (at) =>
      ask(tenant, { email: emails[Math.floor(at / 3) % SPELLINGS] ?? "" }),
    );
    const counts = tally(answers, ["200", "429 rate_limited"]);
    const sent = await Promise.all(emails.map((email) => readSent(rig, tenant, email)));
    const total = sent.reduce((sum, { messages }) => sum + messages, 0);
    expectThat("codes sent to one mailbox", PER_MAILBOX, total);
    expectThat("codes answered for one mailbox", PER_MAILBOX, counts["200"] ?? 0);
  }
};

const QUOTA = 150;
/** What is left of the quota, round by round: one code mostly, now and then many over several slots. */
const LEFT = [1, 1, 1, 1, 60];
const SPANS = ["day", "month"] as const;

/** Leaves that many in the slots of one span, and all of the other's. */
async function leave(rig: Rig, tenant: Tenant, span: "day" | "month", left: number): Promise<void> {
  // Spread over the slots as evenly as it goes, so that no single lock decides.
  await rig.sql(
    `UPDATE customer_quota_slots SET used = CASE WHEN span = $3 THEN cap - ($2::int / 3 + CASE WHEN slot < $2::int % 3 THEN 1 ELSE 0 END)
      ELSE 0 END WHERE customer_id = $1`,
    [tenant.customerId, left, span],
  );
}

type Slots = { span: string; used: number; cap: number };

/**
 * Everybody asks, each for another address: what is left of the day's quota, or of the month's, is sent, all of it and
 * nothing beyond; and nothing is taken of the other one for a code that was refused.
 */
export const checkQuota: Check = async (rig, extent) => {
  const tenant = await rig.tenant({ kind: "live", dailyQuota: QUOTA, monthlyQuota: QUOTA });
  await rig.send(0, ask(tenant, { email: "slots@example.com" }));
  const lock = {
    text: "SELECT FROM customer_quota_slots WHERE customer_id = $1 ORDER BY span, slot FOR UPDATE",
    params: [tenant.customerId],
  };
  for (const volley of volleysOf(extent)) {
    const { index } = volley;
    const left = Math.min(LEFT[index % LEFT.length] ?? 1, volley.requests);
    const tight = SPANS[index % 2] ?? "day";
    await leave(rig, tenant, tight, left);
    const answers = await fire(rig, volley, lock, (at) => ask(tenant, { email: `quota${index}.${at}@example.com` }));
    const counts = tally(answers, ["200", "429 quota_exceeded"]);
    const slots = await rig.sql<Slots>(
      "SELECT span, sum(used)::int AS used, sum(cap)::int AS cap FROM customer_quota_slots WHERE customer_id = $1 GROUP BY span",
      [tenant.customerId],
    );
    const of = (span: string) => slots.find((each) => each.span === span);
    expectThat("the quota", QUOTA, of(tight)?.cap ?? 0);
    expectThat("codes answered with that many left of the quota", left, counts["200"] ?? 0);
    expectThat("codes counted", QUOTA, of(tight)?.used ?? 0);
    expectThat("codes counted in the other span", left, of(tight === "day" ? "month" : "day")?.used ?? 0);
  }
};
