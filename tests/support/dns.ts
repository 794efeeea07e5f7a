import { once } from "node:events";
import dns from "dns2";

/** What a name has now: its addresses of both families, of which one may be refused an answer, or nothing at all. */
export type Zone = (
  name: string,
  asked: number,
) => { v4?: readonly string[] | "failing"; v6?: readonly string[] | "failing" } | "silent" | null;

export type TestDns = { server: string; queries: string[]; close(): Promise<void> };

/** A DNS server of ours on loopback, which may answer differently each time. */
export async function startDns(zone: Zone): Promise<TestDns> {
  const queries: string[] = [];
  const server = dns.createServer({
    udp: true,
    handle(request, send) {
      const response = dns.Packet.createResponseFromRequest(request);
      const [question] = request.questions;
      if (!question) return send(response);
      const isV6 = question.type === dns.Packet.TYPE.AAAA;
      queries.push(`${isV6 ? "AAAA" : "A"} ${question.name}`);
      const asked = queries.filter((each) => each === queries.at(-1)).length;
      const known = zone(question.name, asked);
      if (known === "silent") return;
      if (known === null) response.header.rcode = 3;
      else {
        const found = (isV6 ? known.v6 : known.v4) ?? [];
        // SERVFAIL (RFC 1035, 4.1.1).
        if (found === "failing") response.header.rcode = 2;
        const addresses = found === "failing" ? [] : found;
        const type = isV6 ? dns.Packet.TYPE.AAAA : dns.Packet.TYPE.A;
        for (const address of addresses) {
          const answer = new dns.Packet.Resource({ name: question.name, type, class: dns.Packet.CLASS.IN, ttl: 0 });
          response.answers.push(Object.assign(answer, { address }));
        }
      }
      send(response);
    },
  });
  const listening = once(server, "listening");
  await server.listen({ udp: { port: 0, address: "127.0.0.1" } });
  await listening.catch(() => {});
  const { udp } = server.addresses();
  return { server: `127.0.0.1:${udp?.port}`, queries, close: async () => server.close() };
}
