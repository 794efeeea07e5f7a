import { listMemberRows, readSignedInMember, touchMemberSession } from "@/db/queries/members";
import { alertsOf } from "@/lib/billing";
import { fail } from "@/lib/core/errors";
import { isUuid } from "@/lib/core/ids";
import { environmentOf } from "@/lib/environments";
import type { Client, Deps, MemberRole, Scope } from "@/lib/ports";
import type { TeamMember } from "./customer-contract";

/** A signed-in member with what they may open. */
export type Member = {
  id: string;
  email: string;
  name: string | null;
  role: MemberRole;
  sessionId: string;
  /** At which percents of a quota they are mailed. */
  quotaAlerts: readonly number[];
  customer: {
    id: string;
    name: string;
    /** Why nothing works, while the customer is suspended; the reason may be unsaid. */
    suspended: { reason: string | null } | null;
    /** When everything of the customer goes, if somebody asked for that. */
    deleteAfter: Date | null;
  };
  projects: {
    id: string;
    slug: string;
    name: string;
    environments: { test: string; live: string };
    /** Whether they have put its go-live list away. */
    goLiveDismissed: boolean;
  }[];
};

/** The member of a session, asked of the database each time: null once session, member or customer has ended. */
export async function readMember(deps: Deps, memberSessionId: string): Promise<Member | null> {
  if (!isUuid(memberSessionId)) return null;
  const row = await readSignedInMember(deps.db, memberSessionId, deps.env.restoreEpoch);
  if (!row) return null;
  if (row.seen_long_ago) deps.defer(() => touchMemberSession(deps.db, memberSessionId));
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    sessionId: memberSessionId,
    quotaAlerts: alertsOf({ role: row.role, quotaAlerts: row.quota_alerts }),
    customer: {
      id: row.customer_id,
      name: row.customer_name,
      suspended: row.suspended ? { reason: row.suspended_reason } : null,
      deleteAfter: row.delete_after,
    },
    projects: row.projects.flatMap(({ environments: { test, live }, ...project }) =>
      test && live
        ? [{ ...project, environments: { test, live }, goLiveDismissed: row.go_live_dismissed.includes(project.id) }]
        : [],
    ),
  };
}

/**
 * A member's scope in one of their environments. `not_found` for what is not theirs, and for what does not exist,
 * alike.
 */
export async function memberScope(
  deps: Deps,
  member: Member,
  projectSlug: string,
  kind: "test" | "live",
  client: Client | null,
): Promise<Scope> {
  const project = member.projects.find((candidate) => candidate.slug === projectSlug);
  const environment = project && (await environmentOf(deps, project.environments[kind]));
  if (!environment) return fail("not_found");
  return { environment, actor: { type: "member", memberId: member.id, role: member.role }, client };
}

/** The team of a customer, oldest first: who may sign in to the dashboard, in which role, and when they last did. */
export async function listTeam(deps: Deps, { environment }: Scope): Promise<TeamMember[]> {
  return listMemberRows(deps.db.orm, environment.customerId);
}
