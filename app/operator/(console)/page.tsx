import type { Metadata } from "next";
import { type ReactNode, Suspense } from "react";
import { AutoRefresh } from "@/components/operator/auto-refresh";
import { Figures, HealthList, JobTable, QueueTable } from "@/components/operator/tiles";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { checkHealth, readQueues } from "@/lib/health";
import { readSignUpsToday, readToday } from "@/lib/operator";
import type { Deps } from "@/lib/ports";
import { requireOperator } from "../access";

export const metadata: Metadata = { title: "Home" };

const REFRESH_SECONDS = 10;

/** How the installation is. Each tile is read, and fails, by itself. */
export default async function OperatorHomePage() {
  const { deps } = await requireOperator();
  return (
    <>
      <PageHeader title="Home" description="How this installation is, over all customers. Days begin at midnight UTC.">
        <AutoRefresh everySeconds={REFRESH_SECONDS} />
      </PageHeader>
      <div className="grid grid-cols-1 gap-3.5 md:grid-cols-2">
        <Tile title="Health" deps={deps} read={async () => <HealthList checks={(await checkHealth(deps)).checks} />} />
        <Tile title="Codes today" deps={deps} read={async () => <Figures rows={await figuresOf(deps)} />} />
        <Tile
          title="Sign-ups today"
          deps={deps}
          read={async () => <Figures rows={[{ name: "New customers", value: await readSignUpsToday(deps) }]} />}
        />
        <Tile title="Queues" deps={deps} read={async () => <QueueTable queues={(await readQueues(deps)).queues} />} />
        <div className="md:col-span-2">
          <Tile title="Jobs" deps={deps} read={async () => <JobTable jobs={(await readQueues(deps)).jobs} />} />
        </div>
      </div>
    </>
  );
}

async function figuresOf(deps: Deps) {
  const { requested, verified, failed, bounced } = await readToday(deps);
  return [
    { name: "Sent", value: requested },
    { name: "Verified", value: verified, of: requested },
    { name: "Wrong or expired", value: failed },
    { name: "Bounced", value: bounced, of: requested },
  ];
}

type TileProps = { title: string; deps: Deps; read: () => Promise<ReactNode> };

function Tile(props: TileProps) {
  return (
    <Card title={props.title} padded={false}>
      <Suspense fallback={<p className="px-4 py-3 text-muted">Reading</p>}>
        <TileContent {...props} />
      </Suspense>
    </Card>
  );
}

async function TileContent({ title, deps, read }: TileProps) {
  const content = await read().catch((cause: unknown) => {
    deps.log.warn({ tile: title, cause: String(cause) }, "a tile of the operator's console could not be read");
    return null;
  });
  return (
    content ?? (
      <p className="px-4 py-3 text-danger-text">This could not be read. The other tiles do not depend on it.</p>
    )
  );
}
