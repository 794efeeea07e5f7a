"use client";

import { useEffect, useState } from "react";

const SLOW_AFTER_MS = 3000;

/** Says nothing for three seconds, which is longer than checking a code takes. */
export function StillChecking() {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return slow ? "Still checking" : null;
}
