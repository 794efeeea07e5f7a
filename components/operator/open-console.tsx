"use client";

import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

/** Opens the console with the operator's key. Works without JavaScript, too. */
export function OpenConsole({
  open,
}: {
  open: (previous: string | undefined, form: FormData) => Promise<string | undefined>;
}) {
  const [problem, action] = useActionState(open, undefined);
  return (
    <form action={action} className="grid gap-4" noValidate>
      <Field
        name="operator_key"
        label="Operator key"
        hint="OPERATOR_KEY, or operator_key in quickstart.json of the data folder. It begins with np_op_."
        error={problem}
      >
        <Input type="password" autoComplete="off" spellCheck={false} required />
      </Field>
      <SubmitButton variant="primary" pendingLabel="Opening">
        Open the console
      </SubmitButton>
    </form>
  );
}
