import type { Route } from "next";
import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { isNinepinError } from "@/lib/core/errors";
import { openMailbox } from "../access";

/** Exchanges the token of the Mailbox's address for a cookie, and goes on without it. */
export async function GET(request: NextRequest) {
  const token = request.nextUrl.searchParams.get("token");
  redirect(await addressAfter(token));
}

/** Where the browser goes on: one try too many is told as that, since its token may be right. */
async function addressAfter(token: string | null): Promise<Route> {
  try {
    return token !== null && (await openMailbox({ token })) ? "/mailbox" : "/mailbox?refused=1";
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return "/mailbox?wait=1";
  }
}
