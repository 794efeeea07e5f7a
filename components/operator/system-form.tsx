"use client";

import { useId } from "react";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { PlanOptions } from "./plan-options";
import { type Save, SaveForm } from "./save-form";

type End = number | undefined;

export type SystemFormProps = {
  system: {
    version: number;
    sign_ups: string;
    default_plan: string;
    mailbox_per_hour: number;
    mailbox_per_environment_hour: number;
    sms_installation_cap_cents: number;
    announcement: string | null;
  };
  plans: readonly { name: string; title: string }[];
  bounds: readonly { name: string; min: number; max: number; own: { min?: End; max?: End } }[];
  save: Save;
};

/** What holds for all customers. */
export function SystemForm({ system, plans, bounds, save }: SystemFormProps) {
  return (
    <SaveForm save={save} label="Save settings" done="Settings saved">
      {(fields) => (
        <>
          <input type="hidden" name="version" value={system.version} />
          <Card title="Customers">
            <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
              <Field name="sign_ups" label="Sign-ups" hint="Closed: only you register customers.">
                <Select defaultValue={system.sign_ups}>
                  <option value="open">Open to everybody</option>
                  <option value="closed">Closed</option>
                </Select>
              </Field>
              <Field name="default_plan" label="Plan of whoever signs up">
                <Select defaultValue={system.default_plan}>
                  <PlanOptions plans={plans} />
                </Select>
              </Field>
              <Field
                name="mailbox_per_hour"
                label="Codes per mailbox and hour"
                hint="From strangers, over all live environments. 10 to 1,000."
                error={fields.mailbox_per_hour}
              >
                <Input inputMode="numeric" defaultValue={system.mailbox_per_hour} autoComplete="off" />
              </Field>
              <Field
                name="mailbox_per_environment_hour"
                label="Of these, from one environment"
                hint="From strangers, in one hour of a live environment. 1 to 1,000."
                error={fields.mailbox_per_environment_hour}
              >
                <Input inputMode="numeric" defaultValue={system.mailbox_per_environment_hour} autoComplete="off" />
              </Field>
              <Field
                name="sms_installation_cap_cents"
                label="Phone spend on your accounts, in US cents"
                hint="A day, for each live environment that your accounts may carry codes for. 0 to 1,000,000."
                error={fields.sms_installation_cap_cents}
              >
                <Input inputMode="numeric" defaultValue={system.sms_installation_cap_cents} autoComplete="off" />
              </Field>
              <Field
                name="announcement"
                label="Announcement"
                hint="One line at the top of every dashboard. Empty: none."
                error={fields.announcement}
              >
                <Input defaultValue={system.announcement ?? ""} maxLength={300} autoComplete="off" />
              </Field>
            </div>
          </Card>
          <Card title="Bounds of customers’ settings" padded={false}>
            <p className="max-w-[68ch] px-4 py-3 text-muted">
              In live. You can narrow what Ninepin allows, never widen it. An empty field is Ninepin’s own end.
            </p>
            <ul className="divide-y divide-line border-line border-t">
              {bounds.map(({ name, min, max, own }) => (
                <li
                  key={name}
                  className="grid grid-cols-2 items-start gap-x-4 gap-y-1.5 px-4 py-2 sm:grid-cols-[minmax(0,1fr)_9rem_9rem]"
                >
                  <code className="col-span-2 self-center text-12 sm:col-span-1">{name}</code>
                  <BoundEnd setting={name} end="min" plain={min} own={own.min} error={problemOf(fields, name, "min")} />
                  <BoundEnd setting={name} end="max" plain={max} own={own.max} error={problemOf(fields, name, "max")} />
                </li>
              ))}
            </ul>
          </Card>
        </>
      )}
    </SaveForm>
  );
}

/** What is wrong with both ends together is said at the first. */
function problemOf(fields: Readonly<Record<string, string>>, name: string, end: "min" | "max"): string | undefined {
  return fields[`bounds.${name}.${end}`] ?? (end === "min" ? fields[`bounds.${name}`] : undefined);
}

type EndProps = { setting: string; end: "min" | "max"; plain: number; own: End; error: string | undefined };

const ENDS = { min: "At least", max: "At most" } as const;

function BoundEnd({ setting, end, plain, own, error }: EndProps) {
  const errorId = useId();
  return (
    <div className="grid gap-1">
      <span aria-hidden="true" className="text-12 text-muted">
        {ENDS[end]}
      </span>
      <Input
        name={`bounds.${setting}.${end}`}
        aria-label={`${setting}, ${ENDS[end].toLowerCase()}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? errorId : undefined}
        inputMode="numeric"
        defaultValue={own ?? ""}
        placeholder={plain.toLocaleString("en")}
        autoComplete="off"
      />
      {error ? (
        <p id={errorId} className="text-13 text-danger-text">
          {error}
        </p>
      ) : null}
    </div>
  );
}
