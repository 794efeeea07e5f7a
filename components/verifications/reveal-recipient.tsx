"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import type { Outcome } from "@/components/ui/outcome";
import { useToast } from "@/components/ui/toast";

/** A masked recipient, and behind a button the whole of it. That somebody looked is kept. */
export function RevealRecipient({
  masked,
  reveal,
}: {
  masked: string;
  reveal: (() => Promise<Outcome<string>>) | null;
}) {
  const toast = useToast();
  const [shown, setShown] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const run = () =>
    startTransition(async () => {
      const revealed = await reveal?.();
      if (revealed?.ok) setShown(revealed.value);
      else toast({ title: revealed?.message ?? "It could not be shown", tone: "danger" });
    });
  return (
    <>
      <span className="break-all">{shown ?? masked}</span>
      {reveal && shown === null ? (
        <Button size="small" onClick={run} pending={pending} pendingLabel="Showing">
          Show it all
        </Button>
      ) : null}
    </>
  );
}
