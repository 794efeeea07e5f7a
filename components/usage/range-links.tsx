"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { isTyping } from "@/components/keyboard/is-typing";
import { RANGES, type RangeName } from "./ranges";

/** Which stretch of time a page is about; `T` goes there. The address bar carries it, so it can be shared. */
export function RangeLinks({ current }: { current: RangeName }) {
  const path = usePathname();
  const chosen = useRef<HTMLAnchorElement>(null);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "t" || isTyping(event)) return;
      event.preventDefault();
      chosen.current?.focus();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  return (
    <ul aria-label="Time range" className="flex flex-wrap gap-0.5 rounded-2 border border-line p-0.5">
      {RANGES.map(({ name, label }) => (
        <li key={name}>
          <Link
            ref={name === current ? chosen : undefined}
            href={{ pathname: path, query: { range: name } }}
            scroll={false}
            prefetch={false}
            aria-current={name === current ? "true" : undefined}
            className="flex h-7 items-center rounded-1 px-2.5 font-medium text-13 text-muted hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink pointer-coarse:h-control"
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
