import type { ProviderAccount } from "./accounts";
import type { Channel } from "./channel";
import type { Carrier } from "./registry";

/** What delivery looks at of an environment. */
export type Sender = {
  id: string;
  /** Ninepin's own. */
  installation?: boolean;
  accounts: readonly ProviderAccount[];
  settings: { channels: { providers: Readonly<Record<Channel, readonly string[]>> } };
};

/**
 * Who is asked to carry a channel, in order. As the environment says: names of the installation's providers and ids of its
 * own accounts, of which those that are not there are passed over. Where it says nothing: its own, then the installation's.
 */
export function orderCarriers(
  order: readonly string[],
  channel: Channel,
  own: readonly Carrier[],
  installation: readonly Carrier[],
): readonly Carrier[] {
  const all = [...own, ...installation].filter(({ channels }) => channels.includes(channel));
  if (order.length === 0) return all;
  return order.flatMap((entry) => all.find((carrier) => (carrier.accountId ?? carrier.name) === entry) ?? []);
}
