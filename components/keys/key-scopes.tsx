"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { ScopeChoices } from "./key-form-state";

const HINTS: Readonly<Record<string, string>> = {
  full: "Everything in this environment, settings and keys included.",
  send_and_verify: "Send codes and check them, and nothing else. Enough for signing in.",
  read_only: "See everything, change nothing, send nothing.",
  custom: "Only what you choose.",
};

type KeyScopesProps = {
  choices: ScopeChoices;
  /** What a key that is there may do; null, and a new one: everything. */
  own?: readonly string[] | null;
  error: string | undefined;
};

/** What a secret key may do: a preset, or each scope by itself. */
export function KeyScopes({ choices, own = null, error }: KeyScopesProps) {
  const [preset, setPreset] = useState(() => presetFor(choices, own));
  const chosen = choices.presets.find(({ name }) => name === preset);
  return (
    <>
      <Field name="scope_preset" label="May do" hint={HINTS[preset]} error={preset === "custom" ? undefined : error}>
        <Select value={preset} onChange={(event) => setPreset(event.target.value)}>
          {choices.presets.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
          <option value="custom">Custom</option>
        </Select>
      </Field>
      {chosen ? null : (
        <fieldset
          aria-describedby={error ? "key-scopes-problem" : undefined}
          className="max-h-60 overflow-y-auto rounded-2 border border-line px-3 py-2"
        >
          <legend className="px-1 font-medium text-13">Scopes</legend>
          {error ? (
            <p id="key-scopes-problem" role="alert" className="text-13 text-danger-text">
              {error}
            </p>
          ) : null}
          <ul className="grid gap-1.5">
            {choices.scopes.map(({ name, what }) => (
              <li key={name}>
                <label className="flex min-h-6 items-start gap-2.5">
                  <input
                    type="checkbox"
                    name="scopes"
                    value={name}
                    defaultChecked={own?.includes(name)}
                    aria-invalid={error ? true : undefined}
                    className="mt-0.5 size-4 shrink-0 accent-(--brand) pointer-coarse:size-6"
                  />
                  <span className="min-w-0">
                    <code className="text-12">{name}</code> <span className="text-13 text-muted">{what}</span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      )}
    </>
  );
}

function presetFor({ presets }: ScopeChoices, own: readonly string[] | null): string {
  const same = (scopes: readonly string[] | null) =>
    scopes === null || own === null
      ? scopes === own
      : scopes.length === own.length && scopes.every((name) => own.includes(name));
  return presets.find(({ scopes }) => same(scopes))?.name ?? "custom";
}
