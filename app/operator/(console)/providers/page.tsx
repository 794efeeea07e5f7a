import type { Metadata } from "next";
import { CallbackAddresses } from "@/components/operator/callback-addresses";
import { InstalledProviders } from "@/components/operator/installed-providers";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { listCallbacks } from "@/lib/messages";
import { listInstalled } from "@/lib/providers";
import { requireOperator } from "../../access";
import { sendTest } from "./actions";

export const metadata: Metadata = { title: "Providers" };

/** Who carries what this installation sends itself. */
export default async function OperatorProvidersPage() {
  const { deps } = await requireOperator();
  const providers = listInstalled(deps).map(({ name, title, channels }) => ({
    name,
    title,
    channels,
    test: sendTest.bind(null, name),
  }));
  return (
    <>
      <PageHeader
        title="Providers"
        description="The accounts of this installation. They carry Ninepin’s own mail, and the codes of customers who bring no account of their own."
      />
      <div className="grid grid-cols-1 gap-4">
        <Card title="Who is asked, in order" padded={false}>
          <InstalledProviders providers={providers} />
        </Card>
        <Card title="Delivery status" padded={false}>
          <CallbackAddresses callbacks={listCallbacks(deps)} loopback={deps.env.loopback} />
        </Card>
      </div>
    </>
  );
}
