import { describe, expect, it } from "vitest";
import { BOUNDS, createTelemetry, type Noted } from "@/lib/usage/telemetry";

const environment = (number: number) => `019a9d8e-0000-7000-8000-${String(number).padStart(12, "0")}`;

function noted(more: Partial<Noted> = {}): Noted {
  return {
    environmentId: environment(1),
    requestId: "req_a",
    at: new Date("2026-11-20T10:59:59.999Z"),
    method: "POST",
    route: "/api/auth/request-otp",
    path: "/api/auth/request-otp",
    status: 200,
    ms: 12.5,
    error: null,
    actor: "key:019a9d8e-0000-7000-8000-0000000000aa",
    ip: "203.0.113.1",
    userAgent: "ninepin-node/1.0.0",
    request: { body: { email: "ada@example.com" } },
    response: { preview_code: "123456789" },
    ...more,
  };
}

describe("telemetry", () => {
  it("sums up requests of a kind by minute, and measures them by hour", () => {
    const telemetry = createTelemetry();
    for (let at = 0; at < 3; at += 1) telemetry.note(noted({ ms: 10 * (at + 1) }));
    telemetry.note(noted({ at: new Date("2026-11-20T11:00:00Z") }));
    telemetry.note(noted({ status: 429, error: "rate_limited" }));
    const counts = telemetry.take().counts.map((row) => [new Date(row.startsAt).toISOString(), row.status, row.count]);
    expect(counts).toEqual([
      ["2026-11-20T10:59:00.000Z", 200, 3],
      ["2026-11-20T11:00:00.000Z", 200, 1],
      ["2026-11-20T10:59:00.000Z", 429, 1],
    ]);
    expect(telemetry.takeLatencies().map(({ startsAt, sketch }) => [startsAt.toISOString(), sketch.count])).toEqual([
      ["2026-11-20T10:00:00.000Z", 4],
      ["2026-11-20T11:00:00.000Z", 1],
    ]);
    expect([telemetry.take().counts, telemetry.takeLatencies()], "handed out once").toEqual([[], []]);
  });

  it("keeps a request without its secrets", () => {
    const telemetry = createTelemetry();
    telemetry.note(noted());
    const [row] = telemetry.take().logs;
    expect(row).toMatchObject({
      method: "POST",
      path: "/api/auth/request-otp",
      durationMs: 13,
      request: { body: { email: "a•••@example.com" } },
      response: { preview_code: "•••" },
    });
  });

  it("holds no more than its bounds, shares them between environments, and counts what it drops", () => {
    const telemetry = createTelemetry();
    const loud = BOUNDS.logsOfEnvironment + 10;
    for (let at = 0; at < loud; at += 1) telemetry.note(noted());
    telemetry.note(noted({ environmentId: environment(2) }));
    const first = telemetry.take();
    expect(first.logs.length).toBe(BOUNDS.logsOfEnvironment + 1);
    expect(first.logs.at(-1)?.environmentId).toBe(environment(2));
    expect(first.dropped).toEqual({ counts: 0, latencies: 0, logs: 10 });
    expect(first.counts[0]?.count, "counts go on").toBe(loud);

    const many = BOUNDS.counts + 5;
    for (let at = 0; at < many; at += 1) telemetry.note(noted({ environmentId: environment(at) }));
    const second = telemetry.take();
    expect([second.counts.length, second.logs.length]).toEqual([BOUNDS.counts, BOUNDS.logs]);
    expect(second.dropped).toEqual({
      counts: 5,
      latencies: many - BOUNDS.sketches,
      logs: many - BOUNDS.logs,
    });
    expect(telemetry.take().dropped).toEqual({ counts: 0, latencies: 0, logs: 0 });
  });

  it("takes back what could not be written", () => {
    const telemetry = createTelemetry();
    telemetry.note(noted());
    const { counts } = telemetry.take();
    telemetry.note(noted());
    telemetry.giveBack(counts);
    expect(telemetry.take().counts.map(({ count }) => count)).toEqual([2]);
  });
});
