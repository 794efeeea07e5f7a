"use server";

import { refresh } from "next/cache";
import { formOf } from "@/app/dashboard/arguments";
import { requireWritableEnvironment } from "@/app/dashboard/scope";
import type { BrandState } from "@/components/brand/brand-state";
import { readBrand, updateBrand } from "@/lib/configuration";
import { UpdateBrandBody } from "@/lib/configuration/contract";
import { isNinepinError } from "@/lib/core/errors";
import { changeIn, valuesOf } from "./brand-values";

const NOTHING_SAVED = "Nothing was saved. Look at what is marked.";

/** Saves what the form says otherwise than the brand is. */
export async function saveBrand(
  project: string,
  environment: string,
  state: BrandState,
  sent: FormData,
): Promise<BrandState> {
  const saved = Number(state?.saved ?? 0);
  try {
    const { deps, scope } = await requireWritableEnvironment(project, environment);
    const change = changeIn(formOf(sent), valuesOf(readBrand(scope)));
    if (Object.keys(change).length > 0) {
      const body = UpdateBrandBody.safeParse(change);
      if (!body.success) {
        const fields = body.error.issues.map(({ path, message }) => [String(path[0]), message]);
        return { saved, message: NOTHING_SAVED, fields: Object.fromEntries(fields) };
      }
      await updateBrand(deps, scope, body.data);
    }
    refresh();
    return { saved: saved + 1, message: null, fields: {} };
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return { saved, message: error.message, fields: {} };
  }
}
