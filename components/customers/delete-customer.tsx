"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";

export type DeleteCustomerProps = { name: string; request: (confirm: string) => Promise<string | undefined> };

/** Asks for the deletion of a whole customer, once the name is typed. */
export function DeleteCustomer({ name, request }: DeleteCustomerProps) {
  const toast = useToast();
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      confirmLabel="Delete in seven days"
      pendingLabel="Asking"
      danger
      typeToConfirm={name}
      trigger={
        <Button>
          <span className="text-danger-text">Delete {name}</span>
        </Button>
      }
      onConfirm={async () => {
        const problem = await request(name);
        if (problem === undefined)
          toast({ title: "Deletion asked for", description: "It can be taken back for seven days." });
        return problem;
      }}
    >
      Projects, keys, users, settings and logs go after seven days, in test and in live. Until then everything works,
      and an owner can take it back.
    </ConfirmDialog>
  );
}
