import Form from "next/form";
import Link from "next/link";
import type { EnvironmentRoute, WebhookRoute } from "@/components/frame/paths";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { DeliveryList } from "@/components/webhooks/delivery-list";
import { RecoverFailed, type RecoverFailedProps } from "@/components/webhooks/recover-failed";
import type { DeliveryView, EventChoice } from "@/components/webhooks/webhook-view";

export type DeliveriesQuery = { cursor: string | null; status: string | null; event: string | null };

export type DeliveriesTabProps = {
  page: { data: readonly DeliveryView[]; nextCursor: string | null };
  path: EnvironmentRoute;
  own: WebhookRoute;
  endpointId: string;
  events: readonly EventChoice[];
  query: DeliveriesQuery;
  recover: RecoverFailedProps["recover"] | null;
};

/** The deliveries of an endpoint, narrowed by the address, and their recovery. */
export function DeliveriesTab({ page, path, own, endpointId, events, query, recover }: DeliveriesTabProps) {
  const filters = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null));
  return (
    <>
      <div className="mb-3.5 flex flex-wrap items-end justify-between gap-3">
        <Form key={JSON.stringify(query)} action={own} scroll={false} className="flex flex-wrap items-end gap-2.5">
          <Field name="status" label="Status">
            <Select defaultValue={query.status ?? ""}>
              <option value="">Any status</option>
              <option value="delivered">Delivered</option>
              <option value="pending">Waiting</option>
              <option value="failed">Failed</option>
            </Select>
          </Field>
          <Field name="event" label="Event">
            <Select defaultValue={query.event ?? ""}>
              <option value="">Any event</option>
              {events.map(({ type }) => (
                <option key={type}>{type}</option>
              ))}
            </Select>
          </Field>
          <Button type="submit">Filter</Button>
        </Form>
        {recover ? <RecoverFailed recover={recover} /> : null}
      </div>
      {page.data.length === 0 ? (
        <div className="rounded-3 border border-line bg-surface">
          <EmptyState title="No deliveries">What happens in this environment shows up here.</EmptyState>
        </div>
      ) : (
        <DeliveryList deliveries={page.data} path={path} endpointId={endpointId} />
      )}
      {page.nextCursor ? (
        <p className="mt-3">
          <Link href={{ pathname: own, query: { ...filters, cursor: page.nextCursor } }} className="link">
            Older deliveries
          </Link>
        </p>
      ) : null}
    </>
  );
}
