import type { ProcessorRow } from "@/components/settings/processor-table";
import { CHANNEL_NAMES } from "@/components/verifications/verification-words";
import type { ProvidersView } from "@/lib/providers/contract";

type Asked = Pick<ProvidersView, "installation" | "order"> & {
  data: readonly Pick<ProvidersView["data"][number], "id" | "title">[];
  /** At whom tenants have accounts, which no order names: they are asked first. */
  ofTenants: readonly Pick<ProvidersView["offered"][number], "name" | "title" | "channels">[];
};

/** Everybody who is asked to carry a message of an enabled channel: own accounts, those of tenants, the installation's. */
export function processorsOf(
  { data, ofTenants, installation, order }: Asked,
  enabled: readonly (keyof ProvidersView["order"])[],
): ProcessorRow[] {
  const askedFor = (entry: string) => enabled.filter((channel) => order[channel].includes(entry));
  const carriers = [
    ...data.map(({ id, title }) => ({ id, name: title, of: "customer" as const, channels: askedFor(id) })),
    ...ofTenants.map(({ name, title, channels }) => ({
      id: `tenants/${name}`,
      name: title,
      of: "tenants" as const,
      channels,
    })),
    ...installation.map(({ name, title }) => ({
      id: name,
      name: title,
      of: "installation" as const,
      channels: askedFor(name),
    })),
  ];
  return carriers.flatMap(({ channels: able, ...carrier }) => {
    const channels = enabled.filter((channel) => able.includes(channel));
    return channels.length === 0 ? [] : [{ ...carrier, channels: channels.map((each) => CHANNEL_NAMES[each] ?? each) }];
  });
}
