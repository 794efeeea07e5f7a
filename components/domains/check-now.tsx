"use client";

import { useTransition } from "react";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";

/** Looks at DNS now. `check` answers what went wrong, if anything did. */
export function CheckNow({ check, count }: { check: () => Promise<string | undefined>; count: number }) {
  const toast = useToast();
  const [pending, startTransition] = useTransition();
  const run = () =>
    startTransition(async () => {
      const problem = await check();
      if (problem) toast({ title: problem, tone: "danger" });
      else announce("Looked at DNS");
    });
  return (
    <Button variant="primary" onClick={run} pending={pending} pendingLabel={`Checking ${count} records`}>
      Check now
    </Button>
  );
}
