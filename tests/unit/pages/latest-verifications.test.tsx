import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { environmentPath } from "@/components/frame/paths";
import { LatestVerifications } from "@/components/verifications/latest-verifications";
import type { Verification } from "@/lib/messages/contract";

const startedAt = new Date("2026-11-20T14:22:00Z");
const verification: Verification = {
  id: "019a9f3e-7c1a-7cc2-9d8e-3f1d5a2b4c01",
  recipient: "+1•••••••0123",
  recipientType: "phone",
  username: "ada",
  recipientKnown: true,
  tenantId: null,
  country: "US",
  purpose: "sign_in",
  state: "wrong",
  attempts: 1,
  attemptsMax: 5,
  channel: "sms",
  provider: "mailbox",
  delivery: "in_mailbox",
  locale: "en",
  templateVersion: 0,
  startedAt,
  endsAt: startedAt,
  verifiedAt: null,
  tookSeconds: 4,
};

it("the latest verifications say the username that was asked for, never whom it stands for, in wide windows and narrow", () => {
  const path = environmentPath("northwind", "test", "verifications");
  const page = renderToStaticMarkup(<LatestVerifications verifications={[verification]} path={path} />);
  expect(page.match(/>ada<\/a>/g)).toHaveLength(2);
  expect(page).not.toContain("0123");
  expect(page.match(/Wrong code \(1 of 5\)/g)).toHaveLength(2);
});
