"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False in what the server sends and until React has woken the page, true from then on. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
