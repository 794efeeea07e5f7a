import type { Metadata } from "next";
import type { EnvironmentPath } from "@/app/dashboard/scope";
import { PrivacyForm } from "@/components/settings/privacy-form";
import { PageHeader } from "@/components/ui/page-header";
import { PLANS } from "@/lib/billing";
import { saveSettings } from "../actions";
import { readTopic } from "../read-topic";

export const metadata: Metadata = { title: "Privacy" };

export default async function PrivacySettingsPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { scope, form } = await readTopic("privacy", project, environment);
  const { kind, plan, features } = scope.environment;
  return (
    <>
      <PageHeader title="Privacy" description={`What is kept of your users and your team, and how long, in ${kind}.`} />
      <PrivacyForm
        {...form}
        plan={{ title: PLANS[plan].title, auditDays: features.audit_days, requestLogDays: features.request_log_days }}
        save={saveSettings.bind(null, project, environment, "privacy")}
      />
    </>
  );
}
