import type { Metadata } from "next";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { MemberTable } from "@/components/team/member-table";
import { RoleTable } from "@/components/team/role-table";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { listTeam } from "@/lib/customers";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const team = await listTeam(deps, scope);
  const owners = team.filter(({ role }) => role === "owner");
  const lastOwner = owners.length === 1 && owners[0]?.id === member.id;

  return (
    <>
      <PageHeader
        title="Team"
        description={`Who may sign in to the dashboard of ${member.customer.name}. Applies to test and live.`}
      />
      <div className="grid grid-cols-1 gap-3.5">
        <Card title="Members" padded={false}>
          <MemberTable rows={team} ownId={member.id} />
          <p className="border-line border-t px-4 py-3 text-13 text-muted">
            {team.length === 1 ? "Just you so far. " : null}
            {lastOwner ? "You are the only owner, so you cannot leave." : null}
          </p>
        </Card>
        <Card title="What each role may do" padded={false}>
          <RoleTable />
        </Card>
      </div>
    </>
  );
}
