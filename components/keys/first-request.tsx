"use client";

import { useEffect, useState } from "react";
import { announce } from "@/components/ui/announcer";
import { Rack } from "@/components/ui/rack";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";

const INTERVAL_MS = 1000;

type Use = { at: string | null; ip: string | null; agent: string | null };

/** Waits for the first request with a new key, and says when it came, from where and by what. */
export function FirstRequest({ source }: { source: string }) {
  const [use, setUse] = useState<Use | null>(null);

  useEffect(() => {
    const ended = new AbortController();
    const timer = window.setInterval(async () => {
      if (document.visibilityState !== "visible") return;
      try {
        const answer = await fetch(source, { signal: ended.signal, redirect: "error", cache: "no-store" });
        const body: Use = await answer.json();
        if (!answer.ok || body.at === null) return;
        setUse(body);
        announce("The first request with this key has come");
        window.clearInterval(timer);
      } catch {
        // The next look is a second away.
      }
    }, INTERVAL_MS);
    return () => {
      ended.abort();
      window.clearInterval(timer);
    };
  }, [source]);

  return (
    <div className="flex flex-wrap items-center gap-x-2 rounded-2 border border-line px-3 py-2.5">
      {use?.at ? (
        <>
          <Status kind="verified">
            Used <Time value={use.at} everySeconds={1} />
          </Status>
          <span className="text-muted">{[use.ip && `from ${use.ip}`, use.agent].filter(Boolean).join(", ")}</span>
        </>
      ) : (
        <span className="inline-flex items-center gap-2 text-muted">
          <Rack size={16} motion="spinning" /> Waiting for the first request
        </span>
      )}
    </div>
  );
}
