/**
 * The value of the `OTP-Token` header (draft-goto-otp-token-01): the code as a structured field string (RFC 9651), bound
 * to the origin that it may be filled in at. Without a domain the code stands alone, which binds it to nothing.
 */
export function otpToken(code: string, domain: string | null): string {
  const origin = domain === null ? null : originOf(domain);
  return origin === null ? `"${code}"` : `"${code}"; origin="${origin}"`;
}

/** The canonical origin of a domain. The draft wants a trustworthy one: https, or http on this machine. */
function originOf(domain: string): string | null {
  if (!HOST_AND_PORT.test(domain)) return null;
  const scheme = LOOPBACK.test(domain) ? "http" : "https";
  return URL.canParse(`${scheme}://${domain}`) ? new URL(`${scheme}://${domain}`).origin : null;
}

const HOST_AND_PORT = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i;
const LOOPBACK = /^(localhost|[^:]+\.localhost|127(\.\d{1,3}){3})(:\d+)?$/i;
