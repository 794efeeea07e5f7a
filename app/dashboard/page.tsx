import { notFound, redirect } from "next/navigation";
import { requireMember } from "@/lib/session";

/** The way in: the test environment of the member's first project. */
export default async function DashboardPage() {
  const member = await requireMember();
  const project = member.projects[0];
  if (!project) notFound();
  redirect(`/dashboard/${project.slug}/test/overview`);
}
