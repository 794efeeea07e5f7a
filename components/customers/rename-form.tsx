"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { KeptForm } from "@/components/ui/kept-form";
import { useSavedToast } from "@/components/ui/use-saved-toast";
import type { RenameState } from "./rename-state";

export type RenameFormProps = {
  customer: string;
  project: string;
  slug: string;
  /** Whether this member may. */
  allowed: boolean;
  rename: (state: RenameState, form: FormData) => Promise<RenameState>;
};

/** The names of the customer and of the project. */
export function RenameForm({ customer, project, slug, allowed, rename }: RenameFormProps) {
  const [state, action, pending] = useActionState(rename, { saved: 0, message: null, fields: {} });
  useSavedToast(state.saved, "Names saved");

  return (
    <Card title="Names">
      <KeptForm action={action} className="grid gap-4">
        {state.message ? (
          <div role="alert">
            <Callout tone="danger">{state.message}</Callout>
          </div>
        ) : null}
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field name="name" label="Company" hint="Only your team sees it." error={state.fields.name}>
            <Input defaultValue={customer} autoComplete="organization" readOnly={!allowed} maxLength={100} />
          </Field>
          <Field
            name="project"
            label="App"
            hint={`Your users read it in every message. Addresses of the dashboard keep ${slug}.`}
            error={state.fields.project}
          >
            <Input defaultValue={project} autoComplete="off" readOnly={!allowed} maxLength={100} />
          </Field>
        </div>
        {allowed ? (
          <div className="flex justify-end">
            <Button type="submit" variant="primary" pending={pending} pendingLabel="Saving">
              Save names
            </Button>
          </div>
        ) : (
          <p className="text-13 text-muted">Owners and admins can change the names, while nothing is suspended.</p>
        )}
      </KeptForm>
    </Card>
  );
}
