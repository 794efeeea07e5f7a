"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

const PAGES = [
  { name: "Home", href: "/operator" },
  { name: "Customers", href: "/operator/customers" },
  { name: "Providers", href: "/operator/providers" },
  { name: "Settings", href: "/operator/settings" },
] as const;

/** The links to the console's pages. */
export function ConsoleNavigation() {
  const path = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-wrap gap-0.5">
        {PAGES.map(({ name, href }) => {
          const here = href === "/operator" ? path === href : path.startsWith(href);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? "page" : undefined}
                className="flex h-8 items-center rounded-2 px-2.5 font-medium text-muted hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink pointer-coarse:h-control"
              >
                {name}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
