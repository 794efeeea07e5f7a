import { describe, expect, it } from "vitest";
import { systemRandom } from "@/lib/core/random";
import { createKeyring } from "@/lib/core/secrets";
import { openMailboxContent, sealMailboxContent } from "@/lib/delivery/mailbox-content";
import { renderOtpMessage } from "@/lib/templates";

const keyring = createKeyring([{ id: 1, bytes: systemRandom.bytes(32) }], 0);
const place = {
  environmentId: "019a9f3e-7c1a-7cc2-9d8e-0123456789ab",
  messageId: "019a9f3e-7c1a-7cc2-9d8e-ba9876543210",
};

async function content() {
  const { subject, html, text } = await renderOtpMessage({
    purpose: "sign_in",
    channel: "email",
    locale: "en",
    brand: { name: "Nörthwind 名", domain: "northwind.dev", postalAddress: null },
    environmentKind: "test",
    code: "123456789",
    expiresMinutes: 10,
    destination: "ada@x.dev",
    context: { requestedAt: new Date() },
    codeInSubject: true,
  });
  return { subject, html, text, headers: [{ name: "Auto-Submitted", value: "auto-generated" }], code: "123456789" };
}

describe("the content of a Mailbox message", () => {
  it("opens as it was sealed", async () => {
    const given = await content();
    const sealed = sealMailboxContent(keyring, systemRandom, place, given);
    expect(openMailboxContent(keyring, place, sealed)).toEqual(given);
    const bare = { subject: null, html: null, text: "", headers: [], code: null };
    expect(openMailboxContent(keyring, place, sealMailboxContent(keyring, systemRandom, place, bare))).toEqual(bare);
  });

  it("is neither readable nor large where it is stored", async () => {
    const sealed = sealMailboxContent(keyring, systemRandom, place, await content());
    expect(sealed.toString("latin1")).not.toMatch(/123456789|Northwind|html/);
    expect(sealed.length).toBeLessThan(3_000);
  });

  it("opens in no other row, with no other key and after no change", async () => {
    const sealed = sealMailboxContent(keyring, systemRandom, place, await content());
    expect(() => openMailboxContent(keyring, { ...place, messageId: place.environmentId }, sealed)).toThrow();
    expect(() => openMailboxContent(keyring, { ...place, environmentId: place.messageId }, sealed)).toThrow();
    const other = createKeyring([{ id: 1, bytes: systemRandom.bytes(32) }], 0);
    expect(() => openMailboxContent(other, place, sealed)).toThrow();
    for (const at of [0, 4, 20, 40, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openMailboxContent(keyring, place, changed)).toThrow();
    }
  });
});
