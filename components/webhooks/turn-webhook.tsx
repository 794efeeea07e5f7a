"use client";

import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";

/** Turns an endpoint off, or on again. */
export function TurnWebhook({ isOff, turn }: { isOff: boolean; turn: (on: boolean) => Promise<string | undefined> }) {
  const toast = useToast();
  const [pending, startTransition] = useTransition();
  const run = () =>
    startTransition(async () => {
      const problem = await turn(isOff);
      if (problem) toast({ title: problem, tone: "danger" });
      else if (isOff) toast({ title: "Turned on", description: "Recover failed sends again what failed meanwhile." });
      else toast({ title: "Turned off" });
    });
  return (
    <Button onClick={run} pending={pending}>
      {isOff ? "Turn on" : "Turn off"}
    </Button>
  );
}
