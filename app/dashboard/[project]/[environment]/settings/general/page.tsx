import type { Metadata } from "next";
import { undoDeletion } from "@/app/dashboard/customer-actions";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { DangerZone } from "@/components/customers/danger-zone";
import { RenameForm } from "@/components/customers/rename-form";
import { PageHeader } from "@/components/ui/page-header";
import { deleteCustomer, rename } from "./actions";

export const metadata: Metadata = { title: "General settings" };

export default async function GeneralSettingsPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { member, scope } = await requireEnvironment(project, environment);
  const { customer, role } = member;
  return (
    <>
      <PageHeader title="General settings" description="Applies to test and live." />
      <div className="grid grid-cols-1 gap-3.5">
        <RenameForm
          customer={customer.name}
          project={member.projects.find(({ slug }) => slug === scope.environment.projectSlug)?.name ?? ""}
          slug={scope.environment.projectSlug}
          allowed={(role === "owner" || role === "admin") && !customer.suspended}
          rename={rename.bind(null, project, environment)}
        />
        <DangerZone
          name={customer.name}
          deleteAfter={customer.deleteAfter}
          owner={role === "owner"}
          request={deleteCustomer.bind(null, project, environment)}
          undo={undoDeletion}
        />
      </div>
    </>
  );
}
