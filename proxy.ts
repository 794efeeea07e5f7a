import { type NextRequest, NextResponse } from "next/server";
import { processEnv } from "@/lib/core/env";
import { isApiPath, isServedOn, pathOnHost } from "@/lib/http/hosts";
import { PATH_HEADER } from "@/lib/session/next-path";

const env = processEnv();

/**
 * Hosts, and nothing that authorises: a page on a host that does not serve the dashboard is 404, `/api` may be left out
 * where only the API is served, and pages that want a member learn which path was asked for.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const host = request.headers.get("host");
  const path = pathOnHost(pathname, host, env);
  if (isApiPath(path))
    return path === pathname ? NextResponse.next() : NextResponse.rewrite(new URL(path + search, request.url));
  if (!isServedOn(host, env.appHosts)) return new NextResponse("Not found", { status: 404 });
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, `${pathname}${search}`);
  return NextResponse.next({ request: { headers } });
}

/**
 * Nothing of ours has a word to say on a path that is the API's already: what an answer of the API needs is done in its
 * handler, and to be called at all would cost it more than Next's router does.
 */
export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg|api(?:/|$)|e/[^/]+/\\.well-known/).*)"] };
