import Link from "next/link";
import type { EnvironmentRoute } from "@/components/frame/paths";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { rateOf, WebhookStatus } from "./webhook-status";
import type { WebhookView } from "./webhook-view";

export type WebhookListProps = { webhooks: readonly WebhookView[]; path: EnvironmentRoute };

/** The endpoints: a table, and in a narrow window the same data in a list. */
export function WebhookList({ webhooks, path }: WebhookListProps) {
  return (
    <div className="overflow-clip rounded-3 border border-line bg-surface">
      <div className="max-lg:hidden">
        <Table label="Webhook endpoints">
          <thead>
            <tr>
              <th scope="col">URL</th>
              <th scope="col">Events</th>
              <th scope="col" className="text-right">
                Success, 24 h
              </th>
              <th scope="col">Last delivery</th>
              <th scope="col">Status</th>
            </tr>
          </thead>
          <tbody>
            {webhooks.map((webhook) => (
              <tr key={webhook.id}>
                <th scope="row">
                  <Link
                    href={{ pathname: `${path}/${webhook.id}` }}
                    prefetch={false}
                    className="link block max-w-90 truncate pt-1"
                  >
                    {webhook.url}
                  </Link>
                  <span className="block max-w-90 truncate pb-1 font-normal text-12 text-muted">
                    {webhook.description}
                  </span>
                </th>
                <td className="max-w-52 truncate text-muted">{eventsOf(webhook)}</td>
                <td className="num text-right">{rateOf(webhook.last24Hours)}</td>
                <td className="text-muted">
                  {webhook.lastDeliveryAt ? <Time value={webhook.lastDeliveryAt} /> : "Never"}
                </td>
                <td>
                  <WebhookStatus webhook={webhook} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Webhook endpoints" data-rows="" className="divide-y divide-line lg:hidden">
        {webhooks.map((webhook) => (
          <li key={webhook.id} className="grid grid-cols-1 gap-1 px-4 py-3">
            <Link href={{ pathname: `${path}/${webhook.id}` }} prefetch={false} className="link break-all">
              {webhook.url}
            </Link>
            <span className="flex flex-wrap gap-x-4 text-13 text-muted">
              {webhook.description ? <span className="min-w-0 break-words">{webhook.description}</span> : null}
              <span>{eventsOf(webhook)}</span>
            </span>
            <span className="flex flex-wrap items-center gap-x-4 text-13 text-muted">
              <WebhookStatus webhook={webhook} />
              {webhook.lastDeliveryAt ? (
                <>
                  <span className="num">{rateOf(webhook.last24Hours)} in 24 h</span>
                  <span>
                    Last <Time value={webhook.lastDeliveryAt} />
                  </span>
                </>
              ) : (
                <span>Nothing delivered yet</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function eventsOf({ events }: WebhookView): string {
  const [first = "All events", ...others] = events;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
