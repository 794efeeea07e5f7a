const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Whether the text is an address that every mail server and library reads the same way: one ASCII dot-atom (RFC 5322,
 * 3.2.3), one `@`, one host name in lower case. Quoted local parts, literals and look-alikes of `@` are not: they are
 * how mail for one domain was led to another (CVE-2025-13033, CVE-2026-73420).
 */
export function isPlainAddress(text: string): boolean {
  const at = text.indexOf("@");
  return (
    at > 0 && at <= 64 && text.length <= 254 && LOCAL_PART.test(text.slice(0, at)) && DOMAIN.test(text.slice(at + 1))
  );
}

/** The address in `Name <address>` or in a bare `address`, or null where it is not a plain one. */
export function addressIn(text: string): string | null {
  const address = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
  return isPlainAddress(address) ? address : null;
}
