import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Announcer } from "@/components/ui/announcer";
import { NonceProvider } from "@/components/ui/nonce-provider";
import { SkipLink } from "@/components/ui/skip-link";
import { ThemeProvider } from "@/components/ui/theme-provider";
import { readNonce } from "@/lib/session";
import { instrumentSans, martianMono } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Ninepin", template: "%s · Ninepin" },
  description: "Sign your users in with a one-time code, in your own brand. One API call sends it, one checks it.",
  applicationName: "Ninepin",
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f8f8f5" },
    { media: "(prefers-color-scheme: dark)", color: "#0c110e" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    // next-themes puts the class on this element before React wakes up.
    <html lang="en" className={`${instrumentSans.variable} ${martianMono.variable}`} suppressHydrationWarning>
      <body>
        <SkipLink />
        <NonceProvider nonce={await readNonce()}>
          <ThemeProvider>{children}</ThemeProvider>
        </NonceProvider>
        <Announcer />
      </body>
    </html>
  );
}
