"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";

const INTERVAL_MS = 700;
const RETRY_MS = 5000;

export type LiveUpdatesProps = {
  /** The newest message the page shows, if there is any. */
  shown: { id: string; announcement: string } | null;
  /** Where the id of the newest message there is can be asked for. */
  source: string;
  /** What stands here while all is well. */
  children: string;
};

/** Looks for new mail while the page is in sight, draws the page anew when there is some, and says so. */
export function LiveUpdates({ shown, source, children }: LiveUpdatesProps) {
  const router = useRouter();
  const [paused, setPaused] = useState(false);
  const shownId = shown?.id ?? null;
  const latest = useRef(shownId);
  const announced = useRef(shownId);

  useEffect(() => {
    latest.current = shownId;
  }, [shownId]);

  useEffect(() => {
    // Ids grow with time, so a smaller one means that the newest was deleted.
    if (shown && shown.id > (announced.current ?? "")) announce(shown.announcement);
    announced.current = shown?.id ?? null;
  }, [shown]);

  useEffect(() => {
    const ended = new AbortController();
    let timer = 0;
    const look = async () => {
      let wait = INTERVAL_MS;
      if (document.visibilityState === "visible") {
        try {
          const newest = await askForNewest(source, ended.signal);
          setPaused(false);
          if (newest !== latest.current) router.refresh();
        } catch {
          if (ended.signal.aborted) return;
          setPaused(true);
          wait = RETRY_MS;
        }
      }
      timer = window.setTimeout(look, wait);
    };
    timer = window.setTimeout(look, INTERVAL_MS);
    return () => {
      ended.abort();
      window.clearTimeout(timer);
    };
  }, [router, source]);

  if (!paused) return <p className="text-12 text-subtle">{children}</p>;
  return (
    <p className="flex items-center gap-2 text-12 text-warn-text" role="status">
      Live updates paused, retrying
      <Button size="small" onClick={() => router.refresh()}>
        Refresh
      </Button>
    </p>
  );
}

async function askForNewest(source: string, signal: AbortSignal): Promise<string | null> {
  // Who is signed out by now is sent to sign in; that is for the page to follow, not for this look.
  const answer = await fetch(source, { signal, redirect: "error", cache: "no-store" });
  if (!answer.ok) throw new Error(`The Mailbox answered ${answer.status}`);
  const body: { newest: string | null } = await answer.json();
  signal.throwIfAborted();
  return body.newest;
}
