import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { overHttp } from "./over-http";
import { type Receiver, startReceiver } from "./receiver";
import { startServer, type TestServer } from "./server";
import { openSql, type Sql } from "./sql";
import { call, operator, signUp } from "./tenants";

/** Events whose deliveries go to one endpoint each: as many endpoints as there are types. */
const TYPES = [
  "otp.requested",
  "otp.verified",
  "otp.failed",
  "user.created",
  "user.updated",
  "user.logged_in",
  "user.logged_out",
  "message.delivered",
] as const;

export type StormOptions = {
  databaseUrl: string;
  /** The program of a process that serves the API and drains (`bundleServer`). */
  program: string;
  events: number;
  processes: number;
  /** A process is killed each time that so many seconds have gone, or so many events have arrived. */
  killEvery: { seconds: number } | { events: number };
  /** How long it may take at most. */
  seconds: number;
};

/** What came of it. Counted by the receivers, who know nothing of the database. */
export type Storm = {
  /** Events that no receiver got. */
  lost: number;
  /** Requests beyond the first of an event. */
  repeated: number;
  /** Requests whose signature the Standard Webhooks library does not take, or whose body differs from the first. */
  wrong: number;
  kills: number;
  seconds: number;
};

/**
 * Has many events delivered by several processes, of which one is killed (SIGKILL) and replaced again and again, to real
 * receivers that count and verify everything.
 */
export async function runStorm(options: StormOptions): Promise<Storm> {
  const receivers = await Promise.all(TYPES.map(() => startReceiver()));
  const OPERATOR_KEY = operator.headers.authorization.replace("Bearer ", "");
  const env = {
    OPERATOR_KEY,
    EGRESS_ALLOW: receivers.map(({ url }) => new URL(url).host).join(","),
    LOG_LEVEL: "warn",
  };
  const start = () => startServer({ databaseUrl: options.databaseUrl, program: options.program, env });
  const sql = await openSql(options.databaseUrl);
  const servers: TestServer[] = [];
  try {
    servers.push(await start());
    const bodies = new Map<string, string>();
    const counted = { requests: 0, wrong: 0 };
    const environmentId = await addEndpoints(servers[0]?.url ?? "", receivers, (receiver, webhook) => {
      receiver.answer((request, response) => {
        counted.requests += 1;
        const id = request.headers["webhook-id"] ?? "";
        if (!isVerified(webhook, request) || (bodies.get(id) ?? request.body) !== request.body) counted.wrong += 1;
        bodies.set(id, request.body);
        receiver.received.length = 0;
        response.writeHead(204).end();
      });
    });
    while (servers.length < options.processes) servers.push(await start());
    const began = performance.now();
    await insertEvents(sql, environmentId, options.events);
    const kills = await killUntilDone(servers, start, sql, options, () => bodies.size);
    const { requests, wrong } = counted;
    return {
      lost: options.events - bodies.size,
      repeated: requests - bodies.size,
      wrong,
      kills,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await sql.close();
    for (const receiver of receivers) await receiver.close();
  }
}

function isVerified(webhook: Webhook, { body, headers }: { body: string; headers: Record<string, string> }): boolean {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

async function addEndpoints(
  url: string,
  receivers: readonly Receiver[],
  listen: (receiver: Receiver, webhook: Webhook) => void,
): Promise<string> {
  const api = overHttp(url);
  const { test } = await signUp(api, "owner@storm.dev");
  for (const [at, receiver] of receivers.entries()) {
    const body = { url: receiver.url, events: [TYPES[at]] };
    const made = await call(api, "POST", "/api/admin/webhooks", { key: test.secret, body });
    listen(receiver, new Webhook(String(made.body.secret)));
  }
  return test.environmentId;
}

async function insertEvents(sql: Sql, environmentId: string, count: number): Promise<void> {
  await sql.rows(
    `INSERT INTO outbox (id, environment_id, kind, type, data, created_at, due_at)
     SELECT gen_random_uuid(), $1, 'event', ($2::text[])[1 + n % $3::int], jsonb_build_object('number', n, 'user_id', gen_random_uuid()),
       clock_timestamp(), clock_timestamp() FROM generate_series(1, $4::int) n`,
    [environmentId, TYPES, TYPES.length, count],
  );
}

async function killUntilDone(
  servers: TestServer[],
  start: () => Promise<TestServer>,
  sql: Sql,
  { seconds, killEvery }: StormOptions,
  arrived: () => number,
): Promise<number> {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  let kills = 0;
  const isDue = () =>
    "seconds" in killEvery ? elapsed() >= (kills + 1) * killEvery.seconds : arrived() >= (kills + 1) * killEvery.events;
  const isDone = async () => {
    const [left] = await sql.rows<{ left: boolean }>(
      "SELECT EXISTS (SELECT FROM outbox WHERE kind = 'event') OR EXISTS (SELECT FROM webhook_deliveries WHERE due_at IS NOT NULL) AS left",
    );
    return left?.left === false;
  };
  while (!(await isDone())) {
    if (elapsed() > seconds) throw new Error(`Not everything was delivered within ${seconds} s`);
    if (isDue()) {
      const victim = servers.shift();
      victim?.process.kill("SIGKILL");
      await victim?.exited;
      kills += 1;
      servers.push(await start());
    }
    await sleep(50);
  }
  return kills;
}
