"use client";

import { useEffect, useRef } from "react";

/**
 * When the place changes and what had the focus is gone (a pane that hides in a narrow window, a message that was
 * deleted), the focus goes to the heading of what is there now.
 */
export function KeepFocus({ place, heading }: { place: string; heading: string }) {
  const previous = useRef(place);

  useEffect(() => {
    if (previous.current === place) return;
    previous.current = place;
    const frame = requestAnimationFrame(() => {
      const active = document.activeElement;
      const lost = !active || active === document.body || !active.checkVisibility();
      const target = document.querySelector(heading);
      if (!lost || !(target instanceof HTMLElement)) return;
      target.tabIndex = -1;
      target.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [place, heading]);

  return null;
}
