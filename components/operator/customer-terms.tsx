"use client";

import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { PlanOptions } from "./plan-options";
import { type Save, SaveForm } from "./save-form";

type Quotas = { daily: number | null; monthly: number | null };

export type CustomerTermsProps = {
  plans: readonly { name: string; title: string }[];
  plan: string;
  own: Quotas;
  planQuotas: Quotas;
  save: Save;
};

/** The plan, and quotas that differ from it. */
export function CustomerTerms({ plans, plan, own, planQuotas, save }: CustomerTermsProps) {
  return (
    <Card title="Plan and quotas">
      <SaveForm save={save} label="Save plan" done="Plan saved">
        {(fields) => (
          <>
            <Field name="plan" label="Plan">
              <Select key={plan} defaultValue={plan}>
                <PlanOptions plans={plans} />
              </Select>
            </Field>
            <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
              <Quota
                name="daily_quota"
                label="Codes a day"
                own={own.daily}
                plans={planQuotas.daily}
                error={fields.daily_quota}
              />
              <Quota
                name="monthly_quota"
                label="Codes a month"
                own={own.monthly}
                plans={planQuotas.monthly}
                error={fields.monthly_quota}
              />
            </div>
            <p className="text-13 text-muted">
              They count all live environments together, and change for the running day and month at once.
            </p>
          </>
        )}
      </SaveForm>
    </Card>
  );
}

function Quota(props: {
  name: string;
  label: string;
  own: number | null;
  plans: number | null;
  error: string | undefined;
}) {
  const { name, label, own, plans, error } = props;
  const hint = plans === null ? "Empty: not metered, by plan." : `Empty: ${plans.toLocaleString("en")}, by plan.`;
  return (
    <Field name={name} label={label} hint={hint} error={error}>
      <Input key={own} inputMode="numeric" defaultValue={own ?? ""} autoComplete="off" />
    </Field>
  );
}
