import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/lib/session/next-path";

/** Tells the pages that want a member which path was asked for, so that signing in can lead back to it. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/dashboard/:path*", "/start"] };
