import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Answer, Connection, requestText } from "./connection";
import { LoadOrder, type LoadResult, type Scenario } from "./protocol";

/** The load generator: a process of its own, so that what it costs is not counted as the server's. */

const Challenge = z.object({ challenge_id: z.string(), preview_code: z.string() });
const Session = z.object({ access_token: z.string(), refresh_token: z.string(), session_id: z.string() });
type Session = z.infer<typeof Session>;

/** One connection's user. The session is there where the scenario needs one. */
type User = { connection: Connection; apiKey: string; session: Session | null };

function read<T>(answer: Answer, schema: z.ZodType<T>): T {
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
  return schema.parse(JSON.parse(answer.body));
}

function sessionOf(user: User): Session {
  if (user.session === null) throw new Error("this user has not signed in");
  return user.session;
}

/** Asks for a code and verifies it, for somebody who was never there before. */
async function signIn({ connection, apiKey }: User): Promise<Session> {
  const key = `x-api-key: ${apiKey}\r\n`;
  const email = `${randomUUID()}@example.com`;
  const asked = await connection.send(requestText("POST", "/api/auth/request-otp", key, JSON.stringify({ email })));
  const { challenge_id, preview_code } = read(asked, Challenge);
  const guess = JSON.stringify({ challenge_id, otp: preview_code });
  return read(await connection.send(requestText("POST", "/api/auth/verify-otp", key, guess)), Session);
}

const ACTIONS: Record<Scenario, (user: User) => Promise<unknown>> = {
  flow: signIn,
  async me(user) {
    const headers = `authorization: Bearer ${sessionOf(user).access_token}\r\n`;
    read(await user.connection.send(requestText("GET", "/api/auth/me", headers)), z.object({ user: z.object({}) }));
  },
  async refresh(user) {
    const { session_id, refresh_token } = sessionOf(user);
    const body = JSON.stringify({ session_id, refresh_token });
    const answer = await user.connection.send(requestText("POST", "/api/auth/refresh", "", body));
    user.session = read(answer, Session);
  },
  async empty({ connection }) {
    const answer = await connection.send(requestText("GET", "/api/empty", ""));
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
  },
};

async function run(order: LoadOrder): Promise<LoadResult> {
  const users = await Promise.all(
    Array.from({ length: order.connections }, async (_, index): Promise<User> => {
      const user = { connection: await Connection.open(order.port, index), apiKey: order.apiKey, session: null };
      const signedIn = order.scenario === "me" || order.scenario === "refresh";
      return signedIn ? { ...user, session: await signIn(user) } : user;
    }),
  );
  const act = ACTIONS[order.scenario];
  const times: number[] = [];
  const failures: string[] = [];
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const end = begin + order.seconds * 1000;

  await Promise.all(
    users.map(async (user) => {
      for (let start = performance.now(); start < end && failures.length < 100; start = performance.now()) {
        try {
          await act(user);
          times.push(performance.now() - start);
        } catch (error) {
          failures.push(String(error));
        }
      }
    }),
  );

  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  for (const { connection } of users) connection.close();
  times.sort((a, b) => a - b);
  const quantile = (part: number) => times[Math.floor(times.length * part)] ?? 0;
  return {
    done: times.length,
    failed: failures.length,
    firstFailure: failures[0] ?? null,
    seconds,
    p50: quantile(0.5),
    p99: quantile(0.99),
    cpuMs: (user + system) / 1000,
  };
}

process.on("message", (message) => {
  run(LoadOrder.parse(message)).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit());
