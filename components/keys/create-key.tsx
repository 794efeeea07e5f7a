"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { CreateKeyForm } from "./create-key-form";
import { CreatedKey } from "./created-key";
import type { CreatedKey as Created, KeyFormState } from "./key-form-state";

const FORGET_AFTER_MS = 300;

export type CreateKeyProps = {
  appUrl: string;
  environment: "test" | "live";
  createKey: (form: FormData) => Promise<KeyFormState>;
};

/** The button that makes a key, and its dialog: first the form, then the key itself, which goes with the dialog. */
export function CreateKey({ appUrl, environment, createKey }: CreateKeyProps) {
  const [open, setOpen] = useState(false);
  const [created, setCreated] = useState<Created | null>(null);
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);

  useEffect(() => {
    if (open) return;
    // Not before the dialog has faded out, or the form would flash up in it.
    const timer = window.setTimeout(() => setCreated(null), FORGET_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [open]);

  const change = (next: boolean) => {
    if (next) setCopied(false);
    if (!next && created?.type === "secret" && !copied) setAsking(true);
    else setOpen(next);
  };

  return (
    <Dialog
      title={created ? created.name : "Create a key"}
      description={created ? `Your new ${created.type} ${environment} key` : undefined}
      trigger={<Button variant="primary">Create key</Button>}
      open={open}
      onOpenChange={change}
    >
      {created ? (
        <div className="grid grid-cols-1 gap-4">
          <CreatedKey
            created={created}
            appUrl={appUrl}
            environment={environment}
            copied={copied}
            onCopied={() => setCopied(true)}
          />
          <div className="flex justify-end">
            <Button onClick={() => change(false)}>Done</Button>
          </div>
        </div>
      ) : (
        <CreateKeyForm
          environment={environment}
          createKey={createKey}
          onCreated={setCreated}
          onCancel={() => change(false)}
        />
      )}
      <ConfirmDialog
        title="Close without copying?"
        confirmLabel="Close anyway"
        cancelLabel="Go back"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => {
          setOpen(false);
          return undefined;
        }}
      >
        You won't see this key again.
      </ConfirmDialog>
    </Dialog>
  );
}
