import { oneLine } from "./one-line";
import { DisplayName } from "./wire";

const BRAND_MAX = 64;
const WEB_ADDRESS = /:\/\/|\bwww\.|\.[a-z]{2,}[/?#]/i;

/**
 * A project's name. It stands in every message: mail programs make links of addresses in a text, and a link in a message
 * with a code is what phishing looks like.
 */
export const BrandName = DisplayName.max(BRAND_MAX)
  .refine((name) => !WEB_ADDRESS.test(name), "Must not contain an address of the web")
  .refine((name) => !name.includes("@"), "Must not contain an email address");

/**
 * A name from elsewhere as a project may have it: without words that are addresses, and cut. Null where nothing is
 * left.
 */
export function brandNameFrom(name: string): string | null {
  if (BrandName.safeParse(name).success) return name;
  const words = oneLine(name, name.length).split(" ");
  const kept = words.filter((word) => !WEB_ADDRESS.test(word) && !word.includes("@")).join(" ");
  const cut = BrandName.safeParse(kept.slice(0, BRAND_MAX).replace(/[\uD800-\uDBFF]$/, ""));
  return cut.success ? cut.data : null;
}
