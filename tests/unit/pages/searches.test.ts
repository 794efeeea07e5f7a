import { describe, expect, it } from "vitest";
import { filtersOf } from "@/app/dashboard/[project]/[environment]/audit/filters-of";
import { queryOf } from "@/app/dashboard/[project]/[environment]/logs/query-of";
import { queryOf as verificationsOf } from "@/app/dashboard/[project]/[environment]/verifications/query-of";
import { pageAt } from "@/app/dashboard/page-at";
import { readAuditFilters } from "@/components/audit/audit-entry";
import { namedFilters } from "@/components/filters/filters";
import { readLogFilters } from "@/components/logs/log-entry";
import { readVerificationFilters } from "@/components/verifications/verification-filters";
import { fail } from "@/lib/core/errors";
import type { Page } from "@/lib/core/wire";

const NOW = new Date("2027-01-31T12:00:00Z");
const AUDIT = ["q", "type", "actor", "target", "ip", "request"] as const;

describe("what an address asks for", () => {
  it.each(AUDIT)("finds nothing in the audit log for a %s with NUL", (name) => {
    expect(filtersOf(readAuditFilters({ [name]: "\0secret@example.com" }), NOW)).toBeNull();
  });

  it.each(["path", "code", "key"])("finds no request for a %s with NUL", (name) => {
    expect(queryOf(readLogFilters({ [name]: "\0x" }), null, NOW)).toBeNull();
    expect(queryOf(readLogFilters({ [name]: "req_\0" }), null, NOW)).toBeNull();
  });

  it("reads the filters of the log as the API does, and leaves out what is empty", () => {
    expect(queryOf(readLogFilters({}), null, NOW)).toMatchObject({ limit: 50, cursor: null, path: null, from: null });
    expect(queryOf(readLogFilters({ status: "4xx", path: "req_1", since: "1h" }), "c", NOW)).toMatchObject({
      cursor: "c",
      statusClass: 4,
      path: null,
      requestId: "req_1",
      from: new Date("2027-01-31T11:00:00Z"),
    });
    expect(queryOf(readLogFilters({ status: "9xx" }), null, NOW)).toMatchObject({ statusClass: null });
  });

  it("reads the filters of verifications as the API does, and finds nothing for what is none", () => {
    const of = (search: Record<string, string | string[]>) =>
      verificationsOf(readVerificationFilters(search), null, NOW);
    expect(of({})).toMatchObject({ limit: 50, country: null, state: null, from: null });
    expect(of({ country: " GB ", since: "15m", template: "3", state: "" })).toMatchObject({
      country: "GB",
      templateVersion: 3,
      from: new Date("2027-01-31T11:45:00Z"),
    });
    expect(of({ country: ["GB", "DE"] })).toMatchObject({ country: null });
    expect(of({ country: "gb" })).toBeNull();
    expect(of({ country: "XX" })).toBeNull();
    expect(of({ recipient: "\0" })).toBeNull();
  });

  it("carries on from page to page only the filters that are set", () => {
    expect(namedFilters(readLogFilters({ status: "4xx", path: " ", cursor: "c" }))).toEqual({ status: "4xx" });
  });

  it("begins at the start of a list for a cursor that is none of it", async () => {
    const list = async ({ cursor }: Page) => (cursor === null ? "first" : fail("invalid_request"));
    expect(await pageAt("x", 20, list)).toBe("first");
    expect(await pageAt(["x", "y"], 20, list)).toBe("first");
    expect(await pageAt(undefined, 20, list)).toBe("first");
    await expect(pageAt("x", 20, async () => fail("forbidden"))).rejects.toMatchObject({ code: "forbidden" });
  });
});
