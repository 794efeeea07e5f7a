"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { LeaveDialog } from "./leave-dialog";
import { hasUnsaved } from "./page-keys";

type Leave = (go: () => void) => void;

const LeaveContext = createContext<Leave>((go) => go());

/** Goes somewhere else, and asks first where something on this page is not saved. */
export function useLeave(): Leave {
  return useContext(LeaveContext);
}

/**
 * Asks before a link leads away from what is not saved. The browser asks by itself only where the whole document is left;
 * links of the dashboard draw another page into the same one.
 */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const [leaving, setLeaving] = useState<{ go: () => void } | null>(null);
  const isAllowed = useRef(false);
  const leave = useCallback((go: () => void) => {
    if (hasUnsaved()) setLeaving({ go });
    else go();
  }, []);

  useEffect(() => {
    const ask = (event: MouseEvent) => {
      const link = isAllowed.current ? null : linkAway(event);
      if (!link || !hasUnsaved()) return;
      // Before the link itself hears of it.
      event.preventDefault();
      event.stopPropagation();
      const go = () => {
        isAllowed.current = true;
        link.click();
        isAllowed.current = false;
      };
      setLeaving({ go });
    };
    document.addEventListener("click", ask, true);
    return () => document.removeEventListener("click", ask, true);
  }, []);

  return (
    <LeaveContext value={leave}>
      {children}
      <LeaveDialog open={leaving !== null} onClose={() => setLeaving(null)} onLeave={() => leaving?.go()} />
    </LeaveContext>
  );
}

/** The link that a click follows in this tab to another page of ours. The browser asks about those of others. */
function linkAway(event: MouseEvent): HTMLAnchorElement | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || (link.target !== "" && link.target !== "_self") || link.hasAttribute("download")) return null;
  const isHere = link.pathname === location.pathname && link.search === location.search;
  return link.origin === location.origin && !isHere ? link : null;
}
