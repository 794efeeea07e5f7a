import type { Channel } from "@/lib/delivery/channel";

/** What a preview is filled with: everything known, only what has to be, or everything as long as it gets. */
export const SAMPLE_NAMES = ["full", "bare", "long"] as const;

export type SampleName = (typeof SAMPLE_NAMES)[number];

/** A made-up request for a code. */
export type Sample = {
  code: string;
  destination: string;
  expiresMinutes: number;
  recipientName: string | null;
  metadata: Readonly<Record<string, string>>;
  context: { requestedAt: Date; userAgent: string | null; location: string | null };
};

const CHROME =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

const LOCATIONS: Readonly<Record<SampleName, string | null>> = {
  full: "Leeds, United Kingdom",
  bare: null,
  long: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Isle of Anglesey, United Kingdom",
};

const DATA: Readonly<Record<SampleName, (name: string) => string>> = {
  full: (name) => name.replaceAll("_", " "),
  bare: () => "",
  long: (name) => `${name.replaceAll("_", " ")} `.repeat(20),
};

const NAMES: Readonly<Record<SampleName, string | null>> = {
  full: "Ada Lovelace",
  bare: null,
  long: "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior of Philadelphia and of Bergedorf at Hamburg",
};

/**
 * The sample of that name, with a code of so many digits and something for each name of the metadata: what is really
 * there is the customer's to know.
 */
export function sampleOf(
  name: SampleName,
  { channel, digits, dataNames }: { channel: Channel; digits: number; dataNames: readonly string[] },
  requestedAt: Date,
): Sample {
  const email = name === "long" ? `${"a".repeat(64)}@${"subdomain.".repeat(6)}example.com` : "ada@example.com";
  return {
    code: "4829135076".slice(0, digits),
    destination: channel === "email" ? email : "+14155550123",
    expiresMinutes: channel === "email" ? 10 : 5,
    recipientName: NAMES[name],
    metadata: Object.fromEntries(dataNames.map((data) => [data, DATA[name](data)])),
    context: { requestedAt, userAgent: name === "bare" ? null : CHROME, location: LOCATIONS[name] },
  };
}
