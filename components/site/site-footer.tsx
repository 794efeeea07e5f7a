import Link from "next/link";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { Wordmark } from "@/components/ui/wordmark";

const LINK = "rounded-1 text-muted hover:text-ink";

export function SiteFooter() {
  return (
    <footer className="border-line border-t">
      <div className="mx-auto flex w-full max-w-[1180px] flex-wrap items-start justify-between gap-x-12 gap-y-6 px-4 py-10 sm:px-6">
        <div className="grid gap-3">
          <Wordmark />
          <p className="text-muted">Nine digits, one time.</p>
          <div className="sm:hidden">
            <ThemeToggle />
          </div>
        </div>
        <nav aria-label="Footer" className="grid grid-cols-2 gap-x-14 gap-y-2.5">
          <Link href="/signup" className={LINK}>
            Sign up
          </Link>
          <Link href="/docs/errors" className={LINK}>
            Error reference
          </Link>
          <Link href="/signin" className={LINK}>
            Sign in
          </Link>
          <a href="/api/openapi.json" className={LINK}>
            OpenAPI document
          </a>
          <Link href="/#quickstart" className={LINK}>
            Quickstart
          </Link>
          <a href="/api/health" className={LINK}>
            Health
          </a>
        </nav>
      </div>
    </footer>
  );
}
