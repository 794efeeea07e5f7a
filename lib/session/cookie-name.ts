import type { Env } from "@/lib/core/env";

/** Every cookie of the pages. `member` is next-auth's session cookie. */
export type SessionCookie = "member" | "sign_in" | "device" | "mailbox" | "operator" | "single_keys";

/**
 * On https the `__Host-` prefix binds the cookie to this very host (RFC 6265bis 4.1.3.2). Browsers refuse it on plain
 * http, where a self-hosted installation on a loopback address runs.
 */
export function cookieName(env: Pick<Env, "appUrl">, cookie: SessionCookie): string {
  return isSecure(env) ? `__Host-ninepin_${cookie}` : `ninepin_${cookie}`;
}

/** Never readable by a script, never sent along with another site's request except when following a link. */
export function cookieOptions(env: Pick<Env, "appUrl">) {
  return { httpOnly: true, secure: isSecure(env), sameSite: "lax", path: "/" } as const;
}

function isSecure({ appUrl }: Pick<Env, "appUrl">): boolean {
  return appUrl.startsWith("https://");
}
