import { domainToASCII } from "node:url";
import { parse } from "tldts";
import { fail } from "@/lib/core/errors";
import { isSharedHost } from "./shared-hosts";

/** A name as it was entered, read: itself, and the domain that somebody registered. All lower case and ASCII. */
export type ReadName = { name: string; registrable: string };

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** With `np12345678._domainkey.` in front, and its own zone a second time, it is still a name. */
const LONGEST = 100;
/** Names that are nobody's (RFC 6761, RFC 6762, RFC 7686, RFC 9476). */
const RESERVED = /(?:^|\.)(?:local|localhost|internal|invalid|test|onion|alt|arpa)$/;

/**
 * The domain in what somebody entered: a name, a URL or an email address. 400 `invalid_request` for what holds none;
 * for a public suffix (`co.uk`, `github.io`: the Public Suffix List, its private part included), as below it everybody
 * is somebody else; for a mail service's domain; and for a name that is in no public zone: its records would be those
 * of the network that we run in.
 */
export function readDomainName(entered: string): ReadName {
  const host = hostIn(entered);
  const name = host === null ? null : asciiName(host);
  if (name === null) return refuse("Enter a domain such as mail.example.com");
  const { domain, domainWithoutSuffix, isIcann, isPrivate, isIp } = parse(name, { allowPrivateDomains: true });
  if (isIp || RESERVED.test(name) || (!isIcann && !isPrivate)) return refuse("Enter a domain that anybody can look up");
  if (domain === null || domainWithoutSuffix === null) {
    return refuse(`${name} is a public suffix: many people have names below it. Enter your own`);
  }
  if (isSharedHost(domain, domainWithoutSuffix)) {
    return refuse(`${domain} belongs to a mail service that everybody can use. Enter your own domain`);
  }
  return { name, registrable: domain };
}

function refuse(message: string): never {
  return fail("invalid_request", { detail: message, fields: [{ path: "domain", message }] });
}

/** The host in a URL, the part behind the @, or the text itself. */
function hostIn(entered: string): string | null {
  const text = entered.trim();
  if (/[\s\p{Cc}]/u.test(text)) return null;
  if (/^https?:\/\//i.test(text))
    return /^https?:\/\/(?:[^/?#]*@)?([^/?#:@]+)(?::\d*)?(?:[/?#]|$)/i.exec(text)?.[1] ?? null;
  const [first = "", ...others] = text.split("@");
  if (others.length > 1 || (others.length === 1 && first === "" && !others[0])) return null;
  return (others[0] ?? first).replace(/[/?#].*$/, "").replace(/:\d+$/, "");
}

/** One form of a name: lower case, IDNA, no dot at the end. Null for what is no name, or only looks like one. */
function asciiName(host: string): string | null {
  const text = host.replace(/\.$/, "").normalize("NFC");
  // Full-width letters and dots would become plain ones: a trick, not a name.
  if (!/^[\p{L}\p{M}\p{Nd}.-]+$/u.test(text) || text !== text.normalize("NFKC")) return null;
  const name = domainToASCII(text.toLowerCase());
  const labels = name.split(".");
  const fits = name.length <= LONGEST && labels.length >= 2 && labels.every((label) => LABEL.test(label));
  return fits && !/^\d+$/.test(labels.at(-1) ?? "") ? name : null;
}
