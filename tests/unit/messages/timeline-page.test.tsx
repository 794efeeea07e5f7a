import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Timeline } from "@/components/verifications/timeline";
import { WrittenAs, writtenPath } from "@/components/verifications/written-as";
import type { TimelineEntry, VerificationMessage } from "@/lib/messages/contract";

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
        purpose="sign_in"
        startedAt={at}
        project="northwind"
        environment="live"
      />,
    );
    expect(html.match(/By Checkout server/g)).toHaveLength(2);
    expect(html).toContain("2026-11-20 14:22:10.000 UTC");
    expect(html).toContain("Signed in, tokens issued");
    expect(html).toContain("Resend did not take it");
    expect(html).toContain("It did not answer in time");
    expect(html).toMatch(/<details[^>]*><summary[^>]*>Details<\/summary>.*no answer within 8 s/);
    expect(html).toContain('href="/dashboard/northwind/live/logs/req_1"');
  });

  it("leads from each message to the version of the template that it was written by", () => {
    const message = (id: string, changes: Partial<VerificationMessage>): VerificationMessage => ({
      ...{ id, channel: "email", provider: "smtp", providerMessageId: null, locale: "de", templateVersion: 3 },
      ...{ delivery: "accepted", sentAt: at, expiresAt: at, segments: null, costMicros: null },
      ...changes,
    });
    const messages = [message("m1", {}), message("m2", { locale: "pt-BR", templateVersion: 0 })];
    const html = renderToStaticMarkup(
      <Timeline
        entries={messages.map(({ id }) => entry({ type: "requested", messageId: id }))}
        messages={messages}
        purpose="step_up"
        startedAt={at}
        project="northwind"
        environment="live"
      />,
    );
    const templates = "/dashboard/northwind/live/templates/email/step_up";
    expect(html).toMatch(new RegExp(`In German</span><a[^>]*href="${templates}/de/v3"[^>]*>Template version 3</a>`));
    expect(html).toMatch(
      new RegExp(`In Brazilian Portuguese</span><a[^>]*href="${templates}/pt-BR"[^>]*>Built-in design</a>`),
    );
  });
});

describe("what a message was written by", () => {
  it("leads nowhere while it is not known, or for a reader who has no page of it", () => {
    const place = { channel: "email", purpose: "sign_in" };
    expect(writtenPath("northwind", "test", { ...place, locale: null, templateVersion: null })).toBeNull();
    expect(renderToStaticMarkup(<WrittenAs locale={null} templateVersion={null} href={null} />)).toBe("");
    const html = renderToStaticMarkup(<WrittenAs locale="en" templateVersion={2} href={null} />);
    expect(html).toBe("<span>In English</span><span>Template version 2</span>");
  });
});
