import { redirect } from "next/navigation";
import type { EnvironmentPath } from "@/app/dashboard/scope";

/** Settings begin with the general ones, whose page checks whose they are. */
export default async function SettingsPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  redirect(`/dashboard/${encodeURIComponent(project)}/${encodeURIComponent(environment)}/settings/general`);
}
