import type { Keyring } from "@/lib/core/secrets";
import { openAccountConfig } from "./account-config";
import type { Carrier, DeliveryEnv, Registration } from "./registry";

/** A customer's own account at a provider, as it is stored. */
export type ProviderAccount = { id: string; provider: string; label: string; configEncrypted: Uint8Array };

/** The customers' accounts that this process sends through. */
export type Accounts = {
  /** The carrier of an account: the same one until what is stored of it changes. Null for a provider that is no more. */
  carrierOf(environmentId: string, account: ProviderAccount): Carrier | null;
  /** Lets go of connections that are kept open. */
  close(): void;
};

/** How many accounts are kept open, the ones used last. */
const KEPT = 500;

type Kept = { sealed: Uint8Array; carrier: Carrier };

/** Opens accounts when something is first sent through them, and keeps what was opened. */
export function createAccounts(
  env: DeliveryEnv,
  keyring: Keyring,
  registrations: readonly Registration[],
  kept = KEPT,
): Accounts {
  const providers = new Map(registrations.map((registration) => [registration.name, registration]));
  const accounts = new Map<string, Kept>();

  function keep(id: string, entry: Kept): Carrier {
    accounts.delete(id);
    accounts.set(id, entry);
    for (const [oldest, { carrier }] of accounts) {
      if (accounts.size <= kept) break;
      accounts.delete(oldest);
      carrier.close();
    }
    return entry.carrier;
  }

  return {
    carrierOf(environmentId, account) {
      const registration = providers.get(account.provider);
      if (!registration) return null;
      const known = accounts.get(account.id);
      if (known && Buffer.compare(known.sealed, account.configEncrypted) === 0) return keep(account.id, known);
      known?.carrier.close();
      const place = { environmentId, accountId: account.id };
      const open = () =>
        registration.ofAccount(env, account.id, openAccountConfig(keyring, place, account.configEncrypted));
      return keep(account.id, { sealed: account.configEncrypted, carrier: openLater(registration, account.id, open) });
    },
    close() {
      for (const { carrier } of accounts.values()) carrier.close();
      accounts.clear();
    },
  };
}

/** Opened by its first use. Closed while it is busy, it lets go when the last message is through. */
function openLater({ name, channels, makesCodes }: Registration, accountId: string, open: () => Carrier): Carrier {
  let opened: Carrier | null = null;
  let busy = 0;
  let closing = false;
  const letGo = () => {
    opened?.close();
    opened = null;
    closing = false;
  };
  async function use<Answer>(work: (carrier: Carrier) => Promise<Answer>): Promise<Answer> {
    const carrier = opened ?? open();
    opened = carrier;
    busy += 1;
    try {
      return await work(carrier);
    } finally {
      busy -= 1;
      if (closing && busy === 0) letGo();
    }
  }
  return {
    name,
    accountId,
    channels,
    send: (message, tools) => use((carrier) => carrier.send(message, tools)),
    check: (tools) => use((carrier) => carrier.check(tools)),
    ...(makesCodes && {
      checkCode: (sent, tools) => use(async (carrier) => (await carrier.checkCode?.(sent, tools)) ?? "unknown"),
      takeBack: (id, tools) => use(async (carrier) => (await carrier.takeBack?.(id, tools)) ?? false),
    }),
    close() {
      if (busy > 0) closing = true;
      else letGo();
    },
  };
}
