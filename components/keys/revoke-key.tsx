"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";

export type RevokeKeyProps = {
  name: string;
  /** In live the name has to be typed: somebody's sign-in may hang on this key. */
  environment: "test" | "live";
  revoke: () => Promise<string | undefined>;
};

export function RevokeKey({ name, environment, revoke }: RevokeKeyProps) {
  const toast = useToast();
  return (
    <ConfirmDialog
      title={`Revoke ${name}?`}
      confirmLabel="Revoke key"
      pendingLabel="Revoking"
      danger
      typeToConfirm={environment === "live" ? name : undefined}
      trigger={
        <Button variant="quiet" size="small" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      }
      onConfirm={async () => {
        const problem = await revoke();
        if (problem === undefined) toast({ title: "Key revoked", description: name });
        return problem;
      }}
    >
      From now on every request with this key is refused. This can't be undone.
    </ConfirmDialog>
  );
}
