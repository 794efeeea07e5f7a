import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EVENTS, isWebhookEvent, webhookEvents } from "@/lib/outbox/events";

describe("the catalogue of events", () => {
  it.each(webhookEvents())("shows an example of $type that is what its schema says, and small", ({ data, example }) => {
    expect(z.strictObject(data.shape).parse(example)).toEqual(example);
    expect(JSON.stringify(example).length).toBeLessThan(2_000);
  });

  it.each(webhookEvents())("has a JSON schema of $type that leaves room for what comes later", ({ data }) => {
    const schema = z.toJSONSchema(data, { io: "input" });
    expect(schema).toMatchObject({ type: "object" });
    expect(schema).not.toHaveProperty("additionalProperties");
  });

  it("tells webhooks of what PRODUCT names and of nothing internal", () => {
    const told = Object.entries(EVENTS).filter(([, { webhook }]) => webhook);
    expect(told.map(([type]) => type)).toEqual(webhookEvents().map(({ type }) => type));
    expect(isWebhookEvent("otp.verified")).toBe(true);
    for (const type of ["api_key.created", "webhook.created", "toString", "", "otp"]) {
      expect(isWebhookEvent(type)).toBe(false);
    }
  });

  it("says of every kind what it is, in a sentence, and since when", () => {
    for (const [type, { summary, since }] of Object.entries(EVENTS)) {
      expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/);
      expect(summary).toMatch(/^[A-Z].*\.$/);
      expect(since).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
