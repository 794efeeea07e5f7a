import { Agent, request } from "node:http";
import { z } from "zod";

/** What the tests look at in an answer: of a code asked for, of tokens, and of a problem. */
const Body = z.looseObject({
  challenge_id: z.string().optional(),
  preview_code: z.string().optional(),
  session_id: z.string().optional(),
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
  device_token: z.string().nullish(),
  code: z.string().optional(),
  reason: z.string().optional(),
  attempts_remaining: z.number().optional(),
});

export type Answer = { status: number; retryAfterSeconds: number | null; body: z.output<typeof Body> };

export type Credential = { key: string } | { token: string } | null;

export type Call = {
  method?: "GET" | "POST";
  path: string;
  body?: object;
  as: Credential;
  /** An Idempotency-Key. */
  once?: string;
};

/** A client with keep-alive: a burst must reach the server, not wait for connections. */
export type Client = { send(url: string, call: Call): Promise<Answer>; close(): void };

export function createClient(): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return { send: (url, call) => send(agent, url, call), close: () => agent.destroy() };
}

function send(agent: Agent, url: string, { method = "POST", path, body, as, once }: Call): Promise<Answer> {
  const payload = body === undefined ? "" : JSON.stringify(body);
  const headers = {
    ...(as === null ? {} : "key" in as ? { "x-api-key": as.key } : { authorization: `Bearer ${as.token}` }),
    ...(once === undefined ? {} : { "idempotency-key": once }),
    ...(payload === "" ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url + path, { method, agent, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.once("error", reject);
      incoming.once("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const retryAfter = incoming.headers["retry-after"];
        resolve({
          status: incoming.statusCode ?? 0,
          retryAfterSeconds: retryAfter === undefined ? null : Number(retryAfter),
          body: text === "" ? {} : Body.parse(JSON.parse(text)),
        });
      });
    });
    outgoing.once("error", reject);
    outgoing.end(payload);
  });
}
