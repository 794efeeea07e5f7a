"use client";

import { Card } from "@/components/ui/card";
import type { BoundWords } from "./codes-form";
import { KeptTable } from "./kept-table";
import { SettingInput } from "./setting-fields";
import type { Values } from "./setting-text";
import { SettingsForm } from "./settings-form";
import type { SaveSettings } from "./settings-state";

export type PrivacyFormProps = {
  version: number;
  values: Values;
  bounds: BoundWords;
  plan: { title: string; auditDays: number; requestLogDays: number };
  allowed: boolean;
  save: SaveSettings;
};

/** How long things are kept. */
export function PrivacyForm({ version, values, bounds, plan, allowed, save }: PrivacyFormProps) {
  return (
    <SettingsForm
      topic="privacy"
      version={version}
      values={values}
      allowed={allowed}
      save={save}
      effect="What is older is deleted within minutes, and cannot be brought back."
    >
      <Card title="What you decide">
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
          <SettingInput
            name="retention.challenge_hours"
            inputMode="numeric"
            hint={`Hours after their end: ${bounds["retention.challenge_hours"]}.`}
          />
          <SettingInput
            name="retention.audit_days"
            inputMode="numeric"
            hint={`Days, at least ${bounds["retention.audit_days"]?.split(" ")[0]}. ${plan.title} allows up to ${plan.auditDays}.`}
          />
          <SettingInput
            name="retention.request_log_days"
            inputMode="numeric"
            hint={`Days. ${plan.title} allows up to ${plan.requestLogDays}.`}
          />
        </div>
      </Card>
      <KeptTable />
    </SettingsForm>
  );
}
