"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";

const INTERVAL_MS = 700;

export type LiveUpdatesProps = {
  /** The newest message the page shows, if there is any. */
  shown: { id: string; announcement: string } | null;
  /** Asks the server for the id of the newest message there is. */
  newest: () => Promise<string | null>;
  /** What stands here while all is well. */
  children: string;
};

/** Looks for new mail more than once a second while the page is in sight, draws the page anew when there is some, and says so. */
export function LiveUpdates({ shown, newest, children }: LiveUpdatesProps) {
  const router = useRouter();
  const [paused, setPaused] = useState(false);
  const shownId = shown?.id ?? null;
  const latest = useRef({ shownId, newest });
  const announced = useRef(shownId);

  useEffect(() => {
    latest.current = { shownId, newest };
  });

  useEffect(() => {
    // Ids grow with time, so a smaller one means that the newest was deleted.
    if (shown && shown.id > (announced.current ?? "")) announce(shown.announcement);
    announced.current = shown?.id ?? null;
  }, [shown]);

  useEffect(() => {
    let timer = 0;
    let ended = false;
    const look = async () => {
      if (document.visibilityState === "visible") {
        try {
          const id = await latest.current.newest();
          if (ended) return;
          setPaused(false);
          if (id !== latest.current.shownId) router.refresh();
        } catch {
          if (ended) return;
          setPaused(true);
        }
      }
      timer = window.setTimeout(look, INTERVAL_MS);
    };
    timer = window.setTimeout(look, INTERVAL_MS);
    return () => {
      ended = true;
      window.clearTimeout(timer);
    };
  }, [router]);

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
