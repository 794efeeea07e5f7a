import { once } from "node:events";
import dns from "dns2";

export type RecordType = "TXT" | "CNAME" | "MX" | "NS" | "A";

/** A DNS server of ours on loopback, whose records a test changes as it goes. */
export type RecordDns = {
  server: string;
  /** Every question, as `TXT _ninepin.northwind.dev`. */
  questions: string[];
  /** Sets all values of a name and type: texts, hosts, `10 host` of an MX. None: there is no such record. */
  set(type: RecordType, name: string, ...values: string[]): void;
  /** How it answers from now on: what it has, that it cannot tell (SERVFAIL), or not at all. */
  behave(behaviour: "answer" | "fail" | "silent"): void;
  clear(): void;
  close(): Promise<void>;
};

const { Packet } = dns;
const SERVFAIL = 2;
const NXDOMAIN = 3;

/** Starts it, on a port of its own unless one is given. */
export async function startRecordDns(port = 0): Promise<RecordDns> {
  const records = new Map<string, string[]>();
  const questions: string[] = [];
  let behaviour: "answer" | "fail" | "silent" = "answer";
  const server = dns.createServer({
    udp: true,
    handle(request, send) {
      const response = Packet.createResponseFromRequest(request);
      const [question] = request.questions;
      if (!question) return send(response);
      const type = TYPES.find((each) => Packet.TYPE[each] === question.type) ?? "A";
      const name = question.name.toLowerCase();
      questions.push(`${type} ${name}`);
      if (behaviour === "silent") return;
      if (behaviour === "fail") response.header.rcode = SERVFAIL;
      else {
        const values = records.get(`${type} ${name}`) ?? [];
        const isKnown = [...records.keys()].some((key) => key.endsWith(` ${name}`));
        if (!isKnown) response.header.rcode = NXDOMAIN;
        for (const value of values) {
          const answer = new Packet.Resource({ name: question.name, type: question.type, class: 1, ttl: 0 });
          response.answers.push(Object.assign(answer, DATA[type](value)));
        }
      }
      send(response);
    },
  });
  const listening = once(server, "listening");
  await server.listen({ udp: { port, address: "127.0.0.1" } });
  await listening.catch(() => {});
  const { udp } = server.addresses();
  return {
    server: `127.0.0.1:${udp?.port}`,
    questions,
    set(type, name, ...values) {
      if (values.length === 0) records.delete(`${type} ${name}`);
      else records.set(`${type} ${name}`, values);
    },
    behave(next) {
      behaviour = next;
    },
    clear: () => records.clear(),
    close: async () => server.close(),
  };
}

const TYPES = ["TXT", "CNAME", "MX", "NS", "A"] as const satisfies readonly RecordType[];

const DATA: Readonly<Record<RecordType, (value: string) => object>> = {
  // A character-string holds 255 octets at most (RFC 1035, 3.3).
  TXT: (value) => ({ data: value.match(/[\s\S]{1,255}/g) ?? [""] }),
  CNAME: (value) => ({ domain: value }),
  MX: (value) => ({ priority: Number(value.split(" ")[0]), exchange: value.split(" ")[1] }),
  NS: (value) => ({ ns: value }),
  A: (value) => ({ address: value }),
};
