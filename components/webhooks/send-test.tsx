"use client";

import { useEffect, useState, useTransition } from "react";
import { isTyping } from "@/components/keyboard/is-typing";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import type { Outcome } from "@/components/ui/outcome";
import { Select } from "@/components/ui/select";
import { TestResult } from "./test-result";
import type { EventChoice, TestView } from "./webhook-view";

export type SendTestProps = {
  events: readonly EventChoice[];
  send: (event: string) => Promise<Outcome<TestView>>;
};

/** Sends an example to the endpoint and shows what came of it. E opens it. */
export function SendTest({ events, send }: SendTestProps) {
  const [open, setOpen] = useState(false);
  const [event, setEvent] = useState("otp.verified");
  const [outcome, setOutcome] = useState<Outcome<TestView> | null>(null);
  const [pending, startTransition] = useTransition();

  useEffect(() => {
    const listen = (pressed: KeyboardEvent) => {
      if (open || pressed.key.toLowerCase() !== "e" || isTyping(pressed)) return;
      pressed.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [open]);

  return (
    <Dialog
      title="Send an example"
      trigger={<Button aria-keyshortcuts="E">Send example</Button>}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setOutcome(null);
      }}
      wide
    >
      <div className="grid grid-cols-1 gap-4">
        <Field name="event" label="Event">
          <Select value={event} onChange={(changed) => setEvent(changed.target.value)}>
            {events.map(({ type }) => (
              <option key={type}>{type}</option>
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
            onClick={() => startTransition(async () => setOutcome(await send(event)))}
          >
            Send it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
