import type { ReactNode } from "react";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { environmentPath } from "@/components/frame/paths";
import { SettingsNavigation } from "@/components/settings/settings-navigation";

/** What stands over every page of the settings. */
export default async function SettingsLayout({
  params,
  children,
}: {
  params: Promise<EnvironmentPath>;
  children: ReactNode;
}) {
  const { project, environment } = await params;
  const { scope } = await requireEnvironment(project, environment);
  const { projectSlug, kind } = scope.environment;
  return (
    <>
      <SettingsNavigation path={environmentPath(projectSlug, kind, "settings")} />
      {children}
    </>
  );
}
