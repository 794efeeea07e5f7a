import { describe, expect, it } from "vitest";
import { measureSms } from "@/lib/core/sms-segments";

const sizes: readonly (readonly [
  what: string,
  text: string,
  encoding: string,
  characters: number,
  segments: number,
])[] = [
  ["nothing", "", "GSM-7", 0, 1],
  ["a full segment", "a".repeat(160), "GSM-7", 160, 1],
  ["one more", "a".repeat(161), "GSM-7", 161, 2],
  ["two full segments that are joined", "a".repeat(306), "GSM-7", 306, 2],
  ["one more of them", "a".repeat(307), "GSM-7", 307, 3],
  ["letters of the alphabet that are not ASCII", "àéùçÉÖñ¿".replace("ç", "Ç"), "GSM-7", 8, 1],
  ["signs behind an escape", "€[]{}~^|\\", "GSM-7", 18, 1],
  ["80 signs behind an escape", "€".repeat(80), "GSM-7", 160, 1],
  ["a sign behind an escape at the end of a segment", `${"a".repeat(152)}€${"a".repeat(152)}`, "GSM-7", 306, 3],
  ["a letter that the alphabet lacks", "Dziękuję", "UCS-2", 8, 1],
  ["a typographic apostrophe", "Don’t", "UCS-2", 5, 1],
  ["a full segment of UCS-2", "я".repeat(70), "UCS-2", 70, 1],
  ["one more", "я".repeat(71), "UCS-2", 71, 2],
  ["two full segments of UCS-2", "я".repeat(134), "UCS-2", 134, 2],
  ["a character of two units", "😀".repeat(35), "UCS-2", 70, 1],
  ["characters of two units, of which none is parted", "😀".repeat(67), "UCS-2", 134, 3],
];

describe("measureSms", () => {
  it.each(sizes)("%s", (_, text, encoding, characters, segments) => {
    expect(measureSms(text)).toEqual({ encoding, characters, segments });
  });

  it("counts the line that binds a code to a domain", () => {
    const text = "482913507 is your Acme code. Don't share it.\n\n@acme.com #482913507";
    expect(measureSms(text)).toEqual({ encoding: "GSM-7", characters: 66, segments: 1 });
  });
});
