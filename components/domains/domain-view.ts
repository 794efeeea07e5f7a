import type { Domain, ShownDomain, ShownRecord } from "@/lib/domains/contract";

/** A record as the pages show it. */
export type RecordView = ShownRecord;

/** What a page shows of a domain, also to somebody without an account. */
export type DomainView = ShownDomain;

/** A domain in the list. */
export type DomainRowView = Pick<Domain, "id" | "name" | "status" | "sender" | "checkedAt" | "tenantId">;

/** What to add for what somebody entered. */
export type SuggestionView = { name: string; suggested: string; dnsHost: { name: string } | null };
