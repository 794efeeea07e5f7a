"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";

export type RemoveReviewerProps = { value: string; remove: () => Promise<string | undefined> };

/** Ends a reviewer, once that is confirmed. */
export function RemoveReviewer({ value, remove }: RemoveReviewerProps) {
  const toast = useToast();
  return (
    <ConfirmDialog
      title={`Remove ${value}?`}
      confirmLabel="Remove reviewer"
      pendingLabel="Removing"
      danger
      trigger={
        <Button variant="quiet" size="small" aria-label={`Remove ${value}`}>
          Remove
        </Button>
      }
      onConfirm={async () => {
        const problem = await remove();
        if (problem === undefined) toast({ title: "Reviewer removed", description: value });
        return problem;
      }}
    >
      The fixed code stops working. You can add the reviewer again, with a new code.
    </ConfirmDialog>
  );
}
