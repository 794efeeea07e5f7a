import { z } from "zod";
import type { DomainRow } from "@/db/queries/domains";
import { PROBLEMS } from "./problem";

const StoredFinding = z.object({
  key: z.string(),
  status: z.enum(["found", "propagating", "missing", "wrong", "unknown"]),
  found: z.array(z.string()).readonly(),
  diagnosis: z
    .object({
      problem: z.enum(PROBLEMS),
      at: z.string().optional(),
      instead: z.string().optional(),
      found: z.string().optional(),
      seen: z.number().optional(),
      asked: z.number().optional(),
    })
    .nullable(),
});

const StoredFindings = z.object({
  at: z.iso.datetime(),
  zone: z.string(),
  dnsHost: z.object({ name: z.string(), advice: z.string() }).nullable(),
  records: z.array(StoredFinding).readonly(),
  /** Who may send as the domain. */
  able: z.object({ smtp: z.boolean(), returnPath: z.boolean(), resend: z.boolean() }),
});

/** What a check found, as a domain's row keeps it. */
export type Findings = z.infer<typeof StoredFindings>;

/** What the last check found; null before the first. */
export function findingsOf({ findings }: Pick<DomainRow, "findings">): Findings | null {
  return StoredFindings.safeParse(findings).data ?? null;
}

const StoredProvider = z.object({
  /** The customer's own account; null for the installation's. */
  accountId: z.string().nullable(),
  /** Whether we entered it there, and may take it out. */
  made: z.boolean().default(false),
  verified: z.boolean(),
  records: z.array(
    z.object({
      type: z.enum(["TXT", "CNAME", "MX"]),
      name: z.string(),
      value: z.string(),
      priority: z.number().nullable(),
    }),
  ),
});

/** What the provider that has the domain too says of it. */
export type ProviderState = z.infer<typeof StoredProvider>;

/** What was last heard of the provider that has the domain; null where none does. */
export function providerStateOf({ providerRecords }: Pick<DomainRow, "providerRecords">): ProviderState | null {
  return StoredProvider.safeParse(providerRecords).data ?? null;
}
