import { type NextRequest, NextResponse } from "next/server";
import { processEnv } from "@/lib/core/env";
import { systemRandom } from "@/lib/core/random";
import { isApiPath, isServedOn, pathOnHost } from "@/lib/http/hosts";
import { refusedPage } from "@/lib/http/page-answer";
import { pageHeaders } from "@/lib/http/page-headers";
import { pageStatus } from "@/lib/http/page-status";
import { isOwnWrite } from "@/lib/http/page-write";
import { PATH_HEADER } from "@/lib/session/next-path";
import { NONCE_HEADER } from "@/lib/session/nonce-header";

const env = processEnv();
const NONCE_BYTES = 16;

/**
 * Hosts, the pages' security headers, and nothing that authorises: a page on a host that does not serve the dashboard is
 * 404, `/api` may be left out where only the API is served, a change that another site sent is refused, and pages learn
 * the nonce of their scripts and which path was asked for.
 */
export function proxy(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl;
  const host = request.headers.get("host");
  const path = pathOnHost(pathname, host, env);
  if (isApiPath(path))
    return path === pathname ? NextResponse.next() : NextResponse.rewrite(new URL(path + search, request.url));

  const nonce = systemRandom.bytes(NONCE_BYTES).toString("base64");
  const answer = pageHeaders(pathname, { appUrl: env.appUrl, nonce, development: env.development });
  if (!isServedOn(host, env.appHosts)) return refusedPage(404, answer);
  if (!isOwnWrite(request.method, request.headers, env.appUrl)) return refusedPage(403, answer);
  const headers = forPage(request, nonce, answer);
  return NextResponse.next({ request: { headers }, headers: answer, status: pageStatus(path) });
}

/** What the page is told beside what the browser sent; none of it can come from there. */
function forPage({ headers: sent, nextUrl }: NextRequest, nonce: string, answer: Record<string, string>): Headers {
  const headers = new Headers(sent);
  headers.set(PATH_HEADER, `${nextUrl.pathname}${nextUrl.search}`);
  headers.set(NONCE_HEADER, nonce);
  // From here Next takes the nonce for its own scripts.
  headers.set("content-security-policy", answer["content-security-policy"] ?? "");
  // Next compares it to the Origin of an action. A proxy before us may have put its own name into Host.
  if (sent.get("origin") === env.appUrl) headers.set("x-forwarded-host", new URL(env.appUrl).host);
  else headers.delete("x-forwarded-host");
  return headers;
}

/**
 * Nothing of ours has a word to say on a path that is the API's already: what an answer of the API needs is done in its
 * handler, and to be called at all would cost it more than Next's router does.
 */
export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg|api(?:/|$)|e/[^/]+/\\.well-known/).*)"] };
