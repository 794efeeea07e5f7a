import { requestMemberCode, signInMember } from "@/lib/customers";
import { encodeMemberToken } from "@/lib/session/member-token";
import type { TestApp } from "./app";
import { type Answered, type Asking, call, signUpCode } from "./tenants";

/** A member's browser: what it sends, and what its pages have read. */
export type Browser = {
  sessionId: string;
  cookie: string;
  /** Asks as a script on a page of the dashboard would, with the token that the last read was answered with. */
  ask(method: string, path: string, asking?: Asking): Promise<Answered>;
};

const SESSION_SECONDS = 3600;

/** Signs a member in, as /verify does: with the code that was mailed, for the cookie that it sets. */
export async function signInMemberBrowser(app: TestApp, email: string): Promise<Browser> {
  const { deps } = app;
  const client = { ip: "203.0.113.8", userAgent: null, requestId: "req_test" };
  const { challengeId } = await requestMemberCode(deps, client, { email });
  const { memberSessionId } = await signInMember(deps, client, { challengeId, otp: await signUpCode(app, email) });
  const value = await encodeMemberToken(deps.keyring, memberSessionId, SESSION_SECONDS);
  const cookie = `ninepin_member=${value}`;
  let token = "";
  return {
    sessionId: memberSessionId,
    cookie,
    async ask(method, path, asking = {}) {
      const proof: Record<string, string> = method === "GET" ? {} : { origin: deps.env.appUrl, "x-csrf-token": token };
      const answered = await call(app, method, path, { ...asking, headers: { cookie, ...proof, ...asking.headers } });
      token = answered.headers.get("x-csrf-token") ?? token;
      return answered;
    },
  };
}
