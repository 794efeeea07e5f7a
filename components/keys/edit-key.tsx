"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { KeyForm } from "./key-form";
import type { EditKeyState, ScopeChoices } from "./key-form-state";
import { AllowedAddresses, AllowedOrigins } from "./key-places";
import type { KeyRow } from "./key-row";
import { KeyScopes } from "./key-scopes";

export type EditKeyProps = {
  row: Pick<KeyRow, "name" | "type" | "kind" | "scopes" | "allowedOrigins" | "allowedIps">;
  environment: "test" | "live";
  choices: ScopeChoices;
  editKey: (form: FormData) => Promise<EditKeyState>;
};

/** Changes what a key is called, what it may do and from where. Its type and its end stay. */
export function EditKey({ row, environment, choices, editKey }: EditKeyProps) {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const { name, type, kind, scopes, allowedOrigins, allowedIps } = row;
  const close = () => setOpen(false);
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
      <KeyForm<{ status: "saved" }>
        send={editKey}
        onDone={() => {
          toast({ title: "Key changed", description: "It holds within five seconds." });
          close();
        }}
        onCancel={close}
        submitLabel="Save"
        pendingLabel="Saving"
      >
        {(errors) => (
          <>
            <Field name="name" label="Name" error={errors.name}>
              <Input required maxLength={100} autoComplete="off" defaultValue={name} />
            </Field>
            {kind === "web" ? (
              <AllowedOrigins environment={environment} own={allowedOrigins} error={errors.allowed_origins} />
            ) : null}
            {type === "secret" ? (
              <>
                <KeyScopes choices={choices} own={scopes} error={errors.scopes} />
                <AllowedAddresses own={allowedIps} error={errors.allowed_ips} />
              </>
            ) : null}
          </>
        )}
      </KeyForm>
    </Dialog>
  );
}
