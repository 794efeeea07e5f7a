import { describe, expect, it } from "vitest";
import { activeUsersOf, type CountedEvent, usageOf, usageOfActiveUsers } from "@/lib/outbox/usage-of-events";

const ENVIRONMENT = "019a9d8e-0000-7000-8000-000000000001";
const KEY = "019a9d8e-0000-7000-8000-000000000002";
const USER = "019a9d8e-0000-7000-8000-000000000003";

function event(type: string, data: unknown = {}, more: Partial<CountedEvent> = {}): CountedEvent {
  return {
    environmentId: ENVIRONMENT,
    type,
    data,
    actor: `key:${KEY}`,
    at: new Date("2026-03-31T23:59:59.9Z"),
    ...more,
  };
}

/** The rows of one period, as `metric dimension count`. */
const linesOf = (events: CountedEvent[], retracted: CountedEvent[] = [], period = "hour") =>
  usageOf(events, retracted)
    .filter((row) => row.period === period)
    .map(({ metric, dimension, count }) => `${metric} ${dimension} ${count}`)
    .sort();

describe("usageOf", () => {
  it("counts an event once, and once for each of its dimensions, in its hour, day and month", () => {
    const requested = event("otp.requested", { channel: "sms", country: "GB", purpose: "sign_in" });
    expect(linesOf([requested, requested])).toEqual([
      "otp.requested  2",
      "otp.requested channel:sms 2",
      "otp.requested country:GB 2",
      `otp.requested key:${KEY} 2`,
    ]);
    const starts = usageOf([requested]).filter(({ dimension }) => dimension === "");
    expect(starts.map(({ period, startsAt }) => `${period} ${startsAt.toISOString()}`)).toEqual([
      "hour 2026-03-31T23:00:00.000Z",
      "day 2026-03-31T00:00:00.000Z",
      "month 2026-03-01T00:00:00.000Z",
    ]);
  });

  it("puts the time that verifying took into a bucket", () => {
    const within = (seconds: number) => linesOf([event("otp.verified", { seconds }, { actor: null })]);
    expect(within(0)).toEqual(["otp.verified  1", "otp.verified.seconds 2 1"]);
    expect(within(26.1)).toContain("otp.verified.seconds 30 1");
    expect(within(601)).toContain("otp.verified.seconds more 1");
  });

  it("takes back what turned out to be something else", () => {
    const failed = event("otp.failed", {}, { actor: null });
    const verified = event("otp.verified", {}, { actor: null });
    expect(linesOf([verified], [failed])).toEqual(["otp.failed  -1", "otp.verified  1"]);
    expect(linesOf([failed], [failed])).toEqual([]);
  });

  it("counts nothing that is not usage, and no dimension that it cannot read", () => {
    expect(usageOf([event("api_key.created"), event("constructor")])).toEqual([]);
    const odd = event("otp.requested", { channel: "SMS; DROP", country: "gb" }, { actor: "member:x" });
    expect(linesOf([odd])).toEqual(["otp.requested  1"]);
    expect(linesOf([event("otp.requested", null, { actor: null })])).toEqual(["otp.requested  1"]);
  });
});

describe("active users", () => {
  it("are who signed in, once a day and once a month", () => {
    const login = event("user.logged_in", { user_id: USER });
    const rows = activeUsersOf([login, login, event("user.created", { user_id: USER })]);
    expect(rows.map(({ period, userId }) => `${period} ${userId}`)).toEqual([`day ${USER}`, `month ${USER}`]);
    expect(usageOfActiveUsers(rows).map(({ period, count }) => `${period} ${count}`)).toEqual(["day 1", "month 1"]);
  });
});
