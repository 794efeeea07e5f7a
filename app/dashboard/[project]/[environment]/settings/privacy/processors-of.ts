import type { ProcessorRow } from "@/components/settings/processor-table";
import { CHANNEL_NAMES } from "@/components/verifications/verification-words";
import type { ProvidersView } from "@/lib/providers/contract";

type Asked = Pick<ProvidersView, "installation" | "order"> & {
  data: readonly Pick<ProvidersView["data"][number], "id" | "title">[];
};

/** Everybody who is asked to carry a message of an enabled channel, the customer's own accounts first. */
export function processorsOf(
  { data, installation, order }: Asked,
  enabled: readonly (keyof ProvidersView["order"])[],
): ProcessorRow[] {
  const carriers = [
    ...data.map(({ id, title }) => ({ id, entry: id, name: title, own: true })),
    ...installation.map(({ name, title }) => ({ id: name, entry: name, name: title, own: false })),
  ];
  return carriers.flatMap(({ entry, ...carrier }) => {
    const channels = enabled.filter((channel) => order[channel].includes(entry));
    return channels.length === 0 ? [] : [{ ...carrier, channels: channels.map((each) => CHANNEL_NAMES[each] ?? each) }];
  });
}
