import { notFound } from "next/navigation";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { announceSessionUrl } from "@/lib/core/env";
import { getDeps } from "@/lib/deps";
import { CLEAR } from "@/lib/http/page-answer";
import { authOptions } from "./auth-options";
import { cookieName } from "./cookie-name";

/** The parts of next-auth that serve us. `_log`, say, would let anybody write into our logs. */
const ACTIONS: ReadonlySet<string> = new Set(["csrf", "providers", "session", "signout"]);

/** What is under /session. */
export async function handleSession(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.length !== 1 || !ACTIONS.has(nextauth[0] ?? "")) notFound();
  const deps = await getDeps();
  announceSessionUrl(deps.env);
  const answer: Response = await NextAuth(request, context, authOptions(deps));
  if (endsSession(answer, cookieName(deps.env, "member"))) {
    for (const [name, value] of Object.entries(CLEAR)) answer.headers.set(name, value);
  }
  return answer;
}

function endsSession({ headers }: Response, cookie: string): boolean {
  return headers.getSetCookie().some((each) => each.startsWith(`${cookie}=;`));
}
