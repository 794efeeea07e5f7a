import type { ReactNode } from "react";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { ToastProvider } from "@/components/ui/toast";
import { Wordmark } from "@/components/ui/wordmark";

/** What stands around a page that somebody opens who need not be a member: no navigation, as there is nowhere to go. */
export function BareFrame({ children }: { children: ReactNode }) {
  return (
    <ToastProvider>
      <div className="mx-auto max-w-[1180px] px-4 pb-10 md:px-7">
        <header className="flex items-center justify-between py-4">
          <Wordmark />
          <ThemeToggle />
        </header>
        <main id="main">{children}</main>
      </div>
    </ToastProvider>
  );
}
