import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type RecordDns, startRecordDns } from "@/tests/support/dns-records";
import { type Rig, startRig, type Tenant } from "@/tests/support/races-rig";
import { until } from "@/tests/support/until";

const PROCESSES = 3;
const ENVIRONMENTS = 3;
const ROUNDS = 6;

const Added = z.object({
  id: z.string(),
  records: z.array(z.object({ purpose: z.string(), name: z.string(), value: z.string() })),
});
const Looked = z.object({ status: z.string() });

describe("a domain that several environments prove at the same moment, each in every process", () => {
  let dns: RecordDns;
  let rig: Rig;
  let tenants: Tenant[];

  beforeAll(async () => {
    dns = await startRecordDns();
    rig = await startRig({
      processes: PROCESSES,
      env: { DNS_SERVERS: dns.server, EMAIL_FROM: "Ninepin <login@mail.ninepin.dev>" },
    });
    tenants = [];
    for (let count = 0; count < ENVIRONMENTS; count += 1) tenants.push(await rig.tenant({ kind: "live" }));
  });
  afterAll(async () => {
    await rig?.stop();
    await dns?.close();
  });

  const post = (path: string, { key }: Tenant, body?: object) => ({ path, body, as: { key } });

  /** Adds it to each environment, and enters what proves it for all of them: a zone that anybody may write to. */
  async function addToAll(name: string): Promise<string[]> {
    const adding = tenants.map((tenant, at) =>
      rig.send(at, post("/api/admin/domains/verify", tenant, { domain: name })),
    );
    const added = (await Promise.all(adding)).map(({ body }) => Added.parse(body));
    const proofs = added.flatMap(({ records }) => records.filter(({ purpose }) => purpose === "ownership"));
    expect(new Set(proofs.map(({ value }) => value)).size).toBe(ENVIRONMENTS);
    dns.set("TXT", `_ninepin.${name}`, ...proofs.map(({ value }) => value));
    for (const { purpose, name: at, value } of added.flatMap(({ records }) => records)) {
      if (purpose === "dkim") dns.set("TXT", at, value);
    }
    return added.map(({ id }) => id);
  }

  it("is exactly one's, and the others are told that it is taken", async () => {
    const names = Array.from({ length: ROUNDS }, (_, round) => `race${round}.dev`);
    for (const name of names) {
      const ids = await addToAll(name);
      // Each process looks once for each environment: every look has seen the proof before any is written down.
      const who = (at: number) => Math.floor(at / PROCESSES);
      const answers = await rig.gatedBurst(
        { text: "SELECT FROM domains WHERE name = $1 FOR UPDATE", params: [name] },
        PROCESSES * ENVIRONMENTS,
        (at) => {
          const tenant = tenants[who(at)];
          if (!tenant) throw new Error("There is no such environment");
          return post(`/api/admin/domains/${ids[who(at)]}/verify`, tenant);
        },
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      const told = answers.map(({ body }, at) => ({ at: who(at), status: Looked.parse(body).status }));
      const winners = new Set(told.filter(({ status }) => status === "verified").map(({ at }) => at));
      expect(winners.size, `${name} has one owner`).toBe(1);
      const [winner = -1] = winners;
      expect(told).toEqual(told.map(({ at }) => ({ at, status: at === winner ? "verified" : "checking" })));
      const held = await rig.sql<{ environment_id: string }>(
        "SELECT environment_id FROM domains WHERE name = $1 AND verified_at IS NOT NULL",
        [name],
      );
      expect(held).toEqual([{ environment_id: tenants[winner]?.environmentId }]);
    }

    const tell = "SELECT data->>'domain' AS name FROM audit_log WHERE type = 'domain.verified' ORDER BY 1";
    await until(async () => (await rig.sql(tell)).length >= ROUNDS);
    expect(await rig.sql(tell), "and it is told once").toEqual(names.map((name) => ({ name })));
  });
});
