import { notFound } from "next/navigation";
import { cache } from "react";
import { fail, isNinepinError } from "@/lib/core/errors";
import { memberScope } from "@/lib/customers";
import { getDeps } from "@/lib/deps";
import { clientOfRequest, requireMember } from "@/lib/session";

/** The segments of the path that name an environment. */
export type EnvironmentPath = { project: string; environment: string };

/**
 * Who asks, and the environment they ask for. Every page and action begins here, so nothing is read or written that is
 * not theirs; what is not theirs does not exist.
 */
export const requireEnvironment = cache(async (project: string, environment: string) => {
  const member = await requireMember();
  const deps = await getDeps();
  if (environment !== "test" && environment !== "live") notFound();
  try {
    return { deps, member, scope: await memberScope(deps, member, project, environment, await clientOfRequest()) };
  } catch (error) {
    if (isNinepinError(error) && error.code === "not_found") notFound();
    throw error;
  }
});

/** The same for an action that changes something: a viewer may not, and nobody while the customer is suspended. */
export async function requireWritableEnvironment(project: string, environment: string) {
  const found = await requireEnvironment(project, environment);
  if (found.member.customer.suspended) fail("customer_suspended", { detail: "Nothing can be changed while suspended" });
  if (found.member.role === "viewer") fail("forbidden", { detail: "Viewers can look, but not change anything" });
  return found;
}
