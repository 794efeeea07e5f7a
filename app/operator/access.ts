import { redirect } from "next/navigation";
import { connection } from "next/server";
import { cache } from "react";
import { getDeps } from "@/lib/deps";
import { openedConsole, operatorAt } from "@/lib/operator";
import { clientOfRequest } from "@/lib/session";
import { readCookie } from "@/lib/session/cookies";

/** The operator, for a browser that has opened the console; null for any other. */
export const findOperator = cache(async () => {
  await connection();
  const deps = await getDeps();
  const cookie = await readCookie(deps.env, "operator");
  const consoleId = cookie && (await openedConsole(deps, cookie));
  return consoleId ? { deps, consoleId, asking: operatorAt(await clientOfRequest()) } : null;
});

/**
 * The same for a page or an action of the console, each of which begins here: whoever has not opened it goes to its
 * door.
 */
export async function requireOperator() {
  return (await findOperator()) ?? redirect("/operator/signin");
}
