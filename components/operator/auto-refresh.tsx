"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

/** Draws the page anew every few seconds while it is in sight, in place: nothing that has the focus loses it. */
export function AutoRefresh({ everySeconds }: { everySeconds: number }) {
  const router = useRouter();
  const [paused, setPaused] = useState(false);

  useEffect(() => {
    if (paused) return;
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible") startTransition(() => router.refresh());
    }, everySeconds * 1000);
    return () => window.clearInterval(timer);
  }, [router, paused, everySeconds]);

  return (
    <>
      <span className="text-13 text-muted">
        {paused ? "Not refreshing" : `Refreshes every ${everySeconds} seconds`}
      </span>
      <Button size="small" aria-pressed={paused} onClick={() => setPaused(!paused)}>
        Pause
      </Button>
    </>
  );
}
