"use server";

import { keepSingleKeys } from "@/lib/session";

/** Keeps whether single keys are shortcuts in this browser. */
export async function switchSingleKeys(on: boolean): Promise<void> {
  await keepSingleKeys(on === true);
}
