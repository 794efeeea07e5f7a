"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactElement, type ReactNode, useState, useTransition } from "react";
import { Button } from "./button";
import { BACKDROP_CLASSES, PANEL_CLASSES } from "./dialog-frame";
import { Field } from "./field";
import { Input } from "./input";

export type ConfirmDialogProps = {
  title: ReactNode;
  /** What will happen, in a sentence. */
  children: ReactNode;
  /** The verb: "Revoke key". */
  confirmLabel: string;
  /** The verb in the present: "Revoking". */
  pendingLabel?: string;
  cancelLabel?: string;
  danger?: boolean;
  /** For what can't be undone: has to be typed before the button works. */
  typeToConfirm?: string;
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The dialog closes when it resolves; a returned sentence keeps it open and is shown as the reason. */
  onConfirm: () => Promise<string | undefined> | string | undefined;
};

export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  pendingLabel,
  cancelLabel = "Cancel",
  danger = false,
  typeToConfirm,
  trigger,
  open,
  onOpenChange,
  onConfirm,
}: ConfirmDialogProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const allowed = typeToConfirm === undefined || typed.trim() === typeToConfirm;

  const change = (next: boolean) => {
    if (pending) return;
    setOwnOpen(next);
    setTyped("");
    setProblem(undefined);
    onOpenChange?.(next);
  };

  const confirm = () =>
    startTransition(async () => {
      const reason = await onConfirm();
      startTransition(() => {
        setProblem(reason);
        if (reason !== undefined) return;
        setOwnOpen(false);
        setTyped("");
        onOpenChange?.(false);
      });
    });

  return (
    <AlertDialog.Root open={open ?? ownOpen} onOpenChange={change}>
      {trigger ? <AlertDialog.Trigger render={trigger} /> : null}
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={BACKDROP_CLASSES} />
        <AlertDialog.Popup className={`${PANEL_CLASSES} max-w-md`}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (allowed && !pending) confirm();
            }}
          >
            <div className="flex flex-col gap-3 px-5 pt-4.5 pb-4">
              <AlertDialog.Title className="text-18">{title}</AlertDialog.Title>
              <AlertDialog.Description render={<div />} className="text-muted">
                {children}
              </AlertDialog.Description>
              {typeToConfirm !== undefined ? (
                <Field
                  name="confirmation"
                  label={
                    <>
                      Type <span className="font-semibold">{typeToConfirm}</span> to confirm
                    </>
                  }
                >
                  <Input
                    value={typed}
                    onChange={(event) => setTyped(event.target.value)}
                    autoComplete="off"
                    spellCheck={false}
                  />
                </Field>
              ) : null}
              <div role="alert">{problem ? <p className="text-13 text-danger-text">{problem}</p> : null}</div>
            </div>
            <div className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3.5">
              <AlertDialog.Close render={<Button />}>{cancelLabel}</AlertDialog.Close>
              <Button
                type="submit"
                variant={danger ? "final" : "primary"}
                disabled={!allowed}
                pending={pending}
                pendingLabel={pendingLabel}
              >
                {confirmLabel}
              </Button>
            </div>
          </form>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
