import type { Metadata } from "next";
import type { EnvironmentPath } from "@/app/dashboard/scope";
import { PrivacyForm } from "@/components/settings/privacy-form";
import { ProcessorTable } from "@/components/settings/processor-table";
import { PageHeader } from "@/components/ui/page-header";
import { PLANS } from "@/lib/billing";
import { listProviders, listProvidersOfTenants } from "@/lib/providers";
import { saveSettings } from "../actions";
import { readTopic } from "../read-topic";
import { processorsOf } from "./processors-of";

export const metadata: Metadata = { title: "Privacy" };

export default async function PrivacySettingsPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, scope, form } = await readTopic("privacy", project, environment);
  const [providers, ofTenants] = await Promise.all([listProviders(deps, scope), listProvidersOfTenants(deps, scope)]);
  const { kind, plan, features, settings } = scope.environment;
  return (
    <>
      <PageHeader title="Privacy" description={`What is kept of your users and your team, and how long, in ${kind}.`} />
      <PrivacyForm
        {...form}
        plan={{ title: PLANS[plan].title, auditDays: features.audit_days, requestLogDays: features.request_log_days }}
        save={saveSettings.bind(null, project, environment, "privacy")}
      />
      <div className="mt-3.5">
        <ProcessorTable kind={kind} rows={processorsOf({ ...providers, ofTenants }, settings.channels.enabled)} />
      </div>
    </>
  );
}
