"use client";

import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { CreateKeyForm } from "./create-key-form";
import { CreatedKey } from "./created-key";
import type { CreatedKey as Created, KeyFormState, ScopeChoices } from "./key-form-state";

const FORGET_AFTER_MS = 300;

/** What the dialog of a key that is made needs to show it. */
export type KeyDialogProps = {
  apiUrl: string;
  environment: "test" | "live";
  /** Where the keys of the environment are: below it, each tells of its use. */
  path: string;
};

export type CreateKeyProps = KeyDialogProps & {
  choices: ScopeChoices;
  createKey: (form: FormData) => Promise<KeyFormState>;
};

/** The button that makes a key, and its dialog. */
export function CreateKey({ choices, createKey, ...dialog }: CreateKeyProps) {
  return (
    <KeyDialog
      {...dialog}
      title="Create a key"
      trigger={
        <Button variant="primary" data-main-action="Create key">
          Create key
        </Button>
      }
    >
      {({ onCreated, onCancel }) => (
        <CreateKeyForm
          environment={dialog.environment}
          choices={choices}
          createKey={createKey}
          onCreated={onCreated}
          onCancel={onCancel}
        />
      )}
    </KeyDialog>
  );
}

/** A dialog that ends in a key: first what is asked, then the key itself, which goes with the dialog. */
export function KeyDialog({
  apiUrl,
  environment,
  path,
  title,
  trigger,
  onClosed,
  children,
}: KeyDialogProps & {
  title: string;
  trigger: ReactElement;
  /** After a key was shown. */
  onClosed?: () => void;
  children: (form: { onCreated: (created: Created) => void; onCancel: () => void }) => ReactNode;
}) {
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

  const close = () => {
    setOpen(false);
    if (created) onClosed?.();
  };
  const change = (next: boolean) => {
    if (next) {
      setCopied(false);
      setCreated(null);
    }
    if (!next && created?.type === "secret" && !copied) setAsking(true);
    else if (next) setOpen(true);
    else close();
  };

  return (
    <Dialog
      title={created ? created.name : title}
      description={created ? `Your new ${created.type} ${environment} key` : undefined}
      trigger={trigger}
      open={open}
      onOpenChange={change}
    >
      {created ? (
        <div className="grid grid-cols-1 gap-4">
          <CreatedKey
            created={created}
            apiUrl={apiUrl}
            environment={environment}
            path={path}
            copied={copied}
            onCopied={() => setCopied(true)}
          />
          <div className="flex justify-end">
            <Button onClick={() => change(false)}>Done</Button>
          </div>
        </div>
      ) : (
        children({ onCreated: setCreated, onCancel: () => change(false) })
      )}
      <ConfirmDialog
        title="Close without copying?"
        confirmLabel="Close anyway"
        cancelLabel="Go back"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={() => {
          close();
          return undefined;
        }}
      >
        You won't see this key again.
      </ConfirmDialog>
    </Dialog>
  );
}
