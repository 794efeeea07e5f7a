import type { Metadata } from "next";
import type { EnvironmentPath } from "@/app/dashboard/scope";
import { OriginsForm } from "@/components/settings/origins-form";
import { PageHeader } from "@/components/ui/page-header";
import { saveSettings, testOrigin } from "../actions";
import { readTopic } from "../read-topic";

export const metadata: Metadata = { title: "Origins" };

export default async function OriginSettingsPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { scope, form } = await readTopic("origins", project, environment);
  const { kind } = scope.environment;
  return (
    <>
      <PageHeader
        title="Origins"
        description={`Web pages that may call Ninepin from the browser, in ${kind}. Each is listed exactly.`}
      />
      <OriginsForm
        version={form.version}
        values={form.values}
        allowed={form.allowed}
        environment={kind}
        save={saveSettings.bind(null, project, environment, "origins")}
        test={testOrigin.bind(null, project, environment)}
      />
    </>
  );
}
