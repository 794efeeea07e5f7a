import { describe, expect, it } from "vitest";
import { ATTEMPTS_MAX, readRetryAfter, waitAfter } from "@/lib/webhooks/schedule";

const WAITS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
const HOUR = 3_600;

describe("the wait before the next attempt", () => {
  it("follows the schedule, up to a tenth longer by chance, and ends with the eighth", () => {
    expect(ATTEMPTS_MAX).toBe(8);
    for (const [at, wait] of WAITS.entries()) {
      expect(waitAfter(at + 1, null, 0)).toBe(wait);
      expect(waitAfter(at + 1, null, 0.5)).toBeCloseTo(wait * 1.05);
      expect(waitAfter(at + 1, null, 1)).toBeCloseTo(wait * 1.1);
    }
    expect(waitAfter(8, null, 0)).toBeNull();
    expect(waitAfter(8, 60, 0), "whatever the receiver asks for").toBeNull();
    const whole = WAITS.reduce((sum, wait) => sum + wait, 0);
    expect(Math.round(whole / HOUR)).toBe(28);
  });

  it("is as long as the receiver asks for, never shorter than the schedule's and never beyond ten hours", () => {
    expect(waitAfter(1, 120, 0)).toBe(120);
    expect(waitAfter(2, 120, 0)).toBe(300);
    expect(waitAfter(2, 0, 1)).toBeCloseTo(330);
    expect(waitAfter(1, 999_999_999, 0)).toBe(10 * HOUR);
  });
});

describe("Retry-After", () => {
  const now = new Date("2026-11-20T14:00:00Z");

  it.each([
    ["120", 120],
    [" 7 ", 7],
    ["0", 0],
    ["Fri, 20 Nov 2026 14:10:00 GMT", 600],
    ["Fri, 20 Nov 2026 13:00:00 GMT", 0],
    ["soon", null],
    ["", null],
    [undefined, null],
  ])("%j asks for %j seconds", (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });
});
