import { isNinepinError } from "@/lib/core/errors";
import type { Page } from "@/lib/core/wire";

/** A page of a list where the address says; its first one for a cursor that is none of that list. */
export async function pageAt<Listed>(
  cursor: string | string[] | undefined,
  limit: number,
  list: (page: Page) => Promise<Listed>,
): Promise<Listed> {
  if (typeof cursor !== "string") return list({ limit, cursor: null });
  try {
    return await list({ limit, cursor });
  } catch (error) {
    if (!isNinepinError(error) || error.code !== "invalid_request") throw error;
    return list({ limit, cursor: null });
  }
}
