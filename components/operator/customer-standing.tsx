"use client";

import { useActionState } from "react";
import { KeepFocus } from "@/components/frame/keep-focus";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { KeptForm } from "@/components/ui/kept-form";
import { Textarea } from "@/components/ui/textarea";
import type { CustomerStatus } from "@/lib/customers/customer-contract";
import { UNSAVED } from "./form-states";
import type { Save } from "./save-form";

export type CustomerStandingProps = { name: string; status: CustomerStatus; reason: string | null; setStatus: Save };

/** What a customer may do, and what the operator does about it. */
export function CustomerStanding({ name, status, reason, setStatus }: CustomerStandingProps) {
  const [state, action, pending] = useActionState(setStatus, UNSAVED);
  return (
    <Card title="Status">
      <KeepFocus place={status} />
      <div className="grid gap-4">
        {state.message ? (
          <div role="alert">
            <Callout tone="danger">{state.message}</Callout>
          </div>
        ) : null}
        {status === "active" ? null : (
          <Callout
            tone={status === "suspended" ? "danger" : "neutral"}
            title={
              status === "suspended"
                ? "Suspended: keys are refused, sessions rest"
                : "Cancelled: nothing answers, members are out"
            }
          >
            {reason ?? "No reason was given."}
          </Callout>
        )}
        {status === "active" ? (
          <KeptForm action={action} className="grid gap-4">
            <input type="hidden" name="status" value="suspended" />
            <Field
              name="reason"
              label="Reason to suspend"
              hint="The customer reads it at the top of every page."
              error={state.fields.reason}
            >
              <Textarea rows={2} maxLength={500} />
            </Field>
            <div className="flex flex-wrap justify-end gap-2">
              <CancelCustomer name={name} setStatus={setStatus} />
              <Button type="submit" pending={pending} pendingLabel="Suspending">
                Suspend customer
              </Button>
            </div>
          </KeptForm>
        ) : (
          <KeptForm action={action} className="flex flex-wrap justify-end gap-2">
            <input type="hidden" name="status" value="active" />
            {status === "suspended" ? <CancelCustomer name={name} setStatus={setStatus} /> : null}
            <Button type="submit" variant="primary" pending={pending} pendingLabel="Activating">
              Activate customer
            </Button>
          </KeptForm>
        )}
      </div>
    </Card>
  );
}

function CancelCustomer({ name, setStatus }: Pick<CustomerStandingProps, "name" | "setStatus">) {
  return (
    <ConfirmDialog
      title={`Cancel ${name}?`}
      confirmLabel="Cancel customer"
      pendingLabel="Cancelling"
      cancelLabel="Keep"
      danger
      typeToConfirm={name}
      trigger={<Button variant="quiet">Cancel customer</Button>}
      onConfirm={async () => {
        const form = new FormData();
        form.set("status", "cancelled");
        const { message, fields } = await setStatus(UNSAVED, form);
        return message ?? fields.reason;
      }}
    >
      All keys stop at once, and the members are signed out. Nothing is deleted: you can activate the customer again.
    </ConfirmDialog>
  );
}
