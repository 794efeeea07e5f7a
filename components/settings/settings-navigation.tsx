"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { EnvironmentRoute } from "@/components/frame/paths";

const PAGES = [
  ["general", "General"],
  ["brand", "Brand"],
  ["codes", "Codes"],
  ["tokens", "Tokens"],
  ["origins", "Origins"],
  ["privacy", "Privacy"],
  ["versions", "Versions"],
] as const;

/** The pages of the settings. */
export function SettingsNavigation({ path }: { path: EnvironmentRoute }) {
  const current = usePathname().split("/")[5];
  return (
    <nav aria-label="Settings" className="-mx-1 mb-4 overflow-x-auto p-1 [scrollbar-width:none]">
      <ul className="flex min-w-max gap-1 border-line border-b">
        {PAGES.map(([segment, name]) => (
          <li key={segment}>
            <Link
              href={{ pathname: `${path}/${segment}` }}
              aria-current={segment === current ? "page" : undefined}
              className="-mb-px flex h-9 items-center whitespace-nowrap border-transparent border-b-2 px-2.5 font-medium text-13 text-muted hover:text-ink aria-[current]:border-brand aria-[current]:text-ink pointer-coarse:h-control"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
