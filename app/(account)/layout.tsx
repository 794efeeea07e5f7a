import Link from "next/link";
import type { ReactNode } from "react";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { Wordmark } from "@/components/ui/wordmark";

export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between px-4 py-3 sm:px-6">
        <Link href="/" className="rounded-1" aria-label="Ninepin, home">
          <Wordmark />
        </Link>
        <ThemeToggle />
      </header>
      <main id="main" className="flex flex-1 flex-col items-center px-4 pt-6 pb-16 sm:pt-[10vh]">
        {children}
      </main>
    </div>
  );
}
