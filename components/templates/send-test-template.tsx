"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Outcome } from "@/components/ui/outcome";
import { useToast } from "@/components/ui/toast";

export type SendTestTemplateProps = {
  /** Who it goes to unless somebody else is written. */
  to: string;
  hint: string;
  disabled: boolean;
  send: (to: string) => Promise<Outcome<"mailbox" | "provider">>;
};

/** The button that sends the draft with a made-up code, and where to. */
export function SendTestTemplate({ to, hint, disabled, send }: SendTestTemplateProps) {
  const [open, setOpen] = useState(false);
  const [recipient, setRecipient] = useState(to);
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const toast = useToast();
  const submit = () =>
    startTransition(async () => {
      const outcome = await send(recipient);
      setProblem(outcome.ok ? undefined : outcome.message);
      if (!outcome.ok) return;
      setOpen(false);
      toast({ title: outcome.value === "mailbox" ? "It is in the Mailbox" : "Sent" });
    });
  return (
    <Dialog
      title="Send a test"
      trigger={<Button disabled={disabled}>Send test</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) submit();
        }}
      >
        <Field name="to" label="To" hint={hint} error={problem}>
          <Input value={recipient} maxLength={320} onChange={(event) => setRecipient(event.target.value)} />
        </Field>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" pending={pending} pendingLabel="Sending">
            Send it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
