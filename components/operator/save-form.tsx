"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { KeptForm } from "@/components/ui/kept-form";
import { useSavedToast } from "@/components/ui/use-saved-toast";
import { type SaveState, UNSAVED } from "./form-states";

export type Save = (state: SaveState, form: FormData) => Promise<SaveState>;

export type SaveFormProps = {
  save: Save;
  /** What has happened, once it has: "Plan saved". */
  done: string;
  /** The verb: "Save plan". */
  label: string;
  /** Gets what was wrong with each field. */
  children: (fields: Readonly<Record<string, string>>) => ReactNode;
};

/** A form that is saved in place: says what is wrong beside the cause, and what happened once it has. */
export function SaveForm({ save, done, label, children }: SaveFormProps) {
  const [state, action, pending] = useActionState(save, UNSAVED);
  useSavedToast(state.saved, done);

  return (
    <KeptForm action={action} className="grid gap-4">
      {state.message ? (
        <div role="alert">
          <Callout tone="danger">{state.message}</Callout>
        </div>
      ) : null}
      {children(state.fields)}
      <div className="flex justify-end">
        <Button type="submit" pending={pending} pendingLabel="Saving">
          {label}
        </Button>
      </div>
    </KeptForm>
  );
}
