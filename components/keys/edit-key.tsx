"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { useToast } from "@/components/ui/toast";
import type { EditKeyState, ScopeChoices } from "./key-form-state";
import type { KeyRow } from "./key-row";
import { KeyScopes } from "./key-scopes";

export type EditKeyProps = {
  row: Pick<KeyRow, "name" | "type" | "kind" | "scopes" | "allowedOrigins" | "allowedIps">;
  environment: "test" | "live";
  choices: ScopeChoices;
  editKey: (form: FormData) => Promise<EditKeyState>;
};

type Refused = Extract<EditKeyState, { status: "refused" }>;

const OFFLINE: Refused = {
  status: "refused",
  message: "We could not reach Ninepin. What you entered is still here; try again.",
  fields: {},
};

/** Changes what a key is called, what it may do and from where. Its type and its end stay. */
export function EditKey(props: EditKeyProps) {
  const [open, setOpen] = useState(false);
  const { name } = props.row;
  return (
    <Dialog
      title={`Edit ${name}`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="quiet" size="small" aria-label={`Edit ${name}`}>
          Edit
        </Button>
      }
    >
      <EditKeyForm {...props} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function EditKeyForm({ row, environment, choices, editKey, onDone }: EditKeyProps & { onDone: () => void }) {
  const toast = useToast();
  const [refused, setRefused] = useState<Refused | null>(null);
  const [pending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const wrong = refused && form.current?.querySelector("[aria-invalid=true]");
    if (wrong instanceof HTMLElement) wrong.focus();
  }, [refused]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    // Not the form's own action: React would empty the fields after it, refused or not.
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(async () => {
      let next: EditKeyState;
      try {
        next = await editKey(data);
      } catch (error) {
        unstable_rethrow(error);
        next = OFFLINE;
      }
      startTransition(() => {
        if (next.status === "refused") return setRefused(next);
        toast({ title: "Key changed", description: "It holds within five seconds." });
        onDone();
      });
    });
  };

  return (
    <form ref={form} onSubmit={submit} className="grid gap-4" noValidate>
      {refused?.message && Object.keys(refused.fields).length === 0 ? (
        <div role="alert">
          <Callout tone="danger">{refused.message}</Callout>
        </div>
      ) : null}
      <Field name="name" label="Name" error={refused?.fields.name}>
        <Input required maxLength={100} autoComplete="off" defaultValue={row.name} />
      </Field>
      {row.kind === "web" ? (
        <Field
          name="allowed_origins"
          label="Allowed origins"
          hint={
            environment === "test"
              ? "One a line, such as https://app.example.com. In test, none means any."
              : "One a line, such as https://app.example.com. Pages of other origins are refused."
          }
          error={refused?.fields.allowed_origins}
        >
          <Textarea rows={3} spellCheck={false} autoComplete="off" defaultValue={row.allowedOrigins.join("\n")} />
        </Field>
      ) : null}
      {row.type === "secret" ? (
        <>
          <KeyScopes choices={choices} own={row.scopes} error={refused?.fields.scopes} />
          <Field
            name="allowed_ips"
            label="Allowed addresses (optional)"
            hint="One a line, such as 203.0.113.7 or 203.0.113.0/24. None: from anywhere."
            error={refused?.fields.allowed_ips}
          >
            <Textarea rows={2} spellCheck={false} autoComplete="off" defaultValue={row.allowedIps.join("\n")} />
          </Field>
        </>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} pendingLabel="Saving">
          Save
        </Button>
      </div>
    </form>
  );
}
