import { z } from "zod";
import { storable } from "@/lib/core/storable";
import { optionalTimestamp, Timestamp, timestamp, Uuid } from "@/lib/core/wire";
import { PROBLEMS } from "./problem";

const STATUSES = ["not_started", "checking", "verified", "attention", "failed"] as const;
const PURPOSES = ["ownership", "dkim", "spf", "dmarc", "return_path", "provider"] as const;
const RECORD_STATUSES = ["not_checked", "found", "propagating", "missing", "wrong", "unknown"] as const;

/** Asks for a domain. */
export const DomainBody = z
  .strictObject({
    domain: z
      .string()
      .min(1)
      .max(400)
      .meta({
        examples: ["mail.northwind.dev"],
        description: "A name; a URL or an email address stands for its host.",
      }),
    tenant_id: Uuid.optional().meta({ description: "Whose it is: nothing but that tenant's mail comes from it." }),
  })
  .transform(({ domain, tenant_id }) => ({ domain, tenantId: tenant_id ?? null }));

/** A path to a domain, by its id or its name. */
export const DomainParams = z.object({ domain: z.string().min(1).max(253).transform(storable) });

/** Shows a domain's records to whoever runs its DNS, and mails them the link where an address is given. */
export const ShareBody = z.strictObject({ email: z.string().max(320).optional() });

const RecordReply = z.object({
  purpose: z.enum(PURPOSES),
  type: z.enum(["TXT", "CNAME", "MX"]),
  name: z.string().meta({ description: "The whole name, without a dot at the end." }),
  host: z.string().meta({ description: "The name within its zone, as most DNS hosts want it; @ for the zone itself." }),
  value: z.string(),
  priority: z.int().nullable(),
  ttl_seconds: z.int(),
  required: z.boolean().meta({ description: "Whether nothing is sent from the domain without it." }),
  status: z.enum(RECORD_STATUSES),
  found: z.array(z.string()).meta({ description: "What the last check saw." }),
  problem: z.enum(PROBLEMS).nullable(),
  detail: z.string().nullable().meta({ description: "The problem, and what to do about it, in words." }),
});

/** A domain with its records and what the last check found. */
export const DomainReply = z
  .object({
    id: z.uuid(),
    domain: z.string(),
    status: z.enum(STATUSES).meta({
      description: "`attention`: verified, and its records are missing now; mail goes out until `sends_until`.",
    }),
    sender: z.string().meta({ description: "What mail comes from once it is verified." }),
    zone: z.string(),
    dns_host: z.string().nullable(),
    records: z.array(RecordReply),
    created_at: Timestamp,
    created_by: z.string(),
    checked_at: Timestamp.nullable(),
    next_check_at: Timestamp.nullable(),
    search_ends_at: Timestamp.nullable(),
    verified_at: Timestamp.nullable(),
    lost_at: Timestamp.nullable(),
    sends_until: Timestamp.nullable(),
    failed_at: Timestamp.nullable(),
    tenant_id: z.uuid().nullable().meta({ description: "The tenant whose mail alone comes from it." }),
  })
  .meta({ id: "Domain" });

export const DomainsReply = z.object({ data: z.array(DomainReply), next_cursor: z.string().nullable() });

export const ShareReply = z.object({
  url: z.string().meta({ description: "Opens without an account. Appears nowhere else." }),
  expires_at: Timestamp,
});

export const UnsharedReply = z.object({ count: z.int().meta({ description: "How many links worked until now." }) });

export type ShownRecord = {
  key: string;
  purpose: (typeof PURPOSES)[number];
  type: "TXT" | "CNAME" | "MX";
  name: string;
  host: string;
  value: string;
  priority: number | null;
  ttlSeconds: number;
  required: boolean;
  status: (typeof RECORD_STATUSES)[number];
  found: readonly string[];
  problem: (typeof PROBLEMS)[number] | null;
  detail: string | null;
};

export type Domain = {
  id: string;
  name: string;
  status: (typeof STATUSES)[number];
  sender: string;
  zone: string;
  dnsHost: { name: string; advice: string } | null;
  records: ShownRecord[];
  createdAt: Date;
  createdBy: string;
  checkedAt: Date | null;
  nextCheckAt: Date | null;
  searchEndsAt: Date | null;
  verifiedAt: Date | null;
  lostAt: Date | null;
  sendsUntil: Date | null;
  failedAt: Date | null;
  tenantId: string | null;
};

/** What is shown of a domain, also to somebody without an account. */
export type ShownDomain = Pick<
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

/** A domain on the wire. */
export function presentDomain(domain: Domain): z.input<typeof DomainReply> {
  return {
    id: domain.id,
    domain: domain.name,
    status: domain.status,
    sender: domain.sender,
    zone: domain.zone,
    dns_host: domain.dnsHost?.name ?? null,
    records: domain.records.map(({ key: _, ttlSeconds, found, ...record }) => ({
      ...record,
      ttl_seconds: ttlSeconds,
      found: [...found],
    })),
    created_at: timestamp(domain.createdAt),
    created_by: domain.createdBy,
    checked_at: optionalTimestamp(domain.checkedAt),
    next_check_at: optionalTimestamp(domain.nextCheckAt),
    search_ends_at: optionalTimestamp(domain.searchEndsAt),
    verified_at: optionalTimestamp(domain.verifiedAt),
    lost_at: optionalTimestamp(domain.lostAt),
    sends_until: optionalTimestamp(domain.sendsUntil),
    failed_at: optionalTimestamp(domain.failedAt),
    tenant_id: domain.tenantId,
  };
}

/** A page of domains on the wire. */
export function presentDomains(page: {
  data: readonly Domain[];
  nextCursor: string | null;
}): z.input<typeof DomainsReply> {
  return { data: page.data.map(presentDomain), next_cursor: page.nextCursor };
}

/** A link to a domain's records on the wire. */
export function presentShare({ url, expiresAt }: { url: string; expiresAt: Date }): z.input<typeof ShareReply> {
  return { url, expires_at: timestamp(expiresAt) };
}
