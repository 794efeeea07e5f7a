"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";

export type RevokeKeyProps = {
  name: string;
  /** In live the name has to be typed: somebody's sign-in may hang on this key. */
  environment: "test" | "live";
  /** Another key has taken its place. */
  replaced: boolean;
  /** No other secret key is there: what the server of the customer calls with. */
  last: boolean;
  requestsInDay: number | null;
  revoke: () => Promise<string | undefined>;
};

/** Revokes a key, once that is confirmed. */
export function RevokeKey({ name, environment, replaced, last, requestsInDay, revoke }: RevokeKeyProps) {
  const toast = useToast();
  const verb = replaced ? "Revoke old key now" : "Revoke";
  return (
    <ConfirmDialog
      title={replaced ? `Revoke the old ${name} now?` : `Revoke ${name}?`}
      confirmLabel="Revoke key"
      pendingLabel="Revoking"
      danger
      typeToConfirm={environment === "live" ? name : undefined}
      trigger={
        <Button variant="quiet" size="small" aria-label={replaced ? `${verb}: ${name}` : `Revoke ${name}`}>
          {verb}
        </Button>
      }
      onConfirm={async () => {
        const problem = await revoke();
        if (problem === undefined) toast({ title: "Key revoked", description: name });
        return problem;
      }}
    >
      <p>From now on every request with this key is refused. This can't be undone.</p>
      {last ? (
        <p className="mt-2">It is your last secret {environment} key: your server cannot call Ninepin after that.</p>
      ) : null}
      {requestsInDay !== null && requestsInDay > 0 ? (
        <p className="mt-2">
          {requestsInDay.toLocaleString("en")} {requestsInDay === 1 ? "request" : "requests"} used it in the last 24
          hours.
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
