import type { Metadata } from "next";
import type { EnvironmentPath } from "@/app/dashboard/scope";
import { CodesForm } from "@/components/settings/codes-form";
import { PageHeader } from "@/components/ui/page-header";
import { boundsOf, readSystemSettings } from "@/lib/settings";
import { readPhoneFacts } from "@/lib/sms";
import { saveSettings } from "../actions";
import { readTopic } from "../read-topic";

export const metadata: Metadata = { title: "Code settings" };

export default async function CodeSettingsPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, scope, form } = await readTopic("codes", project, environment);
  const { kind } = scope.environment;
  const { bounds, sms_installation_cap_cents } = await readSystemSettings(deps);
  const { min, max } = boundsOf("codes.length", kind === "live" ? bounds : {});
  return (
    <>
      <PageHeader
        title="Code settings"
        description={`How codes look and last, and how often somebody may ask and guess, in ${kind}.`}
      />
      <CodesForm
        {...form}
        environment={kind}
        phone={await readPhoneFacts(deps, scope, sms_installation_cap_cents)}
        lengths={Array.from({ length: max - min + 1 }, (_, index) => min + index)}
        save={saveSettings.bind(null, project, environment, "codes")}
      />
    </>
  );
}
