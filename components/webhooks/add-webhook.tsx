"use client";

import { useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Outcome } from "@/components/ui/outcome";
import { EventChoices } from "./event-choices";
import { ShownSecret } from "./shown-secret";
import { TestResult } from "./test-result";
import type { EventChoice, TestView } from "./webhook-view";

export type AddWebhookProps = {
  events: readonly EventChoice[];
  add: (form: FormData) => Promise<Outcome<{ id: string; secret: string }>>;
  test: (form: FormData) => Promise<Outcome<TestView>>;
};

type Refused = Extract<Outcome<never>, { ok: false }>;

/** The button that adds an endpoint, and its dialog: the form, a test before it is saved, then the secret, once. */
export function AddWebhook({ events, add, test }: AddWebhookProps) {
  const [open, setOpen] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [tested, setTested] = useState<TestView | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [saving, startSaving] = useTransition();
  const [testing, startTesting] = useTransition();
  const form = useRef<HTMLFormElement>(null);

  const change = (next: boolean) => {
    setOpen(next);
    if (!next) return;
    setRefused(null);
    setTested(null);
    setSecret(null);
  };
  const data = () => new FormData(form.current ?? undefined);
  const runTest = () => {
    const sent = data();
    startTesting(async () => {
      const outcome = await test(sent);
      setRefused(outcome.ok ? null : outcome);
      setTested(outcome.ok ? outcome.value : null);
    });
  };
  const save = () => {
    const sent = data();
    startSaving(async () => {
      const outcome = await add(sent);
      setRefused(outcome.ok ? null : outcome);
      if (outcome.ok) setSecret(outcome.value.secret);
    });
  };

  return (
    <Dialog
      title={secret ? "Endpoint added" : "Add an endpoint"}
      trigger={
        <Button variant="primary" data-main-action="Add endpoint">
          Add endpoint
        </Button>
      }
      open={open}
      onOpenChange={change}
      wide
    >
      {secret ? (
        <div className="grid grid-cols-1 gap-4">
          <ShownSecret secret={secret} />
          <div className="flex justify-end">
            <Button onClick={() => change(false)}>Done</Button>
          </div>
        </div>
      ) : (
        <form
          ref={form}
          noValidate
          className="grid grid-cols-1 gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          {refused && Object.keys(refused.fields).length === 0 ? (
            <div role="alert">
              <Callout tone="danger">{refused.message}</Callout>
            </div>
          ) : null}
          <Field name="url" label="URL" hint="An https address that anybody can reach." error={refused?.fields.url}>
            <Input type="url" required placeholder="https://api.example.com/hooks/ninepin" autoComplete="off" />
          </Field>
          <EventChoices events={events} chosen={[]} />
          <Field name="description" label="Description" error={refused?.fields.description}>
            <Input maxLength={200} autoComplete="off" />
          </Field>
          {tested ? <TestResult result={tested} /> : null}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={runTest} pending={testing} pendingLabel="Sending">
              Send a test first
            </Button>
            <Button type="submit" variant="primary" pending={saving} pendingLabel="Adding">
              {tested && !tested.delivered ? "Add it all the same" : "Add endpoint"}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
