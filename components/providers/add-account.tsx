"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import type { Outcome } from "@/components/ui/outcome";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { AccountFields } from "./account-fields";
import type { OfferedView } from "./provider-view";
import { Refusal } from "./refusal";

export type AddAccountProps = {
  offered: readonly OfferedView[];
  add: (form: FormData) => Promise<Outcome<string>>;
};

/** The button that adds an account, and its dialog: which provider, then what that one asks for. */
export function AddAccount({ offered, add }: AddAccountProps) {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(offered[0]?.name ?? "");
  const [outcome, setOutcome] = useState<Outcome<string> | null>(null);
  const [pending, startTransition] = useTransition();
  const provider = offered.find((each) => each.name === name);
  const errors = outcome && !outcome.ok ? outcome.fields : {};

  const save = (form: FormData) =>
    startTransition(async () => {
      const added = await add(form);
      setOutcome(added);
      if (!added.ok) return;
      setOpen(false);
      toast({ title: "Account added", description: "Send a test to see whether it works." });
    });

  return (
    <Dialog
      title="Add an account"
      trigger={
        <Button variant="primary" data-main-action="Add account">
          Add account
        </Button>
      }
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
          save(new FormData(event.currentTarget));
        }}
      >
        <Refusal outcome={outcome} shown={["label", ...(provider?.fields.map((f) => `config.${f.name}`) ?? [])]} />
        <Field name="provider" label="Provider" error={errors.provider}>
          <Select
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setOutcome(null);
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
        <div className="flex justify-end">
          <Button type="submit" variant="primary" pending={pending} pendingLabel="Adding">
            Add account
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
