"use server";

import { redirect } from "next/navigation";
import { formOf } from "@/app/dashboard/arguments";
import { isNinepinError } from "@/lib/core/errors";
import { getDeps } from "@/lib/deps";
import { closeConsole, openConsole } from "@/lib/operator";
import { clientOfRequest } from "@/lib/session";
import { writeStrictCookie } from "@/lib/session/cookies";
import { findOperator } from "./access";

/** Opens the console for this browser with the operator's key; answers what is wrong with it. */
export async function openWithKey(_previous: string | undefined, form: FormData): Promise<string | undefined> {
  const key = formOf(form).get("operator_key");
  if (typeof key !== "string" || key.trim() === "") return "Paste the operator key. It begins with np_op_.";
  const problem = await open(key.trim());
  if (problem !== undefined) return problem;
  redirect("/operator");
}

async function open(key: string): Promise<string | undefined> {
  const deps = await getDeps();
  try {
    const client = await clientOfRequest();
    const earlier = await findOperator();
    const opened = await openConsole(deps, client, key, earlier?.consoleId);
    if (!opened) return "This is not the operator key of this installation.";
    await writeStrictCookie(deps.env, "operator", opened.cookie, opened.maxAgeSeconds);
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    if (error.code === "rate_limited") {
      return `Too many tries. Wait ${error.options.retryAfterSeconds ?? 60} seconds, then try again.`;
    }
    return error.message;
  }
}

/** Closes the console that this browser has open. */
export async function leave(): Promise<void> {
  const operator = await findOperator();
  if (operator) {
    await closeConsole(operator.deps, operator.asking.client, operator.consoleId);
    await writeStrictCookie(operator.deps.env, "operator", "", 0);
  }
  redirect("/operator/signin");
}
