import { overHttp } from "../support/over-http";
import { startPostgres } from "../support/postgres";
import { startRedis } from "../support/redis";
import { type Answered, call, told } from "../support/tenants";
import { type Fleet, startFleet } from "./fleet";
import { query } from "./installation";
import { describeMachine, formatTable, percent, seconds, whole } from "./table";

/**
 * `npm run bench -- --spray`: three wrong guesses at each of 2,000 people's codes of six digits, from 500 networks, over
 * three processes, with people among them who enter the right one. Nothing is asserted.
 */
const IDENTITIES = 2_000;
const NETWORKS = 500;
const GUESSES = 3;
const DIGITS = 6;
const AT_ONCE = 24;
/** One of so many who are asked is a person with the code in their hands, in a network of their own. */
const PERSON_EVERY = 20;

const began = performance.now();
const postgres = await startPostgres({ durable: true });
const redis = await startRedis();
try {
  const { server_version: version } = await query(postgres.url("postgres"), "SHOW server_version");
  console.log(`${describeMachine(String(version))}\n3 processes, limits in Redis\n`);
  await query(postgres.url("postgres"), "CREATE DATABASE spray");
  const env = { DEV_MODE: "true", REDIS_URL: redis.url, TRUSTED_PROXIES: "127.0.0.0/8" };
  const fleet = await startFleet({ databaseUrl: postgres.url("spray"), processes: 3, connections: 1, env });
  try {
    console.log(formatTable(["spraying", ""], await spray(fleet)));
  } finally {
    await fleet.stop();
  }
} finally {
  await redis.stop();
  await postgres.stop();
}
console.log(`\nmeasured in ${seconds(performance.now() - began)}`);
process.exit();

async function spray(fleet: Fleet): Promise<string[][]> {
  const { tenant, servers } = fleet;
  let turn = 0;
  const at = () => overHttp(servers[turn++ % servers.length]?.url ?? "");
  const key = tenant.live.secret;
  const { body: config } = await call(at(), "GET", "/api/admin/config", { key });
  const settings = { codes: { length: { email: DIGITS } } };
  await call(at(), "PUT", "/api/admin/config", { key, body: { version: config.version, settings } });
  const named = { name: "App", type: "publishable", kind: "app" };
  const made = await call(at(), "POST", `/api/admin/customers/${tenant.customerId}/api-keys`, { key, body: named });
  const appKey = String(made.body.key);

  const counts = { judged: 0, expected: 0, turnedAway: 0, people: 0, passed: 0 };
  const others = new Map<string, number>();
  let judgedBefore: number | null = null;
  const guess = ({ body }: Answered, otp: string, ip: string) =>
    call(at(), "POST", "/api/auth/verify-otp", {
      key: appKey,
      headers: { "x-forwarded-for": ip },
      body: { challenge_id: body.challenge_id, otp },
    });
  const attack = async (identity: number) => {
    const asked = await call(at(), "POST", "/api/auth/request-otp", {
      key,
      body: { email: `v${identity}@example.com` },
    });
    const code = String(asked.body.preview_code);
    if (identity % PERSON_EVERY === 0) {
      counts.people += 1;
      if (told(await guess(asked, code, `198.51.${100 + (identity % 100)}.${identity % 250}`)) === "200")
        counts.passed += 1;
      return;
    }
    const network = identity % NETWORKS;
    for (let each = 0; each < GUESSES; each++) {
      const wrong = String((Number(code) + 1 + each) % 10 ** code.length).padStart(code.length, "0");
      const answered = told(await guess(asked, wrong, `10.${network >> 8}.${network & 255}.7`));
      if (answered === "400 invalid_otp") {
        counts.judged += 1;
        counts.expected += 10 ** -code.length;
      } else if (answered === "429 rate_limited") {
        judgedBefore ??= counts.judged;
        counts.turnedAway += 1;
      } else others.set(answered, (others.get(answered) ?? 0) + 1);
    }
  };
  let next = 0;
  const goOn = async () => {
    while (next < IDENTITIES) await attack(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, goOn));
  return [
    ["wrong guesses that were judged", whole(counts.judged)],
    ["of these before the first was turned away", whole(judgedBefore ?? counts.judged)],
    ["takeovers to be expected of all that were judged", counts.expected.toExponential(1)],
    ["wrong guesses that were turned away (429)", whole(counts.turnedAway)],
    ...[...others].map(([answer, count]) => [`answered ${answer}`, whole(count)]),
    ["people with the right code", whole(counts.people)],
    ["of whom got in", percent(counts.passed / counts.people)],
  ];
}
