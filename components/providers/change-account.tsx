"use client";

import { Button } from "@/components/ui/button";
import type { Outcome } from "@/components/ui/outcome";
import { useToast } from "@/components/ui/toast";
import { AccountDialog } from "./account-dialog";
import { AccountFields, fieldNames } from "./account-fields";
import type { AccountView, OfferedView } from "./provider-view";

export type ChangeAccountProps = {
  account: AccountView;
  provider: OfferedView;
  save: (form: FormData) => Promise<Outcome<null>>;
};

/** Changes an account: what is left empty stays as it is. */
export function ChangeAccount({ account, provider, save }: ChangeAccountProps) {
  const toast = useToast();
  return (
    <AccountDialog
      title={`Change ${account.label}`}
      trigger={
        <Button size="small" aria-label={`Change ${account.label}`}>
          Change
        </Button>
      }
      shown={fieldNames(provider)}
      submitLabel="Save"
      pendingLabel="Saving"
      submit={save}
      onDone={() => toast({ title: "Account changed" })}
    >
      {({ errors }) => <AccountFields provider={provider} label={account.label} errors={errors} keeps />}
    </AccountDialog>
  );
}
