"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { pageHeading } from "./page-heading";

/** Takes the focus to the new page's heading when a link led to another page, so that reading goes on from there. */
export function FocusHeading() {
  const path = usePathname();
  const previous = useRef(path);

  useEffect(() => {
    if (previous.current === path) return;
    previous.current = path;
    pageHeading()?.focus({ preventScroll: true });
  }, [path]);

  return null;
}
