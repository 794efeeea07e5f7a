"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { argumentOf } from "@/app/dashboard/arguments";
import { isNinepinError } from "@/lib/core/errors";
import { getDeps } from "@/lib/deps";
import { checkSharedDomain } from "@/lib/domains";
import { clientOfRequest } from "@/lib/session";

/** Looks at DNS now, for whoever has the page's address; answers what went wrong, if anything did. */
export async function checkShared(token: string): Promise<string | undefined> {
  try {
    await checkSharedDomain(await getDeps(), await clientOfRequest(), argumentOf(z.string().max(64), token));
    refresh();
  } catch (error) {
    if (!isNinepinError(error)) throw error;
    return error.message;
  }
  return undefined;
}
