import { describe, expect, it } from "vitest";
import { readBounds } from "@/lib/settings";

const good = { "codes.attempts": { max: 4 }, "retention.audit_days": { min: 365 } };

describe("readBounds", () => {
  it.each([
    { "codes.colour": { max: 3 } },
    { "codes.length": { max: "ten" } },
    { "codes.length": { min: 9, max: 7 } },
    { "codes.length": { most: 7 } },
    { "codes.length": null },
  ])("keeps every other bound beside %j", (unreadable) => {
    expect(readBounds({ ...unreadable, ...good })).toEqual(good);
  });

  it.each([null, undefined, [], "x", 3])("reads none in %j", (stored) => {
    expect(readBounds(stored)).toEqual({});
  });
});
