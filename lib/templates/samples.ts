import type { Channel } from "@/lib/delivery/channel";

/** What a preview is filled with: everything known, only what has to be, or everything as long as it gets. */
export const SAMPLE_NAMES = ["full", "bare", "long"] as const;

export type SampleName = (typeof SAMPLE_NAMES)[number];

/** A made-up request for a code. */
export type Sample = {
  code: string;
  destination: string;
  expiresMinutes: number;
  context: { requestedAt: Date; userAgent: string | null; location: string | null };
};

const CHROME =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

const LOCATIONS: Readonly<Record<SampleName, string | null>> = {
  full: "Leeds, United Kingdom",
  bare: null,
  long: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Isle of Anglesey, United Kingdom",
};

/** The sample of that name, with a code of so many digits. */
export function sampleOf(name: SampleName, channel: Channel, digits: number, requestedAt: Date): Sample {
  const email = name === "long" ? `${"a".repeat(64)}@${"subdomain.".repeat(6)}example.com` : "ada@example.com";
  return {
    code: "4829135076".slice(0, digits),
    destination: channel === "email" ? email : "+14155550123",
    expiresMinutes: channel === "email" ? 10 : 5,
    context: { requestedAt, userAgent: name === "bare" ? null : CHROME, location: LOCATIONS[name] },
  };
}
