"use client";

import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Outcome } from "@/components/ui/outcome";
import { AccountDialog } from "./account-dialog";
import type { AccountView, TestedView } from "./provider-view";

export type TestAccountProps = {
  account: Pick<AccountView, "label" | "channels">;
  /** Where a test goes unless somebody says otherwise. */
  email: string;
  send: (form: FormData) => Promise<Outcome<TestedView>>;
};

/** Sends a test message through one account, and says what its provider answered. */
export function TestAccount({ account, email, send }: TestAccountProps) {
  const [channel] = account.channels;
  const needsRecipient = channel !== "discord" && channel !== "hook";
  return (
    <AccountDialog
      title={`Send a test by ${account.label}`}
      description="A message that holds no code. It really leaves, and the provider may charge for it."
      trigger={
        <Button size="small" aria-label={`Send a test by ${account.label}`}>
          Send test
        </Button>
      }
      shown={["to"]}
      submitLabel="Send test"
      pendingLabel="Sending"
      submit={send}
    >
      {({ outcome, errors }) => (
        <>
          {needsRecipient ? (
            <Field name="to" label={channel === "email" ? "Email address" : "Phone number"} error={errors.to}>
              <Input
                type={channel === "email" ? "email" : "tel"}
                defaultValue={channel === "email" ? email : undefined}
                placeholder={channel === "email" ? undefined : "+44 7700 900123"}
                autoComplete="off"
                required
              />
            </Field>
          ) : null}
          {outcome?.ok ? <Tested tested={outcome.value} /> : null}
        </>
      )}
    </AccountDialog>
  );
}

function Tested({ tested: { accepted, message, detail, durationMs } }: { tested: TestedView }) {
  return (
    <div role="status">
      <Callout tone={accepted ? "good" : "warn"} title={message}>
        {detail ? <p className="break-words text-13">It said: {detail}</p> : null}
        <p className="num text-13 text-muted">{durationMs} ms</p>
      </Callout>
    </div>
  );
}
