import type { AuthOptions } from "next-auth";
import { secondsUntil } from "@/lib/core/clock";
import { endMemberSession, readMember } from "@/lib/customers";
import type { Deps } from "@/lib/ports";
import { cookieName, cookieOptions } from "./cookie-name";
import { decodeMemberToken, encodeMemberToken, sessionSecret } from "./member-token";

const LONGEST_SESSION_SECONDS = 30 * 86_400;

/**
 * next-auth, mounted at /session. Codes are Ninepin's own, so there is no provider here: an action signs members in and
 * sets the cookie that these options describe.
 */
export function authOptions(deps: Deps): AuthOptions {
  return {
    providers: [],
    secret: sessionSecret(deps.keyring),
    session: { strategy: "jwt", maxAge: LONGEST_SESSION_SECONDS },
    pages: { signIn: "/signin", signOut: "/signout", error: "/signin" },
    cookies: { sessionToken: { name: cookieName(deps.env, "member"), options: cookieOptions(deps.env) } },
    jwt: {
      encode: ({ token }) => {
        // next-auth writes the cookie anew whenever it is read; its end stays what sign-in gave it.
        const end = new Date(Number(token?.exp ?? 0) * 1000);
        return encodeMemberToken(deps.keyring, String(token?.sid), secondsUntil(end, deps.clock.now()));
      },
      decode: async ({ token }) => {
        const decoded = token ? await decodeMemberToken(deps.keyring, token) : null;
        return decoded && (await readMember(deps, decoded.sid)) ? decoded : null;
      },
    },
    callbacks: {
      session: async ({ session, token }) => {
        const member = await readMember(deps, String(token.sid));
        return { expires: session.expires, user: { name: member?.name, email: member?.email } };
      },
    },
    events: { signOut: ({ token }) => endMemberSession(deps, String(token.sid)) },
    logger: {
      error: (code) => deps.log.info({ code }, "A member's session cookie was refused"),
      warn: (code) => deps.log.debug({ code }, "next-auth"),
      debug: () => {},
    },
  };
}
