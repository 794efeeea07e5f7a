"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
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

/** The pages of the settings. In a narrow window, where they scroll, the one that is open is in sight. */
export function SettingsNavigation({ path }: { path: EnvironmentRoute }) {
  const current = usePathname().split("/")[5];
  const nav = useRef<HTMLElement>(null);

  useEffect(() => {
    const open = nav.current?.querySelector(`a[href$="/${current}"]`);
    open?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);

  return (
    <nav ref={nav} aria-label="Settings" className="-mx-1 mb-4 overflow-x-auto p-1 [scrollbar-width:none]">
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
