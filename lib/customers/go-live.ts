import { readGoLiveRow } from "@/db/queries/go-live";
import { noteGoLiveDismissed } from "@/db/queries/members";
import { fail } from "@/lib/core/errors";
import { environmentOf } from "@/lib/environments";
import type { Deps, Environment } from "@/lib/ports";
import type { GoLive } from "./customer-contract";
import type { Member } from "./member";

/**
 * How far a project is on its way to live: read from what there is, so nothing has to be ticked off. Codes count a moment
 * after they were asked for. `not_found` for a project that is not the member's.
 */
export async function readGoLive(
  deps: Pick<Deps, "caches" | "db" | "delivery">,
  member: Member,
  projectId: string,
): Promise<GoLive> {
  const { environments } = projectOf(member, projectId);
  const [row, live] = await Promise.all([readGoLiveRow(deps.db, environments), environmentOf(deps, environments.live)]);
  if (!live) return fail("not_found");
  return {
    test_code: row.asked_in_test,
    brand: hasOwnLook(live),
    provider: live.settings.channels.enabled.some((channel) => deps.delivery.carriersOf(live, channel).length > 0),
    domain: live.senders.some(({ lostAt }) => lostAt === null),
    origins: row.has_origins,
    key: row.has_key,
    webhook: row.has_webhook,
    live_code: row.asked_in_live,
  };
}

/** Puts a project's go-live list away for this member, or takes it out again. `not_found` for a project not theirs. */
export async function dismissGoLive(
  deps: Pick<Deps, "db">,
  member: Member,
  projectId: string,
  dismissed: boolean,
): Promise<void> {
  await noteGoLiveDismissed(deps.db, member.id, projectOf(member, projectId).id, dismissed);
}

function projectOf(member: Member, projectId: string) {
  return member.projects.find(({ id }) => id === projectId) ?? fail("not_found");
}

function hasOwnLook({ brand, templates }: Environment): boolean {
  const { logoUrl, accent, supportEmail } = brand;
  return logoUrl !== null || accent !== null || supportEmail !== null || templates.length > 0;
}
