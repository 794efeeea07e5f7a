import { redirect } from "next/navigation";

/** A project's own address leads to its test environment, whose page checks whose it is. */
export default async function ProjectPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  redirect(`/dashboard/${encodeURIComponent(project)}/test/overview`);
}
