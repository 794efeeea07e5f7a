"use client";

import { useId } from "react";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Table } from "@/components/ui/table";
import { type Save, SaveForm } from "./save-form";

type End = number | undefined;

export type SystemFormProps = {
  system: {
    version: number;
    sign_ups: string;
    default_plan: string;
    mailbox_per_hour: number;
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
                  {plans.map(({ name, title }) => (
                    <option key={name} value={name}>
                      {title}
                    </option>
                  ))}
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
            <Table label="Bounds of customers’ settings">
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  <th scope="col">At least</th>
                  <th scope="col">At most</th>
                </tr>
              </thead>
              <tbody>
                {bounds.map(({ name, min, max, own }) => (
                  <tr key={name}>
                    <th scope="row">
                      <code className="font-normal text-12">{name}</code>
                    </th>
                    <End setting={name} end="min" plain={min} own={own.min} error={problemOf(fields, name, "min")} />
                    <End setting={name} end="max" plain={max} own={own.max} error={problemOf(fields, name, "max")} />
                  </tr>
                ))}
              </tbody>
            </Table>
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

function End({ setting, end, plain, own, error }: EndProps) {
  const errorId = useId();
  return (
    <td>
      <span className="block w-32">
        <Input
          name={`bounds.${setting}.${end}`}
          aria-label={`${setting}, ${end === "min" ? "at least" : "at most"}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
          inputMode="numeric"
          defaultValue={own ?? ""}
          placeholder={plain.toLocaleString("en")}
          autoComplete="off"
        />
      </span>
      {error ? (
        <span id={errorId} className="block max-w-60 whitespace-normal text-13 text-danger-text">
          {error}
        </span>
      ) : null}
    </td>
  );
}
