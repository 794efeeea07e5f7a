import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Orm } from "../client";
import {
  customers,
  domains,
  environments,
  projects,
  providerAccounts,
  reviewerIdentifiers,
  settings,
  systemSettings,
  templates,
} from "../schema";

/** What is read of an environment at once: where it hangs, and the newest version of its settings. */
const columns = {
  id: environments.id,
  kind: environments.kind,
  installation: environments.installation,
  plan: customers.plan,
  dailyQuota: customers.dailyQuota,
  monthlyQuota: customers.monthlyQuota,
  features: customers.features,
  deleteAfter: customers.deleteAfter,
  customerId: environments.customerId,
  customerName: customers.name,
  suspendedAt: customers.suspendedAt,
  cancelledAt: customers.cancelledAt,
  projectId: projects.id,
  projectSlug: projects.slug,
  projectName: projects.name,
  brand: projects.brand,
  settings: sql<unknown>`(SELECT ${settings.settings} FROM ${settings} WHERE ${settings.environmentId} = ${environments.id}
    ORDER BY ${settings.version} DESC LIMIT 1)`,
  bounds: sql<unknown>`(SELECT ${systemSettings.settings} -> 'bounds' FROM ${systemSettings} ORDER BY ${systemSettings.version} DESC LIMIT 1)`,
  accounts: sql<unknown>`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', ${providerAccounts.id}, 'provider', ${providerAccounts.provider},
    'label', ${providerAccounts.label}, 'config_encrypted', encode(${providerAccounts.configEncrypted}, 'hex')) ORDER BY ${providerAccounts.id}), '[]')
    FROM ${providerAccounts} WHERE ${providerAccounts.environmentId} = ${environments.id} AND ${providerAccounts.tenantId} IS NULL)`,
  reviewers: sql<unknown>`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', ${reviewerIdentifiers.id}, 'type', ${reviewerIdentifiers.type},
    'value', ${reviewerIdentifiers.value}, 'key_id', ${reviewerIdentifiers.keyId}, 'nonce', encode(${reviewerIdentifiers.nonce}, 'hex'),
    'expires_at', ${reviewerIdentifiers.expiresAt})), '[]') FROM ${reviewerIdentifiers}
    WHERE ${reviewerIdentifiers.environmentId} = ${environments.id})`,
  templates: sql<unknown>`(SELECT coalesce(jsonb_agg(jsonb_build_object('channel', t.channel, 'purpose', t.purpose, 'locale', t.locale,
    'version', t.version)) FILTER (WHERE t.own), '[]')
    FROM (SELECT DISTINCT ON (channel, purpose, locale) channel, purpose, locale, version, content IS NOT NULL AS own
      FROM ${templates} WHERE ${templates.environmentId} = ${environments.id}
      ORDER BY channel DESC, purpose DESC, locale DESC, version DESC) t)`,
  senders: sql<unknown>`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', ${domains.id}, 'name', ${domains.name},
    'selector', ${domains.dkimSelector}, 'key', encode(${domains.dkimPrivateKeyEncrypted}, 'hex'), 'since', ${domains.verifiedAt},
    'lost_at', ${domains.lostAt}, 'able', ${domains.findings} -> 'able') ORDER BY ${domains.verifiedAt}, ${domains.id}), '[]')
    FROM (SELECT * FROM ${domains} WHERE ${domains.environmentId} = ${environments.id} AND ${domains.verifiedAt} IS NOT NULL
      AND ${domains.tenantId} IS NULL ORDER BY ${domains.verifiedAt}, ${domains.id} LIMIT 5) AS "domains")`,
  provenDomains: sql<unknown>`(SELECT coalesce(jsonb_agg(jsonb_build_object('name', ${domains.name}, 'lost_at', ${domains.lostAt})), '[]')
    FROM ${domains} WHERE ${domains.environmentId} = ${environments.id} AND ${domains.verifiedAt} IS NOT NULL AND ${domains.tenantId} IS NULL)`,
};

export type EnvironmentRow = {
  id: string;
  kind: "test" | "live";
  installation: boolean;
  plan: string;
  dailyQuota: number | null;
  monthlyQuota: number | null;
  features: unknown;
  deleteAfter: Date | null;
  customerId: string;
  customerName: string;
  suspendedAt: Date | null;
  cancelledAt: Date | null;
  projectId: string;
  projectSlug: string;
  projectName: string;
  brand: unknown;
  settings: unknown;
  /** The operator's, of settings. */
  bounds: unknown;
  accounts: unknown;
  reviewers: unknown;
  templates: unknown;
  senders: unknown;
  provenDomains: unknown;
};

function select(orm: Orm) {
  return orm
    .select(columns)
    .from(environments)
    .innerJoin(projects, eq(projects.id, environments.projectId))
    .innerJoin(customers, eq(customers.id, environments.customerId));
}

/** An environment by its id. */
export async function readEnvironment(orm: Orm, id: string): Promise<EnvironmentRow | null> {
  const [row] = await select(orm).where(eq(environments.id, id));
  return row ?? null;
}

/** Ninepin's own environment, once it has been made. */
export async function readInstallation(orm: Orm): Promise<EnvironmentRow | null> {
  const [row] = await select(orm).where(eq(environments.installation, true));
  return row ?? null;
}

/** A customer's environments, by project, test before live. */
export async function listEnvironments(orm: Orm, customerId: string): Promise<EnvironmentRow[]> {
  return select(orm)
    .where(and(eq(environments.customerId, customerId), eq(environments.installation, false)))
    .orderBy(asc(projects.createdAt), desc(environments.kind));
}

/** Adds a project with both its environments. */
export async function insertProject(
  orm: Orm,
  project: {
    id: string;
    customerId: string;
    slug: string;
    name: string;
    brand: object;
    environments: readonly { id: string; kind: "test" | "live"; installation?: boolean }[];
  },
): Promise<void> {
  const { environments: both, ...row } = project;
  await orm.insert(projects).values(row);
  await orm
    .insert(environments)
    .values(both.map((environment) => ({ ...environment, projectId: row.id, customerId: row.customerId })));
}

/** Writes the next version of an environment's settings. */
export async function insertSettings(
  orm: Orm,
  version: { environmentId: string; version: number; settings: object; author: string },
): Promise<void> {
  await orm.insert(settings).values(version);
}

/** Whether a project has that slug. */
export async function slugIsTaken(orm: Orm, slug: string): Promise<boolean> {
  const [row] = await orm.select({ id: projects.id }).from(projects).where(eq(projects.slug, slug));
  return row !== undefined;
}
