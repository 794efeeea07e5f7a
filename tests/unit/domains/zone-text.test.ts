import { describe, expect, it } from "vitest";
import type { RecordView } from "@/components/domains/domain-view";
import { zoneText } from "@/components/domains/zone-text";

const record = (changes: Partial<RecordView>): RecordView => ({
  key: "ownership",
  purpose: "ownership",
  type: "TXT",
  name: "_ninepin.northwind.dev",
  host: "_ninepin",
  value: "ninepin-verify=1",
  priority: null,
  ttlSeconds: 3600,
  required: true,
  status: "not_checked",
  found: [],
  problem: null,
  detail: null,
  ...changes,
});

describe("records as a BIND zone", () => {
  it("have whole names with their dot, quoted texts and hosts with theirs", () => {
    const records = [
      record({}),
      record({ type: "CNAME", name: "np-bounces.northwind.dev", value: "mail.ninepin.dev" }),
      record({ type: "MX", name: "send.northwind.dev", value: "mx.ninepin.dev", priority: 20 }),
    ];
    expect(zoneText(records)).toBe(
      [
        '_ninepin.northwind.dev. 3600 IN TXT "ninepin-verify=1"',
        "np-bounces.northwind.dev. 3600 IN CNAME mail.ninepin.dev.",
        "send.northwind.dev. 3600 IN MX 20 mx.ninepin.dev.",
      ].join("\n"),
    );
  });

  it("cut a long text into strings of 255, and let no quotation mark end one", () => {
    const [long] = zoneText([record({ value: "x".repeat(600) })]).split("\n");
    expect(long?.match(/"x+"/g)?.map((each) => each.length - 2)).toEqual([255, 255, 90]);
    expect(zoneText([record({ value: 'a"b\\c' })])).toContain('"a\\"b\\\\c"');
  });
});
