"use server";

import { redirect } from "next/navigation";
import { endCurrentMemberSession } from "@/lib/session";

/** Revokes the session on the server, not only its cookie here. */
export async function signOut(): Promise<void> {
  await endCurrentMemberSession();
  redirect("/signin");
}
