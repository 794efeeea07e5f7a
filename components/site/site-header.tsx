import Link from "next/link";
import { LinkButton } from "@/components/ui/link-button";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { Wordmark } from "@/components/ui/wordmark";

const LINK = "rounded-1 px-2 py-1.5 font-medium text-muted hover:text-ink";

export function SiteHeader() {
  return (
    <header className="mx-auto flex w-full max-w-[1180px] flex-wrap items-center gap-x-2 gap-y-2 px-4 py-3 sm:px-6">
      <Link href="/" aria-label="Ninepin, home" className="mr-auto rounded-1">
        <Wordmark />
      </Link>
      <nav aria-label="Site" className="flex items-center gap-1">
        <Link href="/#quickstart" className={`${LINK} max-sm:hidden`}>
          Quickstart
        </Link>
        <Link href="/docs/errors" className={`${LINK} max-sm:hidden`}>
          Errors
        </Link>
        <Link href="/signin" className={LINK}>
          Sign in
        </Link>
        <LinkButton href="/signup" variant="primary">
          Start free
        </LinkButton>
      </nav>
      <div className="max-sm:hidden">
        <ThemeToggle />
      </div>
    </header>
  );
}
