import { parse } from "hono/utils/cookie";
import { fail } from "@/lib/core/errors";
import { type Member, readMember } from "@/lib/customers";
import { environmentOf } from "@/lib/environments";
import type { Client, Deps, Scope } from "@/lib/ports";
import { cookieName } from "@/lib/session/cookie-name";
import { decodeMemberToken } from "@/lib/session/member-token";
import { checkCsrf, csrfToken } from "./csrf";
import { readQuery } from "./read-query";

/** A request of a browser in which a member may have signed in. */
export type BrowserRequest = { deps: Deps; client: Client; method: string; headers: Headers; search: string };

const READING: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * The member whose dashboard asks, in the environment that the request names; null where there is no session cookie. The
 * session is looked up on every request. 401 `invalid_token` for a session that is over; 403 `csrf_failed` for a change
 * that may be another site's, `forbidden` for one by a viewer, `customer_suspended`; 404 for an environment that is not
 * theirs. A read is answered with the token that changes want, in `answer`.
 */
export async function memberOfCookie(request: BrowserRequest, answer: Record<string, string>): Promise<Scope | null> {
  const { deps, headers, method } = request;
  const member = await readSession(request);
  if (member === null) return null;
  if (READING.has(method)) answer["x-csrf-token"] = csrfToken(deps.keyring, member.sessionId);
  else checkCsrf(deps, headers, member.sessionId);
  const environment = await environmentOf(deps, namedEnvironment(request, member));
  if (environment === null) return fail("not_found");
  if (environment.customerState !== "active") fail("customer_suspended");
  if (!READING.has(method) && member.role === "viewer") {
    fail("forbidden", { detail: "Viewers can look, but not change anything" });
  }
  const actor = { type: "member", memberId: member.id, role: member.role } as const;
  return { environment, actor, client: request.client };
}

async function readSession({ deps, headers }: BrowserRequest): Promise<Member | null> {
  const name = cookieName(deps.env, "member");
  const cookie = parse(headers.get("cookie") ?? "", name)[name];
  if (!cookie) return null;
  const token = await decodeMemberToken(deps.keyring, cookie);
  return (token && (await readMember(deps, token.sid))) ?? fail("invalid_token");
}

/** What is not theirs is answered like what never was. */
function namedEnvironment({ search }: BrowserRequest, member: Member): string {
  const { environment_id: named } = readQuery(search);
  if (named === undefined) {
    return fail("invalid_request", { fields: [{ path: "environment_id", message: "A member names it" }] });
  }
  const theirs = member.projects.flatMap(({ environments: { test, live } }) => [test, live]);
  return theirs.find((id) => id === named.toLowerCase()) ?? fail("not_found");
}
