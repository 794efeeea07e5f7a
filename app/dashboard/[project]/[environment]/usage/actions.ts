"use server";

import { refresh } from "next/cache";
import { formOf } from "@/app/dashboard/arguments";
import { requireEnvironment } from "@/app/dashboard/scope";
import type { SavedAlerts } from "@/components/usage/quota-alerts";
import { isNinepinError } from "@/lib/core/errors";
import { setQuotaAlerts } from "@/lib/customers";

/** Keeps at which percents of a quota the member who asks is mailed. A viewer may, too: it is their own mail. */
export async function saveAlerts(
  project: string,
  environment: string,
  state: SavedAlerts,
  sent: FormData,
): Promise<SavedAlerts> {
  const saved = Number.isSafeInteger(state?.saved) ? state.saved : 0;
  try {
    const { deps, scope } = await requireEnvironment(project, environment);
    await setQuotaAlerts(deps, scope, formOf(sent).getAll("percent").map(Number));
    refresh();
    return { saved: saved + 1, message: null };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { saved, message: error.message };
  }
}
