"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Outcome } from "@/components/ui/outcome";
import { useToast } from "@/components/ui/toast";
import { AccountFields } from "./account-fields";
import type { AccountView, OfferedView } from "./provider-view";
import { Refusal } from "./refusal";

export type ChangeAccountProps = {
  account: AccountView;
  provider: OfferedView;
  save: (form: FormData) => Promise<Outcome<null>>;
};

/** Changes an account: what is left empty stays as it is. */
export function ChangeAccount({ account, provider, save }: ChangeAccountProps) {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<Outcome<null> | null>(null);
  const [pending, startTransition] = useTransition();
  const submit = (form: FormData) =>
    startTransition(async () => {
      const saved = await save(form);
      setOutcome(saved);
      if (!saved.ok) return;
      setOpen(false);
      toast({ title: "Account changed" });
    });
  return (
    <Dialog
      title={`Change ${account.label}`}
      trigger={
        <Button size="small" aria-label={`Change ${account.label}`}>
          Change
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
          submit(new FormData(event.currentTarget));
        }}
      >
        <Refusal outcome={outcome} shown={["label", ...provider.fields.map((field) => `config.${field.name}`)]} />
        <AccountFields
          provider={provider}
          label={account.label}
          errors={outcome && !outcome.ok ? outcome.fields : {}}
          keeps
        />
        <div className="flex justify-end">
          <Button type="submit" variant="primary" pending={pending} pendingLabel="Saving">
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
