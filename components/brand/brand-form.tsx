"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { useLeaveGuard } from "@/components/ui/use-leave-guard";
import { useSavedToast } from "@/components/ui/use-saved-toast";
import { BrandFields, type BrandLocale } from "./brand-fields";
import { BrandPreview } from "./brand-preview";
import { BRAND_FIELDS, type BrandState, type BrandValues, keptText } from "./brand-state";

export type BrandFormProps = {
  values: BrandValues;
  locales: readonly BrandLocale[];
  kind: "test" | "live";
  /** Where the email is shown. */
  preview: string;
  /** Whether this member may save. */
  allowed: boolean;
  save: (state: BrandState, form: FormData) => Promise<BrandState>;
};

/** The brand of a project, and beside it the email as it is typed. */
export function BrandForm({ values, locales, kind, preview, allowed, save }: BrandFormProps) {
  const [typed, setTyped] = useState(values);
  const [state, action, pending] = useActionState(save, { saved: 0, message: null, fields: {} });
  const form = useRef<HTMLFormElement>(null);
  const dirty = BRAND_FIELDS.some((field) => keptText(field, typed[field]) !== values[field]);

  useEffect(() => {
    if (state.message !== null) focusFirstProblem(form.current);
  }, [state]);

  useSavedToast(state.saved, "Brand saved");
  useLeaveGuard(dirty);

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const sent = new FormData(event.currentTarget);
    if (!pending) startTransition(() => action(sent));
  };

  return (
    <form
      ref={form}
      action={action}
      onSubmit={send}
      aria-label="Brand"
      data-unsaved={dirty || undefined}
      className="grid grid-cols-1 gap-3.5 lg:grid-cols-[minmax(0,1fr)_26rem] lg:items-start"
      noValidate
    >
      <div className="grid min-w-0 grid-cols-1 gap-3.5">
        {state.message ? (
          <div role="alert">
            <Callout tone="danger">{state.message}</Callout>
          </div>
        ) : null}
        <BrandFields
          values={typed}
          set={(field, value) => setTyped((before) => ({ ...before, [field]: value }))}
          errors={state.fields}
          locales={locales}
          kind={kind}
          allowed={allowed}
        />
        {allowed ? (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-3 border border-line bg-surface px-4 py-3">
            <p className="flex min-w-0 flex-1 basis-64 flex-wrap items-center gap-2 text-13 text-muted">
              The next message shows it, within five seconds.
              {dirty ? <Badge tone="warn">Not saved yet</Badge> : null}
            </p>
            <Button type="submit" variant="primary" pending={pending} pendingLabel="Saving">
              Save brand
            </Button>
          </div>
        ) : (
          <Callout>
            You can look at the brand. Owners, admins and developers can change it, while nothing is suspended.
          </Callout>
        )}
      </div>
      <div className="min-w-0 lg:sticky lg:top-5">
        <BrandPreview path={preview} values={typed} />
      </div>
    </form>
  );
}

function focusFirstProblem(form: HTMLFormElement | null): void {
  const first = form?.querySelector("[aria-invalid=true]");
  if (first instanceof HTMLElement) first.focus();
}
