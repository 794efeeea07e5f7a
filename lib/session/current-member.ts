import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { cache } from "react";
import { type Member, readMember } from "@/lib/customers";
import { getDeps } from "@/lib/deps";
import { readCookie } from "./cookies";
import { decodeMemberToken } from "./member-token";
import { allowedNext, PATH_HEADER } from "./next-path";

/**
 * The member who asks, or null. Looked up in the database once for every request, so that a revoked session, a removed
 * member or a closed customer is out at once, whatever the cookie says.
 */
export const currentMember = cache(async (): Promise<Member | null> => {
  // There is no database while pages are built: whoever asks for it waits for a request first.
  await connection();
  const deps = await getDeps();
  const cookie = await readCookie(deps.env, "member");
  const token = cookie === null ? null : await decodeMemberToken(deps.keyring, cookie);
  return token === null ? null : readMember(deps, token.sid);
});

/** The member who asks; whoever is none goes to sign in, and comes back to this page afterwards. */
export async function requireMember(): Promise<Member> {
  const member = await currentMember();
  if (member) return member;
  const next = allowedNext((await headers()).get(PATH_HEADER));
  redirect(next === null ? "/signin" : `/signin?next=${encodeURIComponent(next)}`);
}
