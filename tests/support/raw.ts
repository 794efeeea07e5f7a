import { request } from "node:http";

export type Seen = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

export type RawAsking = { method?: string; headers?: Readonly<Record<string, string>>; body?: string };

/** Asks as it is written: fetch would choose Host and Origin itself. Follows no redirect. */
export function askRaw(server: { url: string }, path: string, asking: RawAsking = {}): Promise<Seen> {
  const { method = "GET", headers = {}, body = "" } = asking;
  const { hostname, port } = new URL(server.url);
  const length = method === "GET" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers: { ...length, ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
