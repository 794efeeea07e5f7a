"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";

const INTERVAL_MS = 3000;
const MOST = 100;

/** Says how many requests have come since the page was drawn, once a few seconds, and shows them when it is pressed. */
export function NewerRequests({ source }: { source: string }) {
  const router = useRouter();
  const [count, setCount] = useState(0);
  const [pending, startTransition] = useTransition();

  useEffect(() => {
    const ended = new AbortController();
    setCount(0);
    const timer = window.setInterval(async () => {
      if (document.visibilityState !== "visible") return;
      try {
        const answer = await fetch(source, { signal: ended.signal, redirect: "error", cache: "no-store" });
        const body: { newest: string | null } = await answer.json();
        setCount(Number(body.newest ?? 0));
      } catch {
        // The next look is a few seconds away.
      }
    }, INTERVAL_MS);
    return () => {
      ended.abort();
      window.clearInterval(timer);
    };
  }, [source]);

  if (count === 0) return <p className="text-13 text-subtle">New requests show here within seconds</p>;
  return (
    <Button
      size="small"
      pending={pending}
      pendingLabel="Loading"
      onClick={() => startTransition(() => router.refresh())}
    >
      {count >= MOST ? `${MOST} or more new` : `${count} new`}
    </Button>
  );
}
