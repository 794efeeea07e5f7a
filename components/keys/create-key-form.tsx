"use client";

import { useEffect, useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { KeyForm } from "./key-form";
import type { CreatedKey, CreatedKeyForm, KeyFormState, ScopeChoices } from "./key-form-state";
import { AllowedAddresses, AllowedOrigins } from "./key-places";
import { KeyScopes } from "./key-scopes";

export type CreateKeyFormProps = {
  environment: "test" | "live";
  choices: ScopeChoices;
  createKey: (form: FormData) => Promise<KeyFormState>;
  onCreated: (created: CreatedKey) => void;
  onCancel: () => void;
};

export function CreateKeyForm({ environment, choices, createKey, onCreated, onCancel }: CreateKeyFormProps) {
  const [type, setType] = useState("secret");
  const [kind, setKind] = useState("web");
  const name = useRef<HTMLInputElement>(null);

  useEffect(() => name.current?.focus(), []);

  return (
    <KeyForm<CreatedKeyForm>
      send={createKey}
      onDone={({ created }) => onCreated(created)}
      onCancel={onCancel}
      submitLabel="Create key"
      pendingLabel="Creating"
    >
      {(errors) => (
        <>
          <Field name="name" label="Name" hint="Where it is used: “Checkout server”." error={errors.name}>
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
            error={errors.type}
          >
            <Select value={type} onChange={(event) => setType(event.target.value)}>
              <option value="secret">Secret, for your server</option>
              <option value="publishable">Publishable, for browsers and apps</option>
            </Select>
          </Field>
          {/* Hidden, not gone: what was typed survives a change of mind. */}
          <div hidden={type !== "publishable"} className="grid gap-4">
            <Field name="kind" label="Used in" error={errors.kind}>
              <Select value={kind} onChange={(event) => setKind(event.target.value)}>
                <option value="web">Web pages</option>
                <option value="app">A mobile or desktop app</option>
              </Select>
            </Field>
            <div hidden={kind !== "web"}>
              <AllowedOrigins environment={environment} error={errors.allowed_origins} />
            </div>
          </div>
          <div hidden={type !== "secret"} className="grid gap-4">
            <KeyScopes choices={choices} error={errors.scopes} />
            <AllowedAddresses error={errors.allowed_ips} />
          </div>
          <Field
            name="expires_on"
            label="Expires (optional)"
            hint="It works until the end of that day, UTC."
            error={errors.expires_on}
          >
            <Input type="date" />
          </Field>
        </>
      )}
    </KeyForm>
  );
}
