/**
 * What the network makes of a text message (3GPP TS 23.038 and 23.040): GSM-7 while every character is in its alphabet,
 * else UCS-2 for the whole text. `characters` are places: septets of GSM-7, UTF-16 units of UCS-2. One segment holds 160 or
 * 70 of them; of several, each gives up seven or three for what joins them.
 */
export type SmsSize = { encoding: "GSM-7" | "UCS-2"; characters: number; segments: number };

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** Behind an escape: two places each, which are never parted. */
const EXTENSION = new Set("\f^{}\\[~]|€");

const GSM7 = { alone: 160, joined: 153 } as const;
const UCS2 = { alone: 70, joined: 67 } as const;

/** Measures a text message. An empty one is one segment. */
export function measureSms(text: string): SmsSize {
  const characters = Array.from(text);
  const gsm7 = characters.every((character) => BASIC.has(character) || EXTENSION.has(character));
  const widths = characters.map((character) => (gsm7 ? (EXTENSION.has(character) ? 2 : 1) : character.length));
  const total = widths.reduce((sum, width) => sum + width, 0);
  const { alone, joined } = gsm7 ? GSM7 : UCS2;
  return {
    encoding: gsm7 ? "GSM-7" : "UCS-2",
    characters: total,
    segments: total <= alone ? 1 : segmentsOf(widths, joined),
  };
}

/** Filled one after the other: what takes two places goes into the next one whole. */
function segmentsOf(widths: readonly number[], room: number): number {
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > room) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return segments;
}
