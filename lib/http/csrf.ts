import { fail } from "@/lib/core/errors";
import { type Keyring, sameBytes } from "@/lib/core/secrets";
import type { Deps } from "@/lib/ports";

const HEADER = "x-csrf-token";

/**
 * The token that a page shows to prove that it could read an answer of ours: the root secret's id and a MAC bound to the
 * member's session. It lives as long as the session and opens nothing without the cookie.
 */
export function csrfToken(keyring: Keyring, sessionId: string, rootId = keyring.currentId): string {
  return `${rootId}.${keyring.mac("csrf", `member\n${sessionId}`, rootId).toString("base64url")}`;
}

/**
 * Refuses a write that a browser may have sent with a member's cookie for somebody else (403 `csrf_failed`): it must come
 * from a page of ours, or of an origin in `CORS_ORIGINS`, and carry the session's token (ASVS 3.5.1).
 */
export function checkCsrf({ env, keyring }: Pick<Deps, "env" | "keyring">, headers: Headers, sessionId: string): void {
  const origin = headers.get("origin");
  if (origin === null || (origin !== env.appUrl && !env.corsOrigins.includes(origin))) {
    fail("csrf_failed", { detail: "A change made with the session cookie must come from a page of the dashboard" });
  }
  const token = headers.get(HEADER) ?? "";
  const rootId = Number(token.slice(0, token.indexOf(".")));
  const known = keyring.key("csrf", rootId) !== undefined;
  if (!known || !sameBytes(token, csrfToken(keyring, sessionId, rootId))) {
    fail("csrf_failed", { detail: "Send the X-CSRF-Token that the last GET of this session was answered with" });
  }
}
