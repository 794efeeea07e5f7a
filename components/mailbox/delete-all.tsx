"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

export function DeleteAll({ deleteAll }: { deleteAll: () => Promise<string | undefined> }) {
  const router = useRouter();
  return (
    <ConfirmDialog
      title="Delete all messages?"
      confirmLabel="Delete all"
      pendingLabel="Deleting"
      danger
      trigger={<Button variant="quiet">Delete all</Button>}
      onConfirm={async () => {
        const problem = await deleteAll();
        if (problem === undefined) router.refresh();
        return problem;
      }}
    >
      This empties the Mailbox. The codes in it still work until they expire, but nobody can read them here any more.
    </ConfirmDialog>
  );
}
