"use server";

import { refresh } from "next/cache";
import { formOf, idOf } from "@/app/dashboard/arguments";
import { requireWritableEnvironment } from "@/app/dashboard/scope";
import type { ReviewerFormState } from "@/components/reviewers/reviewer-form-state";
import { isNinepinError } from "@/lib/core/errors";
import { addReviewer, removeReviewer } from "@/lib/reviewers";

/** Lists a reviewer; what was refused comes back with what was typed. */
export async function add(
  project: string,
  environment: string,
  _state: ReviewerFormState,
  sent: FormData,
): Promise<ReviewerFormState> {
  const form = formOf(sent);
  const typed = String(form.get("identifier") ?? "").trim();
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    const type = typed.startsWith("+") ? "phone" : "email";
    await addReviewer(deps, scope, { identifier: { type, value: typed }, days: Number(form.get("days")) });
    refresh();
    return { status: "added" };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    if (error.code !== "invalid_email" && error.code !== "invalid_phone") {
      return { status: "refused", message: error.message, field: null, typed };
    }
    const message = "Enter an email address like review@company.com, or a phone number like +14155550123.";
    return { status: "refused", message, field: "identifier", typed };
  }
}

/** Ends a reviewer; answers what went wrong, if anything did. */
export async function remove(project: string, environment: string, id: string): Promise<string | undefined> {
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    await removeReviewer(deps, scope, idOf(id));
    refresh();
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return error.message;
  }
}
