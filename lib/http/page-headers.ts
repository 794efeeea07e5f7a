import { transportSecurity } from "./security-headers";

/**
 * What every page and every file of a page says. Whoever opened the page cannot reach it (COOP), nobody frames it, and it
 * asks for no device (ASVS 3.4.4 to 3.4.8).
 */
const ALWAYS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
};

const IN_ENVIRONMENT = "/dashboard/[^/]+/(?:test|live)";

/** A mail in a frame is no page of ours: it brings a policy of its own. Whatever else ends like one is a page like any. */
const FRAMED = new RegExp(
  String.raw`^(?:${IN_ENVIRONMENT})?/mailbox/[^/]+/email$|^${IN_ENVIRONMENT}/(?:settings/brand/email|templates(?:/[^/]+){3}(?:/v\d+)?/preview)$`,
);

/**
 * The policy of a page (CSP level 3; ASVS 3.4.3): only scripts that carry this answer's nonce run, and what those load.
 * Styles come from our own files and from elements with the nonce; `style` attributes are allowed, since React writes
 * them into the page. What `next dev` evaluates and pushes is allowed in development alone.
 */
export function pagePolicy({ nonce, development }: { nonce: string; development: boolean }): string {
  const directives = {
    "default-src": "'none'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src": `'self' 'nonce-${nonce}'`,
    "style-src-elem": development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": development ? "'self' ws: wss:" : "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/** Every header of the page at that path. */
export function pageHeaders(
  path: string,
  { appUrl, ...policy }: { appUrl: string; nonce: string; development: boolean },
): Record<string, string> {
  const common = { ...ALWAYS, ...transportSecurity(appUrl) };
  if (FRAMED.test(path)) return common;
  return { ...common, "x-frame-options": "DENY", "content-security-policy": pagePolicy(policy) };
}
