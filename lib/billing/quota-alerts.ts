import type { MemberRole } from "@/lib/ports";

/** The percents of a quota at which members can be mailed. Webhooks are told of all but the first. */
export const ALERT_PERCENTS = [50, 80, 100] as const;

const OWNERS_USUAL = [80, 100] as const;

/** At which percents of a quota a member is mailed: as they chose, and else owners late and others never. */
export function alertsOf(member: { role: MemberRole; quotaAlerts: readonly number[] | null }): readonly number[] {
  return member.quotaAlerts ?? (member.role === "owner" ? OWNERS_USUAL : []);
}
