"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { CreatedKey, KeyFormState, ScopeChoices } from "./key-form-state";
import { KeyScopes } from "./key-scopes";

type Refused = Extract<KeyFormState, { status: "refused" }>;

const OFFLINE: Refused = {
  status: "refused",
  message: "We could not reach Ninepin. What you entered is still here; try again.",
  fields: {},
};

export type CreateKeyFormProps = {
  environment: "test" | "live";
  choices: ScopeChoices;
  createKey: (form: FormData) => Promise<KeyFormState>;
  onCreated: (created: CreatedKey) => void;
  onCancel: () => void;
};

export function CreateKeyForm({ environment, choices, createKey, onCreated, onCancel }: CreateKeyFormProps) {
  const [refused, setRefused] = useState<Refused | null>(null);
  const [type, setType] = useState("secret");
  const [kind, setKind] = useState("web");
  const [pending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const name = useRef<HTMLInputElement>(null);

  useEffect(() => name.current?.focus(), []);

  useEffect(() => {
    const wrong = refused && form.current?.querySelector("[aria-invalid=true]");
    if (wrong instanceof HTMLElement) wrong.focus();
  }, [refused]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    // Not the form's own action: React would empty the fields after it, refused or not.
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(async () => {
      let next: KeyFormState;
      try {
        next = await createKey(data);
      } catch (error) {
        unstable_rethrow(error);
        next = OFFLINE;
      }
      startTransition(() => {
        if (next.status === "created") onCreated(next.created);
        else setRefused(next);
      });
    });
  };

  return (
    <form ref={form} onSubmit={submit} className="grid gap-4" noValidate>
      {refused?.message ? (
        <div role="alert">
          <Callout tone="danger">{refused.message}</Callout>
        </div>
      ) : null}
      <Field name="name" label="Name" hint="Where it is used: “Checkout server”." error={refused?.fields.name}>
        <Input ref={name} required maxLength={100} autoComplete="off" />
      </Field>
      <Field
        name="type"
        label="Type"
        hint={
          type === "secret"
            ? "For your server alone. Never put it into a browser or an app."
            : "Can sign users in and nothing else. Safe in a browser or an app."
        }
        error={refused?.fields.type}
      >
        <Select value={type} onChange={(event) => setType(event.target.value)}>
          <option value="secret">Secret, for your server</option>
          <option value="publishable">Publishable, for browsers and apps</option>
        </Select>
      </Field>
      {/* Hidden, not gone: what was typed survives a change of mind. */}
      <div hidden={type !== "publishable"} className="grid gap-4">
        <Field name="kind" label="Used in" error={refused?.fields.kind}>
          <Select value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="web">Web pages</option>
            <option value="app">A mobile or desktop app</option>
          </Select>
        </Field>
        <div hidden={kind !== "web"}>
          <Field
            name="allowed_origins"
            label="Allowed origins"
            hint={
              environment === "test"
                ? "One a line, such as https://app.example.com. In test, none means any."
                : "One a line, such as https://app.example.com. Pages of other origins are refused."
            }
            error={refused?.fields.allowed_origins}
          >
            <Textarea rows={3} spellCheck={false} autoComplete="off" />
          </Field>
        </div>
      </div>
      <div hidden={type !== "secret"} className="grid gap-4">
        <KeyScopes choices={choices} error={refused?.fields.scopes} />
        <Field
          name="allowed_ips"
          label="Allowed addresses (optional)"
          hint="One a line, such as 203.0.113.7 or 203.0.113.0/24. None: from anywhere."
          error={refused?.fields.allowed_ips}
        >
          <Textarea rows={2} spellCheck={false} autoComplete="off" />
        </Field>
      </div>
      <Field
        name="expires_on"
        label="Expires (optional)"
        hint="It works until the end of that day, UTC."
        error={refused?.fields.expires_on}
      >
        <Input type="date" />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} pendingLabel="Creating">
          Create key
        </Button>
      </div>
    </form>
  );
}
