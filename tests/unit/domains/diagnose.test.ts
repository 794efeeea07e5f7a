import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { diagnose } from "@/lib/domains/diagnose";
import { startLookUps } from "@/lib/domains/look-up";
import { problemText } from "@/lib/domains/problem";
import { recordsOf } from "@/lib/domains/records";
import { findZone, relativeName } from "@/lib/domains/zone";
import { type RecordDns, startRecordDns } from "@/tests/support/dns-records";

const NAME = "mail.northwind.dev";
const ZONE = "northwind.dev";
const KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A".repeat(12);
const RECORDS = recordsOf(
  { name: NAME, token: "0123456789abcdef", dkimSelector: "np1", dkimPublicKey: KEY, providerRecords: [] },
  { email: { from: "Ninepin <login@mail.ninepin.dev>", smtpUrl: null } },
);
const OWNERSHIP = "_ninepin.mail.northwind.dev";
const PROOF = "ninepin-verify=0123456789abcdef";
const DKIM = "np1._domainkey.mail.northwind.dev";

let servers: RecordDns[] = [];

beforeAll(async () => {
  servers = await Promise.all([startRecordDns(), startRecordDns(), startRecordDns()]);
});
beforeEach(() => {
  for (const server of servers) {
    server.clear();
    server.behave("answer");
  }
});
afterAll(async () => {
  for (const server of servers) await server.close();
});

const everywhere = (...[type, name, ...values]: Parameters<RecordDns["set"]>) => {
  for (const server of servers) server.set(type, name, ...values);
};

/** What is found of a record, with the sentence that people read. */
async function look(key: string) {
  const record = RECORDS.find((each) => each.key === key);
  if (!record) throw new Error(`There is no record ${key}`);
  const { lookUp, end } = startLookUps(servers.map(({ server }) => server));
  try {
    const { status, found, diagnosis } = await diagnose(lookUp, record, { name: NAME, zone: ZONE, registrable: ZONE });
    const { value } = record;
    const host = relativeName(record.name, ZONE);
    const detail = diagnosis && problemText(diagnosis, { name: host, value, zone: ZONE });
    return { status, problem: diagnosis?.problem ?? null, found, detail };
  } finally {
    end();
  }
}

describe("the record that proves a domain", () => {
  it("is found by its exact value, beside whatever else is there", async () => {
    everywhere("TXT", OWNERSHIP, "something else", PROOF);
    expect(await look("ownership")).toMatchObject({ status: "found", problem: null });
  });

  it.each([`${PROOF}0`, `x ${PROOF}`, PROOF.toUpperCase(), PROOF.slice(0, -1), "ninepin-verify=", "v=spf1 -all"])(
    "is not found by %s",
    async (value) => {
      everywhere("TXT", OWNERSHIP, value);
      expect(await look("ownership")).toMatchObject({ status: "wrong", found: [value] });
    },
  );

  it("is missing where there is nothing", async () => {
    expect(await look("ownership")).toMatchObject({ status: "missing", problem: "missing" });
  });

  it("is told apart where the zone's name was doubled", async () => {
    everywhere("TXT", `${OWNERSHIP}.northwind.dev`, PROOF);
    expect(await look("ownership")).toEqual({
      status: "wrong",
      problem: "doubled_zone",
      found: [PROOF],
      detail:
        "It is at _ninepin.mail.northwind.dev.northwind.dev: your DNS host adds northwind.dev by itself. Enter _ninepin.mail as the name.",
    });
  });

  it.each(["mail.northwind.dev", "northwind.dev", "_ninepin.northwind.dev"])("is found to be at %s", async (at) => {
    everywhere("TXT", at, PROOF);
    expect(await look("ownership")).toMatchObject({
      problem: "wrong_name",
      detail: `It is at ${at}. Move it: enter _ninepin.mail as the name.`,
    });
  });

  it("is seen through quotation marks that became part of it", async () => {
    everywhere("TXT", OWNERSHIP, `"${PROOF}"`);
    expect(await look("ownership")).toMatchObject({ status: "wrong", problem: "extra_quotes" });
  });

  it("is on its way while some resolvers do not see it", async () => {
    servers[1]?.set("TXT", OWNERSHIP, PROOF);
    expect(await look("ownership")).toMatchObject({
      status: "propagating",
      detail: "On its way: 1 of 3 resolvers sees it. There is nothing to change.",
    });
  });

  it("counts without a resolver that cannot tell, and is unknown where none can", async () => {
    everywhere("TXT", OWNERSHIP, PROOF);
    servers[0]?.behave("fail");
    expect(await look("ownership")).toMatchObject({ status: "found" });
    for (const server of servers) server.behave("fail");
    expect(await look("ownership")).toMatchObject({ status: "unknown", problem: "unreachable" });
  });
});

describe("the DKIM record", () => {
  it("is found by its key, in pieces and with blanks", async () => {
    everywhere("TXT", DKIM, `v=DKIM1;k=rsa;  p=${KEY.slice(0, 100)} ${KEY.slice(100)}`);
    expect(await look("dkim")).toMatchObject({ status: "found" });
  });

  it("is cut where quotation marks are missing", async () => {
    everywhere("TXT", DKIM, "v=DKIM1");
    expect(await look("dkim")).toMatchObject({
      problem: "missing_quotes",
      detail:
        "The value ends after “v=DKIM1”: your DNS host cuts it there. Put quotation marks around the whole value.",
    });
  });

  it("is not found with another key, or a revoked one", async () => {
    everywhere("TXT", DKIM, "v=DKIM1; k=rsa; p=");
    expect(await look("dkim")).toMatchObject({ status: "wrong" });
    everywhere("TXT", DKIM, `v=DKIM1; k=rsa; p=${KEY.replace("M", "N")}`);
    expect(await look("dkim")).toMatchObject({ status: "wrong", problem: "wrong_value" });
  });
});

describe("the SPF record", () => {
  const US = "include:mail.ninepin.dev";

  it("is found where one record names us", async () => {
    everywhere("TXT", NAME, "google-site-verification=x", `v=spf1 include:_spf.google.com ${US} -all`);
    expect(await look("spf")).toMatchObject({ status: "found" });
  });

  it("is none where there are two, and says the one to make of them", async () => {
    everywhere("TXT", NAME, "v=spf1 include:_spf.google.com -all", `v=spf1 ${US} ~all`);
    expect(await look("spf")).toMatchObject({
      problem: "two_records",
      detail: `There are two records, and mail servers then use none. Make them one: v=spf1 include:_spf.google.com ${US} -all`,
    });
  });

  it("says what to change where another one is there", async () => {
    everywhere("TXT", NAME, "v=spf1 mx ~all");
    const { detail } = await look("spf");
    expect(detail).toBe(`There is a record without us. Change it to: v=spf1 mx ${US} ~all`);
  });

  it("is wrong with more than ten look-ups, whatever refers to whatever", async () => {
    everywhere("TXT", NAME, `v=spf1 ${US} include:one.dev ~all`);
    everywhere("TXT", "one.dev", `v=spf1 include:two.dev include:one.dev ${"mx ".repeat(4)}-all`);
    everywhere("TXT", "two.dev", "v=spf1 a mx exists:%{i}.x.dev -all");
    expect(await look("spf")).toMatchObject({ problem: "too_many_lookups" });
    everywhere("TXT", "two.dev", "v=spf1 a -all");
    expect(await look("spf")).toMatchObject({ status: "found" });
  });
});

describe("the DMARC record", () => {
  it("is the registered domain's where the name has none of its own", async () => {
    everywhere("TXT", "_dmarc.northwind.dev", "v=DMARC1; p=reject");
    expect(await look("dmarc")).toMatchObject({ status: "found" });
  });

  it("is none where there are two", async () => {
    everywhere("TXT", "_dmarc.mail.northwind.dev", "v=DMARC1; p=none", "v=DMARC1; p=reject");
    expect(await look("dmarc")).toMatchObject({ problem: "two_records" });
  });
});

describe("the return path", () => {
  const HOST = "np-bounces.mail.northwind.dev";

  it("is found by where it leads", async () => {
    everywhere("CNAME", HOST, "Mail.Ninepin.dev");
    expect(await look("return_path")).toMatchObject({ status: "found" });
  });

  it("is behind a proxy where an address answers", async () => {
    everywhere("A", HOST, "104.16.0.1");
    expect(await look("return_path")).toMatchObject({ problem: "proxied", found: ["104.16.0.1"] });
  });

  it("lacks its last dot where the zone was added", async () => {
    everywhere("CNAME", HOST, "mail.ninepin.dev.northwind.dev");
    expect(await look("return_path")).toMatchObject({
      problem: "missing_dot",
      detail: expect.stringContaining("End the value with a dot: mail.ninepin.dev."),
    });
  });
});

describe("the zone of a domain", () => {
  const find = async () => {
    const { lookUp, end } = startLookUps(servers.map(({ server }) => server));
    try {
      return await findZone(lookUp, NAME, ZONE);
    } finally {
      end();
    }
  };

  it("is the nearest name with name servers, whose company we may know", async () => {
    everywhere("NS", ZONE, "ada.ns.cloudflare.com", "bob.ns.cloudflare.com");
    expect(await find()).toMatchObject({ name: ZONE, host: { name: "Cloudflare" } });
    everywhere("NS", NAME, "ns1.other.dev");
    expect(await find()).toEqual({ name: NAME, host: null });
  });

  it("is what was registered where nobody can tell", async () => {
    for (const server of servers) server.behave("fail");
    expect(await find()).toEqual({ name: ZONE, host: null });
  });
});
