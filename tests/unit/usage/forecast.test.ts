import { describe, expect, it } from "vitest";
import { isNinepinError } from "@/lib/core/errors";
import { lastDays, rangeOf } from "@/lib/usage";
import { quotaState } from "@/lib/usage/read-current-usage";
import { secondsAt } from "@/lib/usage/seconds-histogram";

const day = { from: new Date("2026-11-20T00:00:00Z"), to: new Date("2026-11-21T00:00:00Z"), pace: 3 * 3600 };

describe("a quota's forecast", () => {
  it("goes on as the period went so far, and says when the quota is used up", () => {
    const noon = new Date("2026-11-20T12:00:00Z");
    expect(quotaState({ ...day, used: 600, limit: 1_000, now: noon })).toEqual({
      used: 600,
      limit: 1_000,
      resetsAt: day.to,
      forecast: 1_200,
      fullAt: new Date("2026-11-20T20:00:00Z"),
    });
    expect(quotaState({ ...day, used: 400, limit: 1_000, now: noon })).toMatchObject({ forecast: 800, fullAt: null });
  });

  it("says nothing too early, of what is full, of nothing, or without a limit", () => {
    const early = new Date("2026-11-20T02:59:00Z");
    expect(quotaState({ ...day, used: 600, limit: 1_000, now: early })).toMatchObject({ forecast: null, fullAt: null });
    const noon = new Date("2026-11-20T12:00:00Z");
    expect(quotaState({ ...day, used: 1_000, limit: 1_000, now: noon }).fullAt).toBeNull();
    expect(quotaState({ ...day, used: 0, limit: 1_000, now: noon })).toMatchObject({ forecast: 0, fullAt: null });
    expect(quotaState({ ...day, used: 600, limit: null, now: noon })).toMatchObject({ forecast: 1_200, fullAt: null });
  });
});

describe("secondsAt", () => {
  it("finds the median between the bounds of its bucket", () => {
    const histogram = new Map([
      ["10", 5],
      ["20", 10],
      ["more", 1],
    ]);
    expect(secondsAt(histogram, 0.5)).toBe(18.6);
    expect(secondsAt(histogram, 1)).toBe(600);
    expect(secondsAt(new Map(), 0.5)).toBeNull();
  });
});

describe("lastDays", () => {
  it("is of as many days or hours as it says, the running one among them", () => {
    for (const now of ["2026-11-21T00:00:00.000Z", "2026-11-21T12:34:56.789Z", "2026-11-21T23:59:59.999Z"]) {
      const days = lastDays("day", 30, new Date(now));
      expect([days.from.toISOString(), days.to.toISOString()]).toEqual([
        "2026-10-23T00:00:00.000Z",
        "2026-11-22T00:00:00.000Z",
      ]);
      const hours = lastDays("hour", 1, new Date(now));
      expect(hours.to.getTime() - hours.from.getTime()).toBe(24 * 3_600_000);
      expect(hours.to.getTime()).toBeGreaterThan(Date.parse(now));
    }
  });
});

describe("rangeOf", () => {
  const now = new Date("2026-11-20T15:04:05Z");
  const iso = (range: { from: Date; to: Date }) => [range.from.toISOString(), range.to.toISOString()];

  it("is the last thirty days, or the last day by hour, in whole days and hours", () => {
    expect(iso(rangeOf({ interval: "day", from: null, to: null }, now))).toEqual([
      "2026-10-22T00:00:00.000Z",
      "2026-11-21T00:00:00.000Z",
    ]);
    expect(iso(rangeOf({ interval: "hour", from: null, to: null }, now))).toEqual([
      "2026-11-19T16:00:00.000Z",
      "2026-11-20T16:00:00.000Z",
    ]);
    const within = { from: new Date("2026-11-01T13:00:00Z"), to: new Date("2026-11-02T00:00:00Z") };
    expect(iso(rangeOf({ interval: "day", ...within }, now))).toEqual([
      "2026-11-01T00:00:00.000Z",
      "2026-11-02T00:00:00.000Z",
    ]);
  });

  it("is 400 days at the most, and 31 by hour", () => {
    const back = (days: number) => new Date(Date.UTC(2026, 10, 21) - days * 86_400_000);
    const refused = (interval: "day" | "hour", days: number) => {
      try {
        rangeOf({ interval, from: back(days), to: back(0) }, now);
        return null;
      } catch (error) {
        return isNinepinError(error) ? error.code : "another error";
      }
    };
    expect([refused("day", 400), refused("day", 401), refused("hour", 31), refused("hour", 32)]).toEqual([
      null,
      "invalid_request",
      null,
      "invalid_request",
    ]);
  });
});
