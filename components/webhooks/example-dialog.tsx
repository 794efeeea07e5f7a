"use client";

import { type ReactElement, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import type { Outcome } from "@/components/ui/outcome";
import { Select } from "@/components/ui/select";
import { TestResult } from "./test-result";
import type { TestView } from "./webhook-view";

export type ExampleDialogProps = {
  title: string;
  trigger: ReactElement;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What is left to choose, the first unless said: which event, or which endpoint. */
  choice: { label: string; options: readonly { value: string; text: string }[]; usual?: string };
  send: (chosen: string) => Promise<Outcome<TestView>>;
};

/** Sends an example to an endpoint and shows what came of it. */
export function ExampleDialog({ title, trigger, open, onOpenChange, choice, send }: ExampleDialogProps) {
  const [chosen, setChosen] = useState(choice.usual ?? choice.options[0]?.value ?? "");
  const [outcome, setOutcome] = useState<Outcome<TestView> | null>(null);
  const [pending, startTransition] = useTransition();
  return (
    <Dialog
      title={title}
      trigger={trigger}
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next);
        setOutcome(null);
      }}
      wide
    >
      <div className="grid grid-cols-1 gap-4">
        <Field name="choice" label={choice.label}>
          <Select value={chosen} onChange={(changed) => setChosen(changed.target.value)}>
            {choice.options.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </Select>
        </Field>
        {outcome?.ok ? <TestResult result={outcome.value} /> : null}
        {outcome && !outcome.ok ? (
          <div role="alert">
            <Callout tone="danger">{outcome.message}</Callout>
          </div>
        ) : null}
        <div className="flex justify-end">
          <Button
            variant="primary"
            pending={pending}
            pendingLabel="Sending"
            onClick={() => startTransition(async () => setOutcome(await send(chosen)))}
          >
            Send it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
