import { createHash, createVerify } from "node:crypto";

const unfolded = (header: string) => header.replace(/\r\n(?=[ \t])/g, "");

/** A header as it is signed: relaxed (RFC 6376, 3.4.2). */
function relaxed(header: string): string {
  const line = unfolded(header);
  const colon = line.indexOf(":");
  const value = line.slice(colon + 1).replace(/[ \t]+/g, " ");
  return `${line.slice(0, colon).trim().toLowerCase()}:${value.trim()}`;
}

/** A body as it is signed: relaxed (RFC 6376, 3.4.4). */
function relaxedBody(body: string): string {
  const lines = body.split("\r\n").map((line) => line.replace(/[ \t]+/g, " ").replace(/ $/, ""));
  return `${lines.join("\r\n").replace(/(\r\n)*$/, "")}\r\n`;
}

/** Whose signature a raw mail carries, and whether it holds (RFC 6376, 6.1.3). */
export function checkDkim(
  raw: string,
  publicKey: string,
): { domain: string; selector: string; signed: string[]; holds: boolean } {
  const end = raw.indexOf("\r\n\r\n");
  const headers = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const signature = headers.find((header) => /^dkim-signature:/i.test(header)) ?? "";
  const tags = new Map(
    unfolded(signature)
      .slice("DKIM-Signature:".length)
      .split(";")
      .map(
        (tag) => [tag.slice(0, tag.indexOf("=")).trim(), tag.slice(tag.indexOf("=") + 1).replace(/\s/g, "")] as const,
      ),
  );
  const signed = (tags.get("h") ?? "").toLowerCase().split(":");
  const left = [...headers];
  const lines = signed.flatMap((name) => {
    const at = left.findLastIndex((header) => header.toLowerCase().startsWith(`${name}:`));
    return at < 0 ? [] : left.splice(at, 1).map(relaxed);
  });
  const unsigned = relaxed(signature).replace(/(;\s?b=)[^;]*/, "$1");
  const verify = createVerify("sha256").update([...lines, unsigned].join("\r\n"));
  const bodyHash = createHash("sha256")
    .update(relaxedBody(raw.slice(end + 4)))
    .digest("base64");
  return {
    domain: tags.get("d") ?? "",
    selector: tags.get("s") ?? "",
    signed,
    holds: bodyHash === tags.get("bh") && verify.verify(publicKey, tags.get("b") ?? "", "base64"),
  };
}
