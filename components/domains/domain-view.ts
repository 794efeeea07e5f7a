import type { Domain, ShownRecord } from "@/lib/domains/contract";

/** A record as the pages show it. */
export type RecordView = ShownRecord;

/** What a page shows of a domain, also to somebody without an account. */
export type DomainView = Pick<
  Domain,
  | "name"
  | "status"
  | "zone"
  | "dnsHost"
  | "records"
  | "checkedAt"
  | "nextCheckAt"
  | "lostAt"
  | "sendsUntil"
  | "searchEndsAt"
>;

/** A domain in the list. */
export type DomainRowView = Pick<Domain, "id" | "name" | "status" | "sender" | "checkedAt" | "tenantId">;

/** What to add for what somebody entered. */
export type SuggestionView = { name: string; suggested: string; dnsHost: { name: string } | null };
