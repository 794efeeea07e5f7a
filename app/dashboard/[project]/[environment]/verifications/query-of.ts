import { SINCE, type VerificationFilters } from "@/components/verifications/verification-filters";
import { addSeconds } from "@/lib/core/clock";
import { VerificationsQuery } from "@/lib/messages/contract";

const PER_PAGE = "50";

/** What the page's address asks of the list as the domain has it; null for what can fit nothing. */
export function queryOf(filters: VerificationFilters, cursor: string | null, now: Date) {
  // As the API does before its contract is asked: no column holds NUL.
  if (Object.values(filters).some((value) => value.includes("\0"))) return null;
  const minutes = SINCE.find(({ name }) => name === filters.since)?.minutes ?? null;
  const named = {
    cursor: cursor ?? "",
    recipient: filters.recipient,
    state: filters.state,
    channel: filters.channel,
    country: filters.country,
    api_key_id: filters.key,
    template_version: filters.template,
    from: minutes === null ? "" : addSeconds(now, -minutes * 60).toISOString(),
  };
  const set = Object.entries(named).filter(([, value]) => value !== "");
  const parsed = VerificationsQuery.safeParse({ ...Object.fromEntries(set), limit: PER_PAGE });
  return parsed.success ? parsed.data : null;
}
