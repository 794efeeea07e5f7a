import { z } from "zod";
import { BrandName } from "@/lib/core/brand-name";
import { DisplayName, environmentField, pageFields, pageOf, Timestamp, timestamp, Uuid } from "@/lib/core/wire";

const EXTERNAL_ID_MAX = 255;
const ADDRESS_MAX = 254;

const ProviderName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, "Must be a provider's name, such as microsoft or google")
  .meta({ examples: ["microsoft"] });
const ExternalId = z
  .string()
  .min(1, "Must not be empty")
  .max(EXTERNAL_ID_MAX)
  .regex(/^[\x21-\x7e]+$/, "Must be letters, digits and signs of ASCII, without blanks");
const External = z
  .strictObject({ provider: ProviderName, tenant_id: ExternalId })
  .transform(({ provider, tenant_id }) => ({ provider, tenantId: tenant_id }))
  .nullable();

const APP_NAME = "What its messages call the app; the project's name where null.";
const SENDER_NAME = "Who its mail says it is from; the name of the app where null.";
const SENDER_ADDRESS =
  "What its mail comes from: an address on a domain that is verified here. Where null it is the tenant's own domain, " +
  "else what everybody's mail comes from.";

const fields = {
  external: External.optional().meta({ description: "Whom a provider of its own knows it as." }),
  app_name: BrandName.nullable().optional().meta({ description: APP_NAME }),
  sender_name: BrandName.nullable().optional().meta({ description: SENDER_NAME }),
  sender_address: z.string().max(ADDRESS_MAX).nullable().optional().meta({ description: SENDER_ADDRESS }),
} as const;

/** Adds a tenant, or says all of one anew. */
export const TenantBody = z
  .strictObject({ name: DisplayName, ...fields })
  .transform(({ name, external, app_name, sender_name, sender_address }) => ({
    name,
    external: external ?? null,
    appName: app_name ?? null,
    senderName: sender_name ?? null,
    senderAddress: sender_address ?? null,
  }));

export type TenantInput = z.output<typeof TenantBody>;

/** Changes what is given, and nothing else; null takes away. */
export const TenantPatch = z
  .strictObject({ name: DisplayName.optional(), ...fields })
  .refine((body) => Object.keys(body).length > 0, "Must name what changes")
  .transform(({ name, external, app_name, sender_name, sender_address }) => ({
    ...(name !== undefined && { name }),
    ...(external !== undefined && { external }),
    ...(app_name !== undefined && { appName: app_name }),
    ...(sender_name !== undefined && { senderName: sender_name }),
    ...(sender_address !== undefined && { senderAddress: sender_address }),
  }));

/** A path to a tenant. */
export const TenantParams = z.object({ tenant: Uuid });

/** A list of tenants, or the one that a provider of its own knows by that name. */
export const TenantsQuery = z
  .strictObject({
    ...pageFields,
    environment_id: environmentField,
    external_provider: ProviderName.optional(),
    external_tenant_id: ExternalId.optional(),
  })
  .refine(
    (query) => (query.external_provider === undefined) === (query.external_tenant_id === undefined),
    "Send external_provider and external_tenant_id together",
  )
  .transform(({ environment_id, external_provider: provider, external_tenant_id: tenantId, ...page }) => ({
    ...pageOf(page),
    environmentId: environment_id ?? null,
    external: provider === undefined || tenantId === undefined ? null : { provider, tenantId },
  }));

export type TenantsPage = Omit<z.output<typeof TenantsQuery>, "environmentId">;

const SENDER_STATUSES = ["default", "ready", "domain_not_verified"] as const;

export const TenantReply = z
  .object({
    id: z.uuid(),
    name: z.string(),
    external: z.object({ provider: z.string(), tenant_id: z.string() }).nullable(),
    app_name: z.string().nullable().meta({ description: APP_NAME }),
    sender_name: z.string().nullable().meta({ description: SENDER_NAME }),
    sender_address: z.string().nullable().meta({ description: SENDER_ADDRESS }),
    sender_status: z.enum(SENDER_STATUSES).meta({
      description:
        "`default`: there is no address of its own. `domain_not_verified`: the address's domain was deleted or has lost " +
        "its records; mail comes from what it would come from without an address until the domain is verified again.",
    }),
    created_at: Timestamp,
    created_by: z.string(),
    updated_at: Timestamp,
  })
  .meta({ id: "Tenant" });

export const TenantsReply = z.object({ data: z.array(TenantReply), next_cursor: z.string().nullable() });

export type Tenant = {
  id: string;
  name: string;
  external: { provider: string; tenantId: string } | null;
  appName: string | null;
  senderName: string | null;
  senderAddress: string | null;
  senderStatus: (typeof SENDER_STATUSES)[number];
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
};

/** A tenant on the wire. */
export function presentTenant(tenant: Tenant): z.input<typeof TenantReply> {
  const { external } = tenant;
  return {
    id: tenant.id,
    name: tenant.name,
    external: external && { provider: external.provider, tenant_id: external.tenantId },
    app_name: tenant.appName,
    sender_name: tenant.senderName,
    sender_address: tenant.senderAddress,
    sender_status: tenant.senderStatus,
    created_at: timestamp(tenant.createdAt),
    created_by: tenant.createdBy,
    updated_at: timestamp(tenant.updatedAt),
  };
}

/** A page of tenants on the wire. */
export function presentTenants(page: {
  data: readonly Tenant[];
  nextCursor: string | null;
}): z.input<typeof TenantsReply> {
  return { data: page.data.map(presentTenant), next_cursor: page.nextCursor };
}
