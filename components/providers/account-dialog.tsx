"use client";

import { type ReactElement, type ReactNode, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Outcome } from "@/components/ui/outcome";
import { Refusal } from "./refusal";

export type AccountDialogProps<T> = {
  title: string;
  description?: string;
  trigger: ReactElement;
  /** The fields whose errors stand at them: what is wrong with any other stands above the form. */
  shown: readonly string[];
  submitLabel: string;
  pendingLabel: string;
  submit: (form: FormData) => Promise<Outcome<T>>;
  /** Closes the dialog, once it is done. Without it the dialog stays, to show what came of it. */
  onDone?: () => void;
  children: (state: {
    outcome: Outcome<T> | null;
    errors: Readonly<Record<string, string>>;
    forget: () => void;
  }) => ReactNode;
};

/** A dialog with a form about an account at a provider. What it was told is forgotten when it closes. */
export function AccountDialog<T>(props: AccountDialogProps<T>) {
  const { title, description, trigger, shown, submit, onDone } = props;
  const [open, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<Outcome<T> | null>(null);
  const [pending, startTransition] = useTransition();
  const run = (form: FormData) =>
    startTransition(async () => {
      const next = await submit(form);
      setOutcome(next);
      if (!next.ok || !onDone) return;
      setOpen(false);
      onDone();
    });
  return (
    <Dialog
      title={title}
      description={description}
      trigger={trigger}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setOutcome(null);
      }}
    >
      <form
        noValidate
        className="grid grid-cols-1 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          run(new FormData(event.currentTarget));
        }}
      >
        <Refusal outcome={outcome} shown={shown} />
        {props.children({
          outcome,
          errors: outcome && !outcome.ok ? outcome.fields : {},
          forget: () => setOutcome(null),
        })}
        <div className="flex justify-end">
          <Button type="submit" variant="primary" pending={pending} pendingLabel={props.pendingLabel}>
            {props.submitLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
