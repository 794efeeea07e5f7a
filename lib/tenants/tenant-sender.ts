import { readTenantSender } from "@/db/queries/tenants";
import { StoredAccounts, StoredSenders } from "@/lib/environments/sending-rows";
import type { Deps, Environment, SenderDomain, TenantSender } from "@/lib/ports";

/** Under what a tenant is remembered for a few seconds. */
const cacheKeyOf = (environmentId: string, id: string) => `${environmentId}/${id}`;

/**
 * What the messages of that tenant have of its own, at most five seconds old; null where the environment has no such
 * tenant. Nothing is read again before.
 */
function tenantSenderOf(
  deps: Pick<Deps, "caches" | "db">,
  environmentId: string,
  id: string,
): TenantSender | null | Promise<TenantSender | null> {
  return deps.caches.tenants.get(cacheKeyOf(environmentId, id), async () => {
    const row = await readTenantSender(deps.db, environmentId, id);
    if (row === null) return null;
    return {
      id: row.id,
      appName: row.app_name,
      senderName: row.sender_name,
      senderAddress: row.sender_address,
      accounts: StoredAccounts.parse(row.accounts),
      senders: StoredSenders.parse(row.senders),
    };
  });
}

/**
 * The environment as a tenant's messages are sent from it: the tenant's accounts are asked first, whatever the order of a
 * channel says; its mail comes from its own address or domain while that is verified, else from what everybody's comes
 * from; and it calls the app what the tenant calls it.
 */
function asTenant(environment: Environment, tenant: TenantSender): Environment {
  const { brand, settings, accounts, senders } = environment;
  const { appName, senderName } = tenant;
  return {
    ...environment,
    brand: { ...brand, name: appName ?? brand.name, ...(senderName !== null && { senderName }) },
    accounts: [...tenant.accounts, ...accounts],
    senders: [...tenant.senders.map((domain) => addressed(domain, tenant.senderAddress)), ...senders],
    settings: {
      ...settings,
      channels: { ...settings.channels, providers: ahead(settings.channels.providers, tenant) },
    },
  };
}

/**
 * The environment as that tenant's messages are sent from it, itself where there is no tenant; null where it has none of
 * that id.
 */
export async function environmentFor(
  deps: Pick<Deps, "caches" | "db">,
  environment: Environment,
  tenantId: string | null,
): Promise<Environment | null> {
  if (tenantId === null) return environment;
  const tenant = await tenantSenderOf(deps, environment.id, tenantId);
  return tenant && asTenant(environment, tenant);
}

/** Has a tenant read again when the next message is sent for it: what is its own has changed. */
export function forgetTenant(
  { caches }: Pick<Deps, "caches">,
  { environmentId, tenantId }: { environmentId: string; tenantId: string | null },
): void {
  if (tenantId !== null) caches.tenants.forget(cacheKeyOf(environmentId, tenantId));
}

function addressed(domain: SenderDomain, address: string | null): SenderDomain {
  return { ...domain, tenantAddress: address?.endsWith(`@${domain.name}`) ? address : `login@${domain.name}` };
}

type Orders = Environment["settings"]["channels"]["providers"];

/** An order that says nothing stays so: own accounts are first there, and the tenant's first of these. */
function ahead(orders: Orders, { accounts }: TenantSender): Orders {
  if (accounts.length === 0) return orders;
  const ids = accounts.map(({ id }) => id);
  const { email, sms, voice, whatsapp, discord, hook } = orders;
  const withIds = (order: Orders["email"]) => (order.length === 0 ? order : [...ids, ...order]);
  return {
    email: withIds(email),
    sms: withIds(sms),
    voice: withIds(voice),
    whatsapp: withIds(whatsapp),
    discord: withIds(discord),
    hook: withIds(hook),
  };
}
