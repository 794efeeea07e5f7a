import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Timeline } from "@/components/verifications/timeline";
import type { TimelineEntry } from "@/lib/messages/contract";

const at = new Date("2026-11-20T14:22:10Z");
const entry = (changes: Partial<TimelineEntry>): TimelineEntry => ({
  at,
  type: "verified",
  messageId: null,
  channel: null,
  provider: null,
  reason: null,
  detail: null,
  actor: { id: "key:k1", name: "Checkout server" },
  ip: "203.0.113.1",
  userAgent: "Browser/1",
  requestId: "req_1",
  attemptsRemaining: null,
  webhook: null,
  ...changes,
});

describe("a timeline on its page", () => {
  it("says once who asked, and keeps the provider's own words behind Details", () => {
    const tried = { provider: "resend", reason: "timeout", detail: "no answer within 8 s" } as const;
    const html = renderToStaticMarkup(
      <Timeline
        entries={[entry({}), entry({ type: "signed_in" }), entry({ type: "tried", requestId: null, ...tried })]}
        messages={[]}
        startedAt={at}
        project="northwind"
        environment="live"
      />,
    );
    expect(html.match(/By Checkout server/g)).toHaveLength(2);
    expect(html).toContain("Signed in, tokens issued");
    expect(html).toContain("Resend did not take it");
    expect(html).toContain("It did not answer in time");
    expect(html).toMatch(/<details[^>]*><summary[^>]*>Details<\/summary>.*no answer within 8 s/);
    expect(html).toContain('href="/dashboard/northwind/live/logs/req_1"');
  });
});
