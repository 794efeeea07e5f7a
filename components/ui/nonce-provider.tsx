"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { createContext, type ReactNode, useContext, useState } from "react";

const Nonce = createContext<string | undefined>(undefined);

/**
 * Hands the nonce of the document to whatever adds a script or a style to it. It stays the first one: the browser goes on
 * judging by the policy that the document came with, however often its parts are drawn anew.
 */
export function NonceProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [first] = useState(nonce);
  return (
    <Nonce value={first}>
      <CSPProvider nonce={first}>{children}</CSPProvider>
    </Nonce>
  );
}

/** The nonce that a script or style of this document needs. */
export function useNonce(): string | undefined {
  return useContext(Nonce);
}
