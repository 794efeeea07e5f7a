"use client";

import { useEffect, useState } from "react";

/**
 * Whole seconds left of a wait that begins anew with each `wait` object. Measured on this machine's clock alone: the
 * server's may show another hour, a duration is the same everywhere.
 */
export function useCountdown(wait: { waitSeconds?: number }): number {
  const seconds = wait.waitSeconds ?? 0;
  const [left, setLeft] = useState(seconds);

  useEffect(() => {
    const length = wait.waitSeconds ?? 0;
    const end = Date.now() + length * 1000;
    const look = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    look();
    if (length === 0) return;
    const timer = window.setInterval(look, 250);
    return () => window.clearInterval(timer);
  }, [wait]);

  return left;
}
