"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { RefusedKeyForm } from "./key-form-state";

const OFFLINE: RefusedKeyForm = {
  status: "refused",
  message: "We could not reach Ninepin. What you entered is still here; try again.",
  fields: {},
};

export type KeyFormProps<Done extends { status: string }> = {
  send: (form: FormData) => Promise<RefusedKeyForm | Done>;
  onDone: (done: Done) => void;
  onCancel: () => void;
  submitLabel: string;
  pendingLabel: string;
  /** The fields, with what was wrong with each. */
  children: (errors: Readonly<Record<string, string>>) => ReactNode;
};

/** The form of a key. What was entered stays where it was refused, and the focus goes to the first field that was. */
export function KeyForm<Done extends { status: string }>(props: KeyFormProps<Done>) {
  const { send, onDone, onCancel, submitLabel, pendingLabel, children } = props;
  const [refused, setRefused] = useState<RefusedKeyForm | null>(null);
  const [pending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const wrong = refused && form.current?.querySelector("[aria-invalid=true]");
    if (wrong instanceof HTMLElement) wrong.focus();
  }, [refused]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    // Not the form's own action: React would empty the fields after it, refused or not.
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(async () => {
      const next = await sendOr(OFFLINE, () => send(data));
      startTransition(() => {
        if (isRefused(next)) setRefused(next);
        else onDone(next);
      });
    });
  };

  return (
    <form ref={form} onSubmit={submit} className="grid gap-4" noValidate>
      {refused?.message && Object.keys(refused.fields).length === 0 ? (
        <div role="alert">
          <Callout tone="danger">{refused.message}</Callout>
        </div>
      ) : null}
      {children(refused?.fields ?? {})}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} pendingLabel={pendingLabel}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}

function isRefused(state: { status: string }): state is RefusedKeyForm {
  return state.status === "refused";
}

/** What the server says, or that where it could not be asked. What Next throws to lead elsewhere goes on. */
async function sendOr<Answer, Otherwise>(
  otherwise: Otherwise,
  ask: () => Promise<Answer>,
): Promise<Answer | Otherwise> {
  try {
    return await ask();
  } catch (error) {
    unstable_rethrow(error);
    return otherwise;
  }
}
