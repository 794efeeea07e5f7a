import Link from "next/link";
import type { ReactNode } from "react";
import { FocusHeading } from "@/components/frame/focus-heading";
import { Badge } from "@/components/ui/badge";
import { SubmitButton } from "@/components/ui/submit-button";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { ToastProvider } from "@/components/ui/toast";
import { Wordmark } from "@/components/ui/wordmark";
import { ConsoleNavigation } from "./console-navigation";

/** What stands around every page of the operator's console. */
export function ConsoleFrame({ leave, children }: { leave: () => Promise<void>; children: ReactNode }) {
  return (
    <ToastProvider>
      <div className="mx-auto max-w-[1180px] px-4 pb-10 md:px-7">
        <header className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b py-3">
          <Link href="/operator" className="flex items-center gap-2 rounded-2 px-1">
            <Wordmark />
            <span className="max-sm:hidden">
              <Badge>Operator</Badge>
            </span>
          </Link>
          <div className="order-3 w-full sm:order-none sm:w-auto sm:flex-1">
            <ConsoleNavigation />
          </div>
          <div className="ml-auto flex items-center gap-2">
            <ThemeToggle />
            <form action={leave}>
              <SubmitButton size="small" pendingLabel="Leaving">
                Leave
              </SubmitButton>
            </form>
          </div>
        </header>
        <FocusHeading />
        <main id="main">{children}</main>
      </div>
    </ToastProvider>
  );
}
