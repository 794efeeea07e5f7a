"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { argumentOf, formOf } from "@/app/dashboard/arguments";
import { requireEnvironment, requireWritableEnvironment } from "@/app/dashboard/scope";
import type { RenameState } from "@/components/customers/rename-state";
import { isNinepinError } from "@/lib/core/errors";
import { requestDeletion, updateCustomer } from "@/lib/customers";
import { UpdateCustomerBody } from "@/lib/customers/customer-contract";

/** Renames the customer and the project. */
export async function rename(
  project: string,
  environment: string,
  state: RenameState,
  sent: FormData,
): Promise<RenameState> {
  const form = formOf(sent);
  const saved = Number(state?.saved ?? 0);
  const typed = { name: String(form.get("name") ?? ""), project: { name: String(form.get("project") ?? "") } };
  const parsed = UpdateCustomerBody.safeParse(typed);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => [String(path[0]), message]);
    return { saved, message: null, fields: Object.fromEntries(fields) };
  }
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    await updateCustomer(deps, scope, parsed.data);
    refresh();
    return { saved: saved + 1, message: null, fields: {} };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { saved, message: error.message, fields: {} };
  }
}

/** Asks for the deletion of everything, with the customer's name typed; answers what went wrong, if anything did. */
export async function deleteCustomer(
  project: string,
  environment: string,
  confirm: string,
): Promise<string | undefined> {
  try {
    const { deps, scope } = await requireEnvironment(project, environment);
    await requestDeletion(deps, scope, scope.environment.customerId, { confirm: argumentOf(z.string(), confirm) });
    refresh();
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return error.options.fields?.[0]?.message ?? error.message;
  }
}
