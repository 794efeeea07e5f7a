import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { decrypt, encrypt } from "@/lib/core/encryption";
import type { Random } from "@/lib/core/random";
import type { Keyring } from "@/lib/core/secrets";

const MailboxContent = z.object({
  subject: z.string().nullable(),
  html: z.string().nullable(),
  text: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  code: z.string().nullable(),
});

/** What the Mailbox keeps of a message for as long as it is shown. */
export type MailboxContent = z.infer<typeof MailboxContent>;

/** The row that a content belongs to. Sealed with it, so that it opens in no other row. */
export type MailboxPlace = { environmentId: string; messageId: string };

// This runs inside request-otp: the first level makes 6 kB into 2 kB, the sixth hardly smaller. A message needs no more
// than a window of 8 KiB and its tables: to clear the usual 256 KiB takes as long as the rest (21 µs instead of 35).
const DEFLATE = { level: 1, windowBits: 13, memLevel: 5 } as const;
const MAX_BYTES = 1_048_576;

/** The content deflated and encrypted, as it is stored. */
export function sealMailboxContent(
  keyring: Keyring,
  random: Random,
  place: MailboxPlace,
  { subject, html, text, headers, code }: MailboxContent,
): Buffer {
  const json = JSON.stringify({ subject, html, text, headers, code });
  return encrypt(keyring, random, deflateRawSync(json, DEFLATE), contextOf(place));
}

/** Opens what `sealMailboxContent` made for the same place. Throws where it was changed, moved or its key is gone. */
export function openMailboxContent(keyring: Keyring, place: MailboxPlace, sealed: Uint8Array): MailboxContent {
  const json = inflateRawSync(decrypt(keyring, sealed, contextOf(place)), { maxOutputLength: MAX_BYTES });
  return MailboxContent.parse(JSON.parse(json.toString()));
}

function contextOf({ environmentId, messageId }: MailboxPlace): string {
  return `mailbox:${environmentId}:${messageId}`;
}
