"use client";

import type { InputHTMLAttributes, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { settingLabel } from "./setting-names";
import { settingId } from "./setting-problems";
import { readText, valueInWords } from "./setting-text";
import { type SettingsForm, useSettings } from "./use-settings-form";

type Common = { name: string; label?: string; hint?: ReactNode };

function problemOf(name: string, form: SettingsForm): ReactNode {
  const other = form.theirs[name];
  if (other === undefined) return form.errors[name];
  const read = readText(name, other);
  const words = read.ok ? valueInWords(name, read.value) : other;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span className="min-w-0 break-words">
        {form.author} set this to {words}.
      </span>
      <Button size="small" onClick={() => form.set(name, other)}>
        Take theirs
      </Button>
    </span>
  );
}

/** A setting that is typed: a number, a length of time, a text. */
export function SettingInput({
  name,
  label = settingLabel(name),
  hint,
  ...input
}: Common & Pick<InputHTMLAttributes<HTMLInputElement>, "inputMode" | "placeholder" | "maxLength">) {
  const form = useSettings();
  return (
    <Field id={settingId(name)} name={name} label={label} hint={hint} error={problemOf(name, form)}>
      <Input
        {...input}
        value={form.values[name] ?? ""}
        onChange={(event) => form.set(name, event.target.value)}
        readOnly={!form.allowed}
        autoComplete="off"
        spellCheck={false}
      />
    </Field>
  );
}

/** A setting of several lines. */
export function SettingTextarea({
  name,
  label = settingLabel(name),
  hint,
  rows,
  placeholder,
}: Common & { rows: number; placeholder?: string }) {
  const form = useSettings();
  return (
    <Field id={settingId(name)} name={name} label={label} hint={hint} error={problemOf(name, form)}>
      <Textarea
        rows={rows}
        placeholder={placeholder}
        value={form.values[name] ?? ""}
        onChange={(event) => form.set(name, event.target.value)}
        readOnly={!form.allowed}
        autoComplete="off"
        spellCheck={false}
      />
    </Field>
  );
}

/** A setting that is one of a few. */
export function SettingSelect({
  name,
  label = settingLabel(name),
  hint,
  options,
}: Common & { options: readonly { value: string; label: string }[] }) {
  const form = useSettings();
  return (
    <Field id={settingId(name)} name={name} label={label} hint={hint} error={problemOf(name, form)}>
      <Select
        value={form.values[name] ?? ""}
        onChange={(event) => form.set(name, event.target.value)}
        disabled={!form.allowed}
      >
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** A setting that is on or off. */
export function SettingSwitch({ name, label = settingLabel(name), hint }: Common) {
  const form = useSettings();
  const id = settingId(name);
  const problem = problemOf(name, form);
  return (
    <div className="flex items-start gap-2.5">
      <input
        type="checkbox"
        id={id}
        name={name}
        value="on"
        checked={form.values[name] === "on"}
        onChange={(event) => form.set(name, event.target.checked ? "on" : "")}
        disabled={!form.allowed}
        aria-describedby={`${id}-hint`}
        aria-invalid={problem ? true : undefined}
        className="mt-0.5 size-4.5 shrink-0 accent-(--brand) pointer-coarse:size-6"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <div id={`${id}-hint`} className="text-13 text-muted">
          {hint}
          {problem ? <div className="text-danger-text">{problem}</div> : null}
        </div>
      </div>
    </div>
  );
}

/** One choice of a setting that is a list of them. */
export function SettingChoice({ name, value, label }: { name: string; value: string; label: ReactNode }) {
  const form = useSettings();
  const chosen = (form.values[name] ?? "").split(",").filter((each) => each !== "");
  return (
    <label className="inline-flex min-h-6 items-center gap-2.5 font-medium">
      <input
        type="checkbox"
        name={name}
        value={value}
        checked={chosen.includes(value)}
        onChange={(event) =>
          form.set(
            name,
            (event.target.checked ? [...chosen, value] : chosen.filter((each) => each !== value)).join(","),
          )
        }
        disabled={!form.allowed}
        aria-invalid={form.errors[name] || form.theirs[name] !== undefined ? true : undefined}
        className="size-4.5 shrink-0 accent-(--brand) pointer-coarse:size-6"
      />
      {label}
    </label>
  );
}

/** What is wrong with a setting whose controls say nothing of it themselves. */
export function SettingProblem({ name }: { name: string }) {
  const form = useSettings();
  const problem = problemOf(name, form);
  return <div aria-live="polite">{problem ? <div className="text-13 text-danger-text">{problem}</div> : null}</div>;
}
