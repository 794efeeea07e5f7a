import type { ReactNode } from "react";
import { SiteFooter } from "@/components/site/site-footer";
import { SiteHeader } from "@/components/site/site-header";

export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader />
      <main id="main" className="mx-auto w-full max-w-[1180px] flex-1 px-4 pt-8 pb-20 sm:px-6 sm:pt-12">
        {children}
      </main>
      <SiteFooter />
    </div>
  );
}
