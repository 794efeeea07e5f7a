import { describe, expect, it } from "vitest";
import type { VerificationPageRow } from "@/db/queries/verification-pages";
import { toVerification } from "@/lib/messages/to-verification";

const OPENED = Date.parse("2026-11-20T14:22:10Z");
const passed = (seconds: number) => new Date(OPENED + seconds * 1000);

const row = (changes: Partial<VerificationPageRow>): VerificationPageRow => ({
  id: "019a0000-0000-7000-8000-000000000001",
  type: "email",
  value: "ada@example.com",
  username: null,
  tenant_id: null,
  purpose: "sign_in",
  state: "waiting",
  unknown: false,
  attempts: 0,
  attempts_max: 5,
  opened_at: passed(0),
  ends_at: passed(600),
  consumed_at: null,
  channel: "email",
  provider: "smtp",
  locale: "en",
  template_version: 0,
  delivery: "accepted",
  ...changes,
});

describe("how long a verification took", () => {
  it.each([
    ["goes on while a code can still be entered", row({}), 40, 40],
    ["ends with the right code", row({ state: "verified", consumed_at: passed(12) }), 9_000, 12],
    ["ends with its codes where none was entered", row({ state: "expired" }), 9_000, 600],
    ["ends with its codes where the tries were used up", row({ state: "locked", attempts: 5 }), 9_000, 600],
  ])("%s", (_, attempt, now, seconds) => {
    expect(toVerification(attempt, passed(now)).tookSeconds).toBe(seconds);
  });
});
