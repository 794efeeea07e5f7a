"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

export type DeleteCustomerProps = { name: string; request: (confirm: string) => Promise<string | undefined> };

/** Asks for the deletion of a whole customer, once the name is typed. */
export function DeleteCustomer({ name, request }: DeleteCustomerProps) {
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      confirmLabel="Delete in seven days"
      pendingLabel="Asking"
      danger
      typeToConfirm={name}
      trigger={
        <Button>
          <span className="max-w-[min(24rem,60vw)] truncate text-danger-text">Delete {name}</span>
        </Button>
      }
      // What happened stands on the page, with the way back: a toast would cover that.
      onConfirm={() => request(name)}
    >
      Projects, keys, users, settings and logs go after seven days, in test and in live. Until then everything works,
      and an owner can take it back.
    </ConfirmDialog>
  );
}
