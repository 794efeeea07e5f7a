import { createHash, createPublicKey, verify } from "node:crypto";

/** Where the key of a signature is, and whether the mail is as it was signed (RFC 6376, relaxed/relaxed, rsa-sha256). */
export type DkimVerdict = { domain: string; selector: string; signed: readonly string[]; verifies: boolean };

/**
 * Checks the DKIM signature of a raw mail with the key in the TXT record that `keyOf` answers for a name; null for a
 * mail without one.
 */
export function verifyDkim(raw: string, keyOf: (name: string) => string | undefined): DkimVerdict | null {
  const split = raw.indexOf("\r\n\r\n");
  const headers = raw.slice(0, split).split(/\r\n(?![ \t])/);
  const signature = headers.find((header) => /^dkim-signature:/i.test(header));
  if (!signature) return null;
  const tags = tagsOf(signature.slice(signature.indexOf(":") + 1));
  const { d: domain = "", s: selector = "", h = "", b = "", bh = "" } = Object.fromEntries(tags);
  const signed = h.split(":").map((name) => name.trim().toLowerCase());
  const left = [...headers];
  const covered = signed.flatMap((name) => {
    const at = left.findLastIndex((header) => header.toLowerCase().startsWith(`${name}:`));
    return at < 0 ? [] : left.splice(at, 1).map(relaxed);
  });
  const own = relaxed(signature).replace(/(\bb=)[^;]*/, "$1");
  const published = Object.fromEntries(tagsOf(keyOf(`${selector}._domainkey.${domain}`) ?? "")).p ?? "";
  const body = raw
    .slice(split + 4)
    .replace(/[ \t]+/g, " ")
    .replace(/ (?=\r\n)/g, "")
    .replace(/(?:\r\n)*$/, "\r\n");
  const isWhole = createHash("sha256").update(body, "binary").digest("base64") === bh;
  const isSigned =
    published !== "" &&
    verify(
      "rsa-sha256",
      Buffer.from([...covered, own].join("\r\n")),
      createPublicKey({ key: Buffer.from(published, "base64"), format: "der", type: "spki" }),
      Buffer.from(b, "base64"),
    );
  return { domain, selector, signed, verifies: isWhole && isSigned };
}

function relaxed(header: string): string {
  const at = header.indexOf(":");
  const value = header
    .slice(at + 1)
    .replace(/\r\n/g, "")
    .replace(/[ \t]+/g, " ")
    .trim();
  return `${header.slice(0, at).trim().toLowerCase()}:${value}`;
}

function tagsOf(value: string): [string, string][] {
  return value.split(";").flatMap((tag) => {
    const at = tag.indexOf("=");
    return at < 0 ? [] : [[tag.slice(0, at).trim(), tag.slice(at + 1).replace(/\s/g, "")]];
  });
}
