"use client";

import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";

/** Takes the deletion of a customer back. */
export function UndoDeletion({ undo }: { undo: () => Promise<string | undefined> }) {
  const [pending, startTransition] = useTransition();
  const toast = useToast();
  return (
    <Button
      pending={pending}
      pendingLabel="Taking back"
      onClick={() =>
        startTransition(async () => {
          const problem = await undo();
          toast(problem === undefined ? { title: "Deletion taken back" } : { title: problem, tone: "danger" });
        })
      }
    >
      Keep everything
    </Button>
  );
}
