"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Outcome } from "@/components/ui/outcome";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { AccountDialog } from "./account-dialog";
import { AccountFields, fieldNames } from "./account-fields";
import type { OfferedView } from "./provider-view";

export type AddAccountProps = {
  offered: readonly OfferedView[];
  add: (form: FormData) => Promise<Outcome<string>>;
};

/** The button that adds an account, and its dialog: which provider, then what that one asks for. */
export function AddAccount({ offered, add }: AddAccountProps) {
  const toast = useToast();
  const [name, setName] = useState(offered[0]?.name ?? "");
  const provider = offered.find((each) => each.name === name);
  return (
    <AccountDialog
      title="Add an account"
      trigger={
        <Button variant="primary" data-main-action="Add account">
          Add account
        </Button>
      }
      shown={provider ? ["provider", ...fieldNames(provider)] : ["provider"]}
      submitLabel="Add account"
      pendingLabel="Adding"
      submit={add}
      onDone={() => toast({ title: "Account added", description: "Send a test to see whether it works." })}
    >
      {({ errors, forget }) => (
        <>
          <Field name="provider" label="Provider" error={errors.provider}>
            <Select
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                forget();
              }}
            >
              {offered.map((each) => (
                <option key={each.name} value={each.name}>
                  {each.title}
                </option>
              ))}
            </Select>
          </Field>
          {provider ? <AccountFields key={provider.name} provider={provider} errors={errors} /> : null}
          <p className="text-13 text-muted">Kept encrypted, and never shown again.</p>
        </>
      )}
    </AccountDialog>
  );
}
