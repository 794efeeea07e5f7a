import { z } from "zod";
import type { EnvironmentRow } from "@/db/queries/environments";
import { readEnvironment, readInstallation } from "@/db/queries/environments";
import { planOf } from "@/lib/billing";
import { brandNameFrom } from "@/lib/core/brand-name";
import { fail } from "@/lib/core/errors";
import type { Deps, Environment } from "@/lib/ports";
import { completeSettings, readBounds } from "@/lib/settings";
import { StoredAccounts, StoredProven, StoredSenders } from "./sending-rows";

const Brand = z.object({
  domain: z.string().nullable().default(null),
  supportEmail: z.string().nullable().default(null),
  postalAddress: z.string().nullable().default(null),
  logoUrl: z.string().nullable().default(null),
  accent: z.string().nullable().default(null),
  locale: z.string().nullable().default(null),
});

const Reviewers = z.array(
  z
    .object({
      id: z.string(),
      type: z.enum(["email", "phone"]),
      value: z.string(),
      key_id: z.number(),
      nonce: z.string(),
      expires_at: z.string(),
    })
    .transform(({ key_id, nonce, expires_at, ...reviewer }) => ({
      ...reviewer,
      keyId: key_id,
      nonce: Buffer.from(nonce, "hex"),
      expiresAt: new Date(expires_at),
    })),
);

const Templates = z.array(
  z.object({ channel: z.string(), purpose: z.string(), locale: z.string(), version: z.number() }),
);

type EnvironmentDeps = Pick<Deps, "caches" | "db">;

/** An environment as the domain has it: complete settings, its customer's state, its project's brand. */
function toEnvironment(row: EnvironmentRow): Environment {
  return {
    id: row.id,
    kind: row.kind,
    customerId: row.customerId,
    customerName: row.customerName,
    customerState: row.cancelledAt ? "cancelled" : row.suspendedAt ? "suspended" : "active",
    projectId: row.projectId,
    projectSlug: row.projectSlug,
    // Whatever once was stored: what every message carries is no address.
    brand: { name: brandNameFrom(row.projectName) ?? row.projectSlug, ...Brand.parse(row.brand) },
    settings: completeSettings(row.kind, row.settings, readBounds(row.bounds)),
    ...metered(row),
    deleteAfter: row.deleteAfter,
    installation: row.installation,
    accounts: StoredAccounts.parse(row.accounts),
    reviewers: row.kind === "live" ? Reviewers.parse(row.reviewers) : [],
    senders: StoredSenders.parse(row.senders),
    provenDomains: StoredProven.parse(row.provenDomains),
    templates: Templates.parse(row.templates),
  };
}

function metered(row: EnvironmentRow): Pick<Environment, "plan" | "features" | "quota"> {
  const { quota, ...plan } = planOf(row);
  return { ...plan, quota: row.kind === "live" ? quota : { daily: null, monthly: null } };
}

/** The environment with that id, at most five seconds old; null for an unknown one, and for one whose customer is gone. */
export function environmentOf(deps: EnvironmentDeps, id: string): Environment | null | Promise<Environment | null> {
  return deps.caches.environments.get(id, async () => {
    const row = await readEnvironment(deps.db.orm, id);
    return row === null ? null : toEnvironment(row);
  });
}

/** Ninepin's own environment, which members sign in to. */
export async function installationEnvironment(deps: EnvironmentDeps): Promise<Environment> {
  const id = await deps.caches.installation.get("id", async () => {
    const row = await readInstallation(deps.db.orm);
    // Read before the first start has made it: nobody can sign in yet, and the next look finds it.
    return row?.id ?? fail("unavailable", { retryAfterSeconds: 1 });
  });
  return (await environmentOf(deps, id)) ?? fail("unavailable", { retryAfterSeconds: 1 });
}
