import { redirect } from "next/navigation";
import type { EnvironmentPath } from "@/app/dashboard/scope";

/** An environment begins with its overview, whose page checks whose it is. */
export default async function EnvironmentPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  redirect(`/dashboard/${encodeURIComponent(project)}/${encodeURIComponent(environment)}/overview`);
}
