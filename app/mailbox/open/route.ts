import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { openMailbox } from "../access";

/** Exchanges the token of the Mailbox's address for a cookie, and goes on without it. */
export async function GET(request: NextRequest) {
  const token = request.nextUrl.searchParams.get("token");
  const opened = token !== null && (await openMailbox({ token }));
  redirect(opened ? "/mailbox" : "/mailbox?refused=1");
}
