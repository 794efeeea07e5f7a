import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { readAuditFilters } from "@/components/audit/audit-entry";
import { ChainState } from "@/components/audit/chain-state";
import { Diff } from "@/components/audit/diff";

const text = (markup: string) => markup.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

describe("what an entry of the audit log changed", () => {
  it("is told in words and signs, field by field, without what stayed", () => {
    const before = { name: "Old", codes: { attempts: 5, length: 9 }, events: [] };
    const after = { name: "New", codes: { attempts: 3, length: 9 }, events: ["otp.verified"] };
    const said = text(renderToStaticMarkup(<Diff before={before} after={after} />));
    expect(said).toContain("− Before: codes.attempts: 5 + After: codes.attempts: 3");
    expect(said).toContain("Before: name: &quot;Old&quot; + After: name: &quot;New&quot;");
    expect(said).toContain("After: events: [&quot;otp.verified&quot;]");
    expect(said).not.toContain("length");
  });

  it("has only one side where something was made or taken away", () => {
    expect(text(renderToStaticMarkup(<Diff before={null} after={{ name: "Key" }} />))).not.toContain("Before");
    expect(text(renderToStaticMarkup(<Diff before={{ name: "Key" }} after={null} />))).not.toContain("After");
    expect(text(renderToStaticMarkup(<Diff before={{ a: 1 }} after={{ a: 1 }} />))).toContain("No field differs.");
  });

  it("runs nothing that somebody has put in", () => {
    expect(renderToStaticMarkup(<Diff before={null} after={{ name: "<script>x</script>" }} />)).not.toContain(
      "<script>",
    );
  });
});

describe("the state of the chain", () => {
  const path = "/dashboard/northwind/live/audit" as const;
  const fine = { checked: 12, fromSeq: 1, toSeq: 12, firstBad: null, nextAfterSeq: null, head: null };

  it("is one line while nobody has touched it", () => {
    const said = text(renderToStaticMarkup(<ChainState found={fine} path={path} />));
    expect(said).toContain("Chain intact");
    expect(said).toContain("Entries 1 to 12 are as they were written.");
  });

  it("says what it cannot show, and what to keep against that", () => {
    const found = { ...fine, head: { seq: 12, link: "0007ab" } };
    const said = text(renderToStaticMarkup(<ChainState found={found} path={path} />));
    expect(said).toContain("can set all of it back to an earlier state");
    expect(said).toContain("0007ab");
  });

  it("goes on where there was not enough time", () => {
    const markup = renderToStaticMarkup(<ChainState found={{ ...fine, nextAfterSeq: 12 }} path={path} />);
    expect(markup).toContain("checked=12");
  });

  it("is an alert that names the first bad entry and links to it", () => {
    const firstBad = {
      seq: 7,
      id: "019a9d8e-0000-7000-8000-0000000000aa",
      reason: "altered",
      detail: "Its content is not what was sealed",
    } as const;
    const markup = renderToStaticMarkup(<ChainState found={{ ...fine, firstBad }} path={path} />);
    expect(markup).toContain('role="alert"');
    expect(text(markup)).toContain("Entry 7 is the first that does not fit. Its content is not what was sealed.");
    expect(markup).toContain(`${path}/${firstBad.id}`);
    expect(text(markup)).not.toContain("Chain intact");
  });
});

describe("a chain whose key is gone", () => {
  it("is no alarm, but says what cannot be checked, and what helps", () => {
    const firstBad = { seq: 1, id: null, reason: "unknown_key", detail: "" } as const;
    const found = { checked: 0, fromSeq: null, toSeq: null, firstBad, nextAfterSeq: null, head: null };
    const markup = renderToStaticMarkup(<ChainState found={found} path="/dashboard/northwind/live/audit" />);
    expect(markup).not.toContain('role="alert"');
    expect(text(markup)).toContain("Entry 1 was sealed with a root secret that is not listed any more");
  });
});

describe("the filters of the log's address", () => {
  it("are texts of bounded length, and nothing else", () => {
    const read = readAuditFilters({ q: " key ", type: ["a", "b"], ip: "x".repeat(500), other: "1" });
    expect(read).toMatchObject({ q: "key", type: "", actor: "" });
    expect(read.ip).toHaveLength(100);
    expect(read).not.toHaveProperty("other");
  });
});
