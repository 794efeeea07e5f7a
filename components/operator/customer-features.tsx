"use client";

import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type Save, SaveForm } from "./save-form";

type Values = Readonly<Record<string, number | boolean>>;

export type CustomerFeaturesProps = {
  planFeatures: Values;
  own: Partial<Values>;
  save: Save;
};

const LABELS: Readonly<Record<string, string>> = {
  webhook_endpoints: "Webhook endpoints",
  api_keys: "API keys",
  members: "Members",
  custom_domains: "Custom domains",
  audit_days: "Days of audit log",
  request_log_days: "Days of request log",
  custom_claims: "Custom claims",
  custom_templates: "Custom templates",
};

/** Features that differ from the plan's: the customer's flags. */
export function CustomerFeatures({ planFeatures, own, save }: CustomerFeaturesProps) {
  return (
    <Card title="Features">
      <SaveForm save={save} label="Save features" done="Features saved">
        {(fields) => (
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
            {Object.entries(planFeatures).map(([name, plans]) => (
              <Feature key={name} name={name} plans={plans} own={own[name]} error={fields[name]} />
            ))}
          </div>
        )}
      </SaveForm>
    </Card>
  );
}

type FeatureProps = {
  name: string;
  plans: number | boolean;
  own: number | boolean | undefined;
  error: string | undefined;
};

function Feature({ name, plans, own, error }: FeatureProps) {
  const label = LABELS[name] ?? name;
  if (typeof plans === "number") {
    return (
      <Field name={name} label={label} hint={`Empty: ${plans.toLocaleString("en")}, by plan.`} error={error}>
        <Input
          key={String(own)}
          inputMode="numeric"
          defaultValue={own === undefined ? "" : String(own)}
          autoComplete="off"
        />
      </Field>
    );
  }
  const chosen = own === undefined ? "" : own ? "on" : "off";
  return (
    <Field name={name} label={label} error={error}>
      <Select key={chosen} defaultValue={chosen}>
        <option value="">{plans ? "On, by plan" : "Off, by plan"}</option>
        <option value="on">On</option>
        <option value="off">Off</option>
      </Select>
    </Field>
  );
}
