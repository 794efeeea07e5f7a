import { describe, expect, it } from "vitest";
import { filtersOf } from "@/app/dashboard/[project]/[environment]/audit/filters-of";
import { queryOf } from "@/app/dashboard/[project]/[environment]/logs/query-of";
import { pageAt } from "@/app/dashboard/page-at";
import { readAuditFilters } from "@/components/audit/audit-entry";
import { readLogFilters } from "@/components/logs/log-entry";
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

  it("begins at the start of a list for a cursor that is none of it", async () => {
    const list = async ({ cursor }: Page) => (cursor === null ? "first" : fail("invalid_request"));
    expect(await pageAt("x", 20, list)).toBe("first");
    expect(await pageAt(["x", "y"], 20, list)).toBe("first");
    expect(await pageAt(undefined, 20, list)).toBe("first");
    await expect(pageAt("x", 20, async () => fail("forbidden"))).rejects.toMatchObject({ code: "forbidden" });
  });
});
