"use client";

import { useEffect, useRef } from "react";
import { pageHeading } from "./page-heading";

/**
 * When the place changes and what had the focus is gone (a pane that hides in a narrow window, a message that was
 * deleted), the focus goes to the heading with that id, or to the page's own.
 */
export function KeepFocus({ place, headingId }: { place: string; headingId?: string | undefined }) {
  const previous = useRef(place);

  useEffect(() => {
    if (previous.current === place) return;
    previous.current = place;
    const frame = requestAnimationFrame(() => {
      const active = document.activeElement;
      const lost = !active || active === document.body || !active.checkVisibility();
      if (lost) (headingId ? document.getElementById(headingId) : pageHeading())?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [place, headingId]);

  return null;
}
