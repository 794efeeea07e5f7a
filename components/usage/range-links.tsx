"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { isTyping } from "@/components/keyboard/is-typing";
import { RANGES, type RangeName } from "./ranges";

/**
 * Which stretch of time a page is about. `T` goes there, and from there a letter to each: D, W, M, Q. The address bar
 * carries it, so it can be shared.
 */
export function RangeLinks({ current }: { current: RangeName }) {
  const path = usePathname();
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const key = event.key.toLowerCase();
      const isHere = list.current?.contains(document.activeElement) === true;
      const at = isHere ? RANGES.findIndex(({ letter }) => letter === key) : -1;
      const link = list.current?.querySelectorAll("a")[at];
      if (link) {
        link.focus();
        link.click();
      } else if (key === "t") list.current?.querySelector<HTMLElement>("a[aria-current]")?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  return (
    <ul ref={list} aria-label="Time range" className="flex flex-wrap gap-0.5 rounded-2 border border-line p-0.5">
      {RANGES.map(({ name, label }) => (
        <li key={name}>
          <Link
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
