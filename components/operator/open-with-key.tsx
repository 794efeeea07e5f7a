"use client";

import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

export type OpenWithKeyProps = {
  open: (previous: string | undefined, form: FormData) => Promise<string | undefined>;
  hint: string;
  /** What the button does. */
  label: string;
};

/** Opens with the operator's key what is the operator's. Works without JavaScript, too. */
export function OpenWithKey({ open, hint, label }: OpenWithKeyProps) {
  const [problem, action] = useActionState(open, undefined);
  return (
    <form action={action} className="grid gap-4" noValidate>
      <Field name="operator_key" label="Operator key" hint={hint} error={problem}>
        <Input type="password" autoComplete="off" spellCheck={false} required />
      </Field>
      <SubmitButton variant="primary" pendingLabel="Opening">
        {label}
      </SubmitButton>
    </form>
  );
}
