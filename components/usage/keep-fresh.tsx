"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect } from "react";

/** Draws the page anew every few seconds while it is in sight, in place: nothing that has the focus loses it. */
export function KeepFresh({ everySeconds }: { everySeconds: number }) {
  const router = useRouter();

  useEffect(() => {
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible") startTransition(() => router.refresh());
    }, everySeconds * 1000);
    return () => window.clearInterval(timer);
  }, [router, everySeconds]);

  return null;
}
