import type { Metadata } from "next";
import { type EnvironmentPath, requireEnvironment } from "@/app/dashboard/scope";
import { AccountList } from "@/components/providers/account-list";
import { AddAccount } from "@/components/providers/add-account";
import { ChannelOrder } from "@/components/providers/channel-order";
import type { CarrierView, ChannelView } from "@/components/providers/provider-view";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listProviders } from "@/lib/providers";
import type { ProvidersView } from "@/lib/providers/contract";
import { outcomeWords } from "@/lib/providers/outcome-words";
import { addAccount, removeAccount, saveAccount, saveOrder, sendTest } from "./actions";

export const metadata: Metadata = { title: "Providers" };

const CHANNELS = [
  ["email", "Email"],
  ["sms", "SMS"],
  ["voice", "Voice call"],
  ["whatsapp", "WhatsApp"],
  ["discord", "Discord"],
  ["hook", "Your own sender"],
] as const;

export default async function ProvidersPage({ params }: { params: Promise<EnvironmentPath> }) {
  const { project, environment } = await params;
  const { deps, member, scope } = await requireEnvironment(project, environment);
  const providers = await listProviders(deps, scope);
  const { kind } = scope.environment;
  const writes = member.role !== "viewer";
  const channels = channelsOf(providers);
  const offered = providers.offered.map(({ name, title, channels: of, fields }) => ({
    name,
    title,
    channels: [...of],
    fields: fields.map((field) => ({ ...field })),
  }));
  const accounts = providers.data.map((account) => {
    const { id, lastError, title } = account;
    return {
      account: { ...account, lastErrorWords: lastError === null ? null : outcomeWords(title, lastError) },
      provider: offered.find(({ name }) => name === account.provider),
      actions: writes
        ? {
            save: saveAccount.bind(null, project, environment, id),
            remove: removeAccount.bind(null, project, environment, id),
            test: kind === "live" ? sendTest.bind(null, project, environment, id) : null,
          }
        : null,
    };
  });

  return (
    <>
      <PageHeader
        title="Providers"
        description="Who carries your codes, and who is asked next when one does not answer."
      >
        {writes ? <AddAccount offered={offered} add={addAccount.bind(null, project, environment)} /> : null}
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        {kind === "test" ? (
          <Callout tone="info" title="Nothing leaves test">
            Every message ends in the Mailbox here. What you set up on this page is used in live alone.
          </Callout>
        ) : null}
        <Card title="Your accounts" padded={false}>
          {accounts.length === 0 ? (
            <EmptyState title="No accounts of your own">
              {providers.installation.length > 0
                ? "Your codes go through this installation's providers. With an account of your own they go through yours first."
                : "Add one at a provider that you have an account with: nothing is sent in live before."}
            </EmptyState>
          ) : (
            <AccountList accounts={accounts} email={member.email} />
          )}
        </Card>
        {channels.map((view) => (
          <Card key={view.channel} title={view.title}>
            <ChannelOrder view={view} save={writes ? saveOrder.bind(null, project, environment, view.channel) : null} />
          </Card>
        ))}
      </div>
    </>
  );
}

/** The channels that somebody can carry, with who is asked and who is not. */
function channelsOf({ data, installation, order }: ProvidersView): ChannelView[] {
  return CHANNELS.flatMap(([channel, title]) => {
    const able: CarrierView[] = [
      ...data
        .filter(({ channels }) => channels.includes(channel))
        .map((account) => ({ entry: account.id, title: account.title, label: account.label })),
      ...installation
        .filter(({ channels }) => channels.includes(channel))
        .map((provider) => ({ entry: provider.name, title: provider.title, label: null })),
    ];
    if (able.length === 0) return [];
    const asked = order[channel].flatMap((entry) => able.find((carrier) => carrier.entry === entry) ?? []);
    const others = able.filter(({ entry }) => !order[channel].includes(entry));
    return [{ channel, title, asked, others }];
  });
}
