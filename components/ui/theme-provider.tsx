"use client";

import { ThemeProvider as NextThemesProvider } from "next-themes";
import type { ReactNode } from "react";
import { useNonce } from "./nonce-provider";

/** Sets `light` or `dark` on the root element before the first paint; globals.css does the rest. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  return (
    <NextThemesProvider
      attribute="class"
      defaultTheme="system"
      enableColorScheme={false}
      disableTransitionOnChange
      nonce={useNonce()}
    >
      {children}
    </NextThemesProvider>
  );
}
